// What is pasted in rich text is cleaned by the server (writing/pasting.py), which answers
// with parts: text, and blocks that text cannot hold, such as tables. What was left out is
// told below, where all of it can be undone.
//
// What was copied in another of Draftail's editors goes in as it is.
(() => {
  const FIELD = "input[type=hidden]";
  const STYLE = "data-pasted-style";
  const WRAPPER = "[data-draftail-editor-wrapper]";
  const BOX = '[contenteditable="true"][role="textbox"]';
  const OWN = "data-draftjs-conductor-fragment";
  const { draftail } = window;
  if (!draftail || draftail.pastes) {
    return; // no editor here, or fetched once more by a window
  }
  draftail.pastes = true;

  // At the box itself, where whoever looks at the whole form has seen it already.
  document.addEventListener(
    "paste",
    ({ target }) => {
      const box = target.closest?.(BOX);
      if (box?.closest(WRAPPER)) {
        box.addEventListener("paste", take, { capture: true }); // once, however often
      }
    },
    { capture: true },
  );

  function take(event) {
    const field = event.currentTarget.closest(WRAPPER).parentElement.querySelector(FIELD);
    const plugins = field?.draftailEditor?.props.plugins ?? [];
    const options = plugins.find(({ type }) => type === "pasting");
    const html = event.clipboardData?.getData("text/html");
    if (!options || !html || html.includes(OWN)) {
      return;
    }
    event.preventDefault();
    event.stopImmediatePropagation();
    const text = event.clipboardData.getData("text/plain");
    paste({ options, field, text, html: slim(html) });
  }

  // Well formed, and without what is long and not looked at. Nothing in it is run, and
  // no style is applied, which the policy of the CMS forbids and would be told of.
  function slim(html) {
    const inert = html
      .replace(/<style\b[\s\S]*?<\/style\s*>/gi, "")
      .replace(/(<[a-z][^>]*?\s)style(?=\s*=)/gi, `$1${STYLE}`);
    const page = new DOMParser().parseFromString(inert, "text/html");
    page.querySelectorAll("style, script, meta, link").forEach((each) => each.remove());
    for (const picture of page.querySelectorAll("img")) {
      picture.removeAttribute("srcset");
      picture.setAttribute("src", "");
    }
    const comments = document.createNodeIterator(page, NodeFilter.SHOW_COMMENT);
    while (comments.nextNode()) {
      comments.referenceNode.remove();
    }
    return page.documentElement.outerHTML.replaceAll(` ${STYLE}=`, " style=");
  }

  async function paste({ options, field, text, html }) {
    const { url, features, words } = options;
    const stream = streamOf(field);
    const body = new FormData();
    body.set("html", html);
    body.set("features", JSON.stringify(features));
    body.set("language", field.closest("[data-language]")?.dataset.language ?? "");
    body.set("blocks", stream ? "on" : "");
    let answer;
    try {
      const response = await fetch(url, {
        method: "POST",
        headers: {
          "X-CSRFToken": window.wagtailConfig.CSRF_TOKEN,
          "X-Requested-With": "XMLHttpRequest",
        },
        body,
      });
      const isRead = response.ok || response.status === 400;
      answer = isRead ? await response.json() : { silent: true };
    } catch {
      answer = { silent: true };
    }
    const undo = answer.parts
      ? put(field, stream && streamOf(field), answer.parts)
      : putPlain(field, text);
    const notices = answer.notices ?? [answer.silent ? words.silent : words.unreadable];
    tell(field, words, notices, undo);
  }

  // Where the text is a block of a stream that takes other blocks, too.
  function streamOf(field) {
    const element = field.closest("[data-streamfield-child]");
    const root = element?.closest('[id$="-root"]')?.rootBlock;
    const child = root?.children?.find((each) => each.element === element);
    const isText = child && field.name === `${child.prefix}-value`;
    return isText && root.blockDef.childBlockDefsByName?.table ? { root, child } : null;
  }

  // Putting in; each returns what undoes it.

  const stateOf = (field) => field.draftailEditor.getEditorState();
  const isEmpty = (state) => !state.getCurrentContent().getPlainText().trim();

  function write(field, state) {
    field.draftailEditor.onChange(state);
    touch(field);
  }

  // A form that sends some languages only sends this one.
  function touch(field) {
    const language = field.closest("[data-words][data-language]")?.dataset.language;
    if (language) {
      window.languageTools?.touch(language);
      document.dispatchEvent(new CustomEvent("language-rows"));
    }
    field.dispatchEvent(new Event("change", { bubbles: true }));
  }

  function rewrite(field, before) {
    const { EditorState } = window.DraftJS;
    const content = before.getCurrentContent();
    write(field, EditorState.push(stateOf(field), content, "insert-fragment"));
  }

  // A heading, or an item, begins a paragraph of its own; where nothing comes after it, it
  // is words among others.
  function withFragment(state, fragment, { isFollowed = fragment.size > 1 } = {}) {
    const { EditorState, Modifier } = window.DraftJS;
    let content = state.getCurrentContent();
    let selection = state.getSelection();
    const type = fragment.first().getType();
    const isInText =
      selection.getStartOffset() > 0 ||
      content.getBlockForKey(selection.getStartKey()).getLength() > 0;
    const isDivided = isInText && isFollowed && type !== "unstyled";
    if (isDivided) {
      content = Modifier.removeRange(content, selection, "forward");
      content = Modifier.splitBlock(content, content.getSelectionAfter());
      selection = content.getSelectionAfter();
    }
    content = Modifier.replaceWithFragment(content, selection, fragment);
    if (fragment.size === 1 && (isDivided || !isInText)) {
      content = Modifier.setBlockType(content, content.getSelectionAfter(), type);
    }
    return EditorState.push(state, content, "insert-fragment");
  }

  function withText(state, raw, options) {
    const fragment = window.DraftJS.convertFromRaw(JSON.parse(raw)).getBlockMap();
    return withFragment(state, fragment, options);
  }

  function putPlain(field, text) {
    const before = stateOf(field);
    const content = window.DraftJS.ContentState.createFromText(text);
    write(field, withFragment(before, content.getBlockMap()));
    return () => rewrite(field, before);
  }

  function put(field, stream, parts) {
    const before = stateOf(field);
    if (!stream || parts.every(({ type }) => type === "text")) {
      let state = before;
      for (const { value } of parts) {
        state = withText(state, value);
      }
      write(field, state);
      return () => rewrite(field, before);
    }
    return putBlocks(field, stream, parts);
  }

  // The text is divided where the caret is; between its halves come the blocks.
  function putBlocks(field, { root, child }, parts) {
    const { EditorState, Modifier } = window.DraftJS;
    root.finish?.();
    const before = stateOf(field);
    const without = Modifier.removeRange(
      before.getCurrentContent(),
      before.getSelection(),
      "forward",
    );
    const { stateBefore, stateAfter } = draftail.splitState(
      EditorState.push(before, without, "remove-range"),
    );
    const rest = [...parts];
    let head = EditorState.moveSelectionToEnd(stateBefore);
    if (rest[0].type === "text") {
      head = withText(head, rest.shift().value, { isFollowed: true });
    }
    let tail = withoutFirst(stateAfter);
    if (rest.at(-1)?.type === "text") {
      tail = withText(tail, rest.pop().value);
    }
    const place = root.children.indexOf(child);
    const states = rest.map((part) => ({ ...part, id: crypto.randomUUID() }));
    if (!isEmpty(tail)) {
      states.push({ type: child.type, value: tail, id: crypto.randomUUID() });
    }
    states.forEach((state, number) =>
      root.insert(state, place + 1 + number, { animate: false }),
    );
    // An empty text is an error when the page is published.
    const isGone = isEmpty(head);
    if (isGone) {
      root.deleteBlock(place, { animate: false });
    } else {
      field.draftailEditor.onChange(head);
    }
    touch(field);
    return () => {
      for (const { id } of states) {
        const index = root.children.findIndex((each) => each.id === id);
        if (index >= 0) {
          root.deleteBlock(index, { animate: false });
        }
      }
      if (isGone) {
        const index = Math.min(place, root.children.length);
        root.insert({ type: child.type, value: before, id: child.id }, index, {
          animate: false,
        });
        touch(field);
      } else {
        rewrite(field, before);
      }
    };
  }

  // Half a paragraph with nothing in it is none.
  function withoutFirst(state) {
    const { ContentState, EditorState } = window.DraftJS;
    const [first, ...others] = state.getCurrentContent().getBlocksAsArray();
    if (first.getLength() || !others.length) {
      return state;
    }
    const content = ContentState.createFromBlockArray(others);
    return EditorState.push(state, content, "remove-range");
  }

  // Telling

  const note = document.createElement("div");
  note.className = "pasting-notice";
  note.setAttribute("role", "status");

  function button(text, action) {
    const made = document.createElement("button");
    made.type = "button";
    made.className = "button button-small button-secondary";
    made.textContent = text;
    made.addEventListener("click", action);
    return made;
  }

  function tell(field, words, notices, undo) {
    note.replaceChildren();
    if (!notices.length) {
      return;
    }
    // Where the eye is; the block itself may be gone.
    const gone = field.closest("[data-streamfield-child][aria-hidden]");
    const editor = field.parentElement.querySelector(WRAPPER) ?? field;
    (gone ?? editor).after(note);
    const title = document.createElement("p");
    title.textContent = words.title;
    const list = document.createElement("ul");
    for (const each of notices) {
      const line = document.createElement("li");
      line.textContent = each;
      list.append(line);
    }
    const buttons = document.createElement("p");
    buttons.append(
      button(words.undo, () => {
        undo();
        note.replaceChildren(words.undone);
      }),
      " ",
      button(words.close, () => note.replaceChildren()),
    );
    setTimeout(() => note.replaceChildren(title, list, buttons), 100); // read when it changes
  }
})();
