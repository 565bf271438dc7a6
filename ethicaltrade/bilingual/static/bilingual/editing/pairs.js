// Pairs of blocks: an editor says which block of the source a block of another language
// belongs to. Two blocks are a pair when they have the same id.
(() => {
  const tools = window.languageTools;
  if (!tools) {
    return;
  }
  const { say, make, button, tell, touch } = tools;

  // A block's id is in the form, and in the path that comments know it by.
  function rename(stream, child, id) {
    child.id = id;
    child.element.querySelector(`:scope > input[name="${child.prefix}-id"]`).value = id;
    child.element.dataset.contentpath = id;
    touch(stream.language);
    document.dispatchEvent(new CustomEvent("language-rows"));
  }

  function pair(stream, couples) {
    const before = couples.map(({ child }) => [child, child.id]);
    couples.forEach(({ child, id }) => rename(stream, child, id));
    tell(say("paired"), () => before.forEach(([child, id]) => rename(stream, child, id)));
  }

  function part(stream, child) {
    const before = child.id;
    rename(stream, child, crypto.randomUUID());
    tell(say("parted"), () => rename(stream, child, before));
  }

  // The source's blocks that have no pair, and the child's own; each a place and an id.
  function choices(from, stream, child) {
    const taken = new Set(stream.root.children.map(({ id }) => id));
    return from.root.children
      .map((each, index) => ({ each, place: index + 1 }))
      .filter(({ each }) => each.id === child.id || !taken.has(each.id))
      .map(({ each: { id, blockDef, getTextLabel }, place, each }) => {
        const text = getTextLabel?.call(each, { maxLength: 50 });
        const name = `${place}. ${blockDef.meta.label}`;
        return { id, name: text ? `${name}: ${text}` : name };
      });
  }

  let counter = 0;

  function chooser(from, stream, child, close) {
    counter += 1;
    const id = `belongs-to-${counter}`;
    const options = choices(from, stream, child).map((one) => {
      const isOwn = one.id === child.id;
      return make("option", { value: one.id, selected: isOwn ? "" : null }, one.name);
    });
    const select = make(
      "select",
      // To choose here is to write nothing.
      { id, input: (event) => event.stopPropagation(), change: (event) => event.stopPropagation() },
      make("option", { value: "" }, say("noBlock")),
      ...options,
    );
    const decide = () => {
      const isPaired = from.root.children.some((each) => each.id === child.id);
      close();
      if (select.value && select.value !== child.id) {
        pair(stream, [{ child, id: select.value }]);
      } else if (!select.value && isPaired) {
        part(stream, child);
      }
    };
    return make(
      "div",
      {
        class: "language-bar language-pairing",
        keydown: (event) => {
          if (event.key === "Escape") {
            close();
          } else if (event.key === "Enter" && event.target === select) {
            event.preventDefault(); // the form would be sent
            decide();
          }
        },
      },
      make("label", { for: id }, say("belongsTo")),
      select,
      button(say("choose"), decide),
    );
  }

  // The button among those of the block, where `from` has something to choose from.
  function dressPairing(stream, child, from) {
    const place = child.actionsContainerElement;
    const before = place.querySelector("[data-language-part]");
    if (!from) {
      before?.remove();
      return;
    }
    if (before) {
      return;
    }
    let open = null;
    const close = () => {
      open?.remove();
      open = null;
      opener.setAttribute("aria-expanded", "false");
      opener.focus();
      document.dispatchEvent(new CustomEvent("language-heights"));
    };
    const opener = make("button", {
      type: "button",
      class: "button button--icon text-replace white",
      title: say("belongs"),
      "aria-label": say("belongs"),
      "aria-expanded": "false",
      "data-language-part": "",
      click: () => {
        if (open) {
          close();
          return;
        }
        open = chooser(from(), stream, child, close);
        child.element.querySelector(".w-panel__header").after(open);
        opener.setAttribute("aria-expanded", "true");
        open.querySelector("select").focus();
        document.dispatchEvent(new CustomEvent("language-heights"));
      },
    });
    opener.innerHTML =
      '<svg class="icon icon-link" aria-hidden="true"><use href="#icon-link"></use></svg>';
    place.prepend(opener);
  }

  Object.assign(tools, { pair, dressPairing });
})();
