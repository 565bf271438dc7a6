// "Go there": to the field or the block that something was found in, wherever it is.
// Without this script the link leads there as far as an address can.
(() => {
  const form = document.getElementById("page-edit-form");
  const list = document.getElementById("findings");
  if (!form || !list) {
    return;
  }
  const FIELDS =
    'input:not([type="hidden"]), textarea, select, [contenteditable="true"]';
  const PATIENCE = 1_500; // milliseconds
  const CLOSED = '[hidden="until-found"]';

  function partOf({ goesTo: field, goesToKey: key, goesToLanguage: language }) {
    const escaped = CSS.escape(key);
    const column = language
      ? form.querySelector(`[data-words="${field}"][data-language="${language}"]`)
      : form.querySelector(`[data-contentpath="${field}"]`);
    if (!key) {
      return column;
    }
    const row = form.querySelector(`input[name$="-uuid"][value="${escaped}"]`);
    const block = `[data-contentpath="${escaped}"]`;
    return (
      row?.closest("[data-inline-panel-child]") ??
      column?.querySelector(block) ??
      form.querySelector(block)
    );
  }

  // Another tab, a language that is not shown, a panel that is closed.
  async function open(part, isWhole) {
    const tab = part.closest(".w-tabs__panel[hidden]");
    if (tab) {
      document.querySelector(`[role="tab"][aria-controls="${CSS.escape(tab.id)}"]`)?.click();
      await until(() => !tab.hidden);
    }
    for (let one = part.closest(CLOSED); one; one = one.parentElement.closest(CLOSED)) {
      unfold(one);
    }
    if (!part.checkVisibility()) {
      form.querySelector('[data-view="both"]')?.click();
    }
    const own = part.querySelector(CLOSED);
    if (isWhole && own) {
      unfold(own);
    }
    await until(() => part.checkVisibility());
  }

  // Tabs and panels take their time; not for ever.
  function until(isSo) {
    const end = performance.now() + PATIENCE;
    return new Promise((done) => {
      const look = () =>
        isSo() || performance.now() > end ? done() : requestAnimationFrame(look);
      look();
    });
  }

  function unfold(panel) {
    form
      .querySelector(`[data-panel-toggle][aria-controls="${CSS.escape(panel.id)}"]`)
      ?.click();
  }

  // What can be written or chosen in; not the buttons that move a block.
  function fieldIn(part) {
    const seen = (selector) =>
      [...part.querySelectorAll(selector)].find((one) => one.checkVisibility());
    const button = part.querySelector(".w-panel__content")
      ? ".w-panel__content button"
      : "button";
    return seen(FIELDS) ?? seen(button) ?? part;
  }

  async function goTo(link, part) {
    await open(part, Boolean(link.dataset.goesToKey));
    const field = fieldIn(part);
    if (field === part) {
      part.tabIndex = -1;
    }
    (field.closest(".w-field") ?? part).before(back);
    followed = link;
    field.focus({ preventScroll: true });
    field.scrollIntoView({ block: "center" });
  }

  // The way back to the line of the list, right before the field.
  let followed = null;
  const back = document.getElementById("findings-back").content.firstElementChild;
  back.addEventListener("click", () => {
    back.remove();
    followed.focus({ preventScroll: true });
    followed.scrollIntoView({ block: "center" });
  });

  list.addEventListener("click", (event) => {
    const link = event.target.closest("[data-goes-to]");
    const part = link && partOf(link.dataset);
    if (part) {
      event.preventDefault();
      goTo(link, part);
    }
  });

  // From where many pages are published, or one is scheduled. All of the form is there.
  addEventListener("load", () => {
    const { hash } = window.location;
    const links = [...list.querySelectorAll("[data-goes-to]")];
    if (hash === "#findings") {
      list.focus();
    } else if (hash) {
      links.find((link) => link.getAttribute("href") === hash)?.click();
    }
  });
})();
