// What is typed in the CMS has a language, for spelling and for screen readers: each
// field of words below an element with data-language gets it, also in blocks that are
// added later. Text of a language that is chosen beside it (data-language-chosen-in, the
// field's name) has that one. A box of rich text gets its name, too.
//
// Beside a field below data-advised-length stands how many characters are left.
//
// An address that was taken when the form saved itself has got a number; so it is said.
//
// A box grows with its text, where the browser can do that itself: Wagtail's script measures
// the whole form once for every box.
//
// The number of errors on a tab counts those that a script has drawn, inside blocks.
(() => {
  const { languages, left, over } = document.currentScript.dataset;
  const nameOf = JSON.parse(languages);
  const WORDS = 'input[type="text"], input:not([type]), textarea';
  const RICH = '[contenteditable="true"][role="textbox"]';
  const ERRORS = ".error-message, .help-critical";
  const TABS = '.w-tabs__errors[data-controller~="w-count"]';
  const COUNTED = ":is(input, textarea):is([data-advised-length], [data-advised-length] *)";
  const PAUSE = 800; // milliseconds; until somebody who types is told what is left

  if (CSS.supports("field-sizing", "content")) {
    window.wagtail.app.register("w-autosize", class extends window.StimulusModule.Controller {});
  }

  function languageOf(field) {
    const part = field.closest("[data-language-chosen-in]");
    if (part) {
      const path = CSS.escape(part.dataset.languageChosenIn);
      const block = part.closest("[data-contentpath]")?.parentElement;
      return block?.querySelector(`[data-contentpath="${path}"] select`)?.value;
    }
    return field.lang || field.closest("[data-language]")?.dataset.language;
  }

  // Its label, or the heading of the block that it is.
  function labelOf(field) {
    const label =
      document.querySelector(`label[for="${CSS.escape(field.id)}"]`) ??
      field.closest("[data-panel]")?.querySelector(".c-sf-block__type") ??
      field.closest("[data-panel]")?.querySelector("[data-panel-heading-text]");
    return label?.textContent.replace("*", "").trim() ?? "";
  }

  function mark(field) {
    const language = languageOf(field);
    if (language) {
      field.lang = language;
    }
  }

  function nameBox(box) {
    const field = box
      .closest("[data-draftail-editor-wrapper]")
      ?.parentElement.querySelector("input[type=hidden]");
    if (!field) {
      return;
    }
    box.lang = languageOf(field) ?? "";
    const beside = field.closest("[data-language]")?.dataset.language;
    const name = labelOf(field);
    const isNamed = !beside || name.endsWith(nameOf[beside]);
    box.setAttribute("aria-label", isNamed ? name : `${name} – ${nameOf[beside]}`);
  }

  function count(field) {
    const most = Number(
      field.closest("[data-advised-length]")?.dataset.advisedLength ?? 0,
    );
    if (!most || field.hasAttribute("data-counted")) {
      return;
    }
    field.setAttribute("data-counted", "");
    const shown = document.createElement("p");
    shown.className = "characters-left";
    shown.id = `${field.id}-left`;
    const told = document.createElement("p");
    told.className = "w-sr-only";
    told.setAttribute("role", "status");
    let timer;
    const write = () => {
      const rest = most - [...field.value.trim()].length;
      shown.textContent = (rest < 0 ? over : left)
        .replace("{count}", Math.abs(rest))
        .replace("{most}", most);
      shown.classList.toggle("characters-left--over", rest < 0);
    };
    field.addEventListener("input", () => {
      write();
      clearTimeout(timer);
      timer = setTimeout(() => (told.textContent = shown.textContent), PAUSE);
    });
    write();
    field.closest("[data-field-input]")?.after(shown, told);
    const described = field.getAttribute("aria-describedby");
    field.setAttribute("aria-describedby", `${described ?? ""} ${shown.id}`.trim());
  }

  // Fields of slugs that were sent, and what was typed in them since.
  let sent = [];
  const typed = new Map();

  function autosaving() {
    typed.clear();
    sent = [...document.querySelectorAll("[data-slug]")];
  }

  function autosaved({ detail }) {
    const updates = detail.response.field_updates ?? {};
    for (const field of sent) {
      field.value = typed.get(field) ?? field.value;
      if (updates[`${field.name}-taken`]) {
        tell(field, updates[`${field.name}-taken`]);
      }
    }
    sent = [];
  }

  function tell(field, sentence) {
    const id = `${field.id}-taken`;
    let note = document.getElementById(id);
    if (!note) {
      note = document.createElement("p");
      note.id = id;
      note.className = "help-block help-info";
      note.setAttribute("role", "status");
      field.closest("[data-field-input]").after(note);
    }
    setTimeout(() => (note.textContent = sentence), 100); // read when it changes
  }

  let recount;
  function errorsChanged() {
    clearTimeout(recount);
    recount = setTimeout(() => {
      for (const tab of document.querySelectorAll(TABS)) {
        tab.dispatchEvent(new CustomEvent("fields:errors"));
      }
    }, 100);
  }

  function each(element, selector, act) {
    if (element.matches(selector)) {
      act(element);
    }
    element.querySelectorAll(selector).forEach(act);
  }

  function look(element) {
    each(element, WORDS, mark);
    each(element, RICH, nameBox);
    each(element, ".tagit-new input", (input) =>
      input.setAttribute(
        "aria-label",
        input.closest("[data-field-wrapper]")?.querySelector("label")?.textContent.trim() ??
          "",
      ),
    );
    each(element, COUNTED, count);
    each(element, ERRORS, errorsChanged);
    each(element, TABS, (tab) => (tab.dataset.action = "fields:errors->w-count#count"));
  }

  look(document.body);
  document.addEventListener("w-autosave:save", autosaving);
  document.addEventListener("w-autosave:success", autosaved);
  document.addEventListener("input", ({ target }) => {
    if (sent.includes(target)) {
      typed.set(target, target.value);
    }
  });
  document.addEventListener("change", ({ target }) => {
    if (target.matches("select")) {
      target.closest(".struct-block")?.querySelectorAll(RICH).forEach(nameBox);
    }
  });
  new MutationObserver((changes) => {
    // What is drawn piece by piece is looked at once, with all that is in it.
    const added = new Set(changes.flatMap(({ addedNodes }) => [...addedNodes]));
    const isInAnother = (node) => {
      let around = node.parentNode;
      while (around && !added.has(around)) {
        around = around.parentNode;
      }
      return Boolean(around);
    };
    for (const node of added) {
      if (node.nodeType === Node.ELEMENT_NODE && node.isConnected && !isInAnother(node)) {
        look(node);
      }
    }
    for (const { removedNodes } of changes) {
      for (const node of removedNodes) {
        if (node.nodeType === Node.ELEMENT_NODE) {
          each(node, ERRORS, errorsChanged);
        }
      }
    }
  }).observe(document.body, { childList: true, subtree: true });
})();
