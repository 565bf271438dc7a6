// The views of a page's form: all languages, one, or a source that is only read beside a
// target. The browser remembers which.
//
// A form sends the languages it shows as fields, and those that were changed since it last
// saved: each by a field `languages`. The fields of the others are left out of what is sent
// (and of nothing else: Wagtail looks at the form for changes, and to change the view is
// none). `editing.py` keeps what is left out.
//
// `window.languageTools` is what the other scripts of this folder share.
(() => {
  const root = document.querySelector("[data-language-tools]");
  const form = root?.closest("form");
  if (!form) {
    return;
  }
  const read = (id) => JSON.parse(document.getElementById(id).textContent);
  const data = { ...read("language-words"), ...read("language-states") };
  const codes = data.names.map(({ code }) => code);
  const REMEMBERED = "language-view";
  const PARTS = ".bilingual-block > [data-contentpath]"; // words inside a shared block
  const KEYS_TO_READ = /^(Tab|Escape|Arrow.*|Home|End|Page.*|F\d+)$/;

  const tools = {
    root,
    form,
    data,
    codes,
    get source() {
      return data.source;
    },
    say: (key, words = {}) =>
      data.strings[key].replace(/\{(\w+)\}/g, (_all, name) => words[name]),
    nameOf: (code) => data.names.find((each) => each.code === code).name,
    isShown: (code) => shown().includes(code),
    isEditable: (code) => editable().includes(code),
    touch: (code) => touched.add(code),
    columns: (scope = form) => [...scope.querySelectorAll("[data-words][data-language]")],
    panel: (element) => element.closest(".w-tabs__panel") ?? form,
    get view() {
      return view;
    },
  };
  window.languageTools = tools;

  let view = { kind: "both" };
  let touched = new Set(); // languages that may have been changed since the last save
  let saving = new Set();
  const sheet = new CSSStyleSheet();
  document.adoptedStyleSheets.push(sheet);

  const shown = () => {
    if (view.kind === "one") {
      return [view.of];
    }
    return view.kind === "translate" ? [tools.source, view.of] : codes;
  };
  const editable = () => (view.kind === "both" ? codes : [view.of]);
  // A translator's form, in which nothing else is written.
  const { writes } = data;
  const mayShow = ({ view: kind, of }) =>
    !writes || (writes.includes(of) && kind === (of === data.source ? "one" : "translate"));
  const languageOf = (element) => {
    const column = element.closest?.(`[data-words][data-language], ${PARTS}`);
    return column && (column.dataset.language ?? column.dataset.contentpath);
  };
  const isReadOnly = (element) => {
    const code = languageOf(element);
    if (writes && !code) {
      return Boolean(element.closest?.("[data-contentpath]")); // it is shared
    }
    return Boolean(code) && !tools.isEditable(code);
  };

  // Showing

  const selector = (code) =>
    `[data-words][data-language="${code}"], .bilingual-block > [data-contentpath="${code}"]`;

  function show(next, { remember = true } = {}) {
    const isOfItself = next.kind === "translate" && next.of === tools.source;
    const itself = writes ? { kind: "one", of: next.of } : { kind: "both" };
    view = isOfItself ? itself : next;
    if (remember && !writes) {
      localStorage.setItem(REMEMBERED, JSON.stringify(view));
    }
    const hidden = codes.filter((code) => !shown().includes(code));
    const rules = hidden.map((code) => `:is(${selector(code)}) { display: none }`);
    if (view.kind === "translate") {
      rules.push(`:is(${selector(tools.source)}) { order: -1 }`);
    }
    sheet.replaceSync(rules.join("\n"));
    form.dataset.languageView = view.kind;
    for (const button of root.querySelectorAll("[data-view]")) {
      const { view: kind, of } = button.dataset;
      const isPressed = kind === view.kind && of === view.of;
      button.setAttribute("aria-pressed", String(isPressed));
      const isToItself = kind === "translate" && of === tools.source;
      button.hidden = isToItself || !mayShow(button.dataset);
    }
    lock();
    document.dispatchEvent(new CustomEvent("language-view"));
  }

  // What is only read takes no typing, and says so; it can be marked and copied from.
  const lockable = `[data-words], ${PARTS}${writes ? ", [data-contentpath]" : ""}`;
  function lock() {
    for (const element of form.querySelectorAll(lockable)) {
      const isLocked = isReadOnly(element);
      if (element.classList.contains("is-only-read") !== isLocked || isLocked) {
        element.classList.toggle("is-only-read", isLocked && Boolean(languageOf(element)));
        lockFields(element, isLocked);
      }
    }
  }

  function lockFields(column, isLocked) {
    const own = (selector) => {
      const found = [...column.querySelectorAll(selector)];
      return writes ? found.filter((each) => isReadOnly(each) === isLocked) : found;
    };
    for (const field of own("input, textarea")) {
      field.readOnly = isLocked;
    }
    for (const field of own("select")) {
      field.setAttribute("aria-disabled", String(isLocked));
    }
    for (const editor of own('[role="textbox"][contenteditable]')) {
      editor.setAttribute("contenteditable", String(!isLocked));
      editor.setAttribute("aria-readonly", String(isLocked));
    }
  }

  function refuse(event) {
    const { target, type } = event;
    if (!isReadOnly(target) || target.closest("[data-panel-toggle], [data-language-own]")) {
      return;
    }
    if (type === "keydown") {
      const isCopy = (event.ctrlKey || event.metaKey) && /^[acf]$/i.test(event.key);
      const isReading = KEYS_TO_READ.test(event.key) && target.localName !== "select";
      if (isCopy || isReading || event.key === "Tab") {
        return;
      }
    }
    if (type === "mousedown" && target.localName !== "select") {
      return;
    }
    if (type === "click" && !target.closest("button, input, [role=button]")) {
      return;
    }
    event.preventDefault();
    event.stopPropagation();
  }
  for (const type of ["keydown", "beforeinput", "paste", "cut", "drop", "mousedown", "click"]) {
    form.addEventListener(type, refuse, true);
  }

  // Rows that have no words, and the parts of the form that have nothing else.
  function hideWordless() {
    for (const empty of form.querySelectorAll('template[id$="-EMPTY_FORM_TEMPLATE"]')) {
      let part = empty.closest(".w-panel__wrapper, .w-panel");
      if (empty.content.querySelector("[data-words]")) {
        continue;
      }
      while (part && !part.querySelector("[data-words]")) {
        part.classList.add("is-wordless");
        part = part.parentElement.closest(".w-panel__wrapper, .w-panel");
      }
    }
  }

  // Sending

  function note({ target }) {
    const code = languageOf(target);
    if (code && tools.isEditable(code)) {
      touched.add(code);
    }
  }
  form.addEventListener("input", note);
  form.addEventListener("change", note);
  form.addEventListener("click", (event) => event.target.closest("button") && note(event));

  function leaveOut(formData) {
    formData.delete("languages");
    const sent = codes.filter(
      (code) => !data.page || tools.isEditable(code) || touched.has(code),
    );
    for (const code of sent) {
      formData.append("languages", code);
    }
    for (const column of tools.columns()) {
      if (!sent.includes(column.dataset.language)) {
        column.querySelectorAll("[name]").forEach(({ name }) => formData.delete(name));
      }
    }
  }

  document.addEventListener("w-autosave:save", ({ detail, defaultPrevented }) => {
    if (!defaultPrevented) {
      leaveOut(detail.formData);
      saving = touched;
      touched = new Set();
    }
  });
  document.addEventListener("w-autosave:error", () => {
    touched = touched.union?.(saving) ?? new Set([...touched, ...saving]);
  });

  let isSent = false;
  document.addEventListener("submit", (event) => {
    isSent = event.target === form && !event.defaultPrevented;
    queueMicrotask(() => (isSent = false)); // the form is read before that
  });
  form.addEventListener("formdata", ({ formData }) => isSent && leaveOut(formData));

  // Beginning

  root.addEventListener("click", ({ target }) => {
    const button = target.closest("[data-view]");
    if (button) {
      const { view: kind, of } = button.dataset;
      show(of ? { kind, of } : { kind });
    }
  });

  const remembered = () => {
    try {
      const { kind, of } = JSON.parse(localStorage.getItem(REMEMBERED));
      const isThere = [...root.querySelectorAll("[data-view]")].some(
        ({ dataset, hidden }) => dataset.view === kind && dataset.of === of && !hidden,
      );
      return isThere ? { kind, of } : { kind: "both" };
    } catch {
      return { kind: "both" };
    }
  };

  // What is wrong must be seen.
  const hasError = () => form.querySelector("[data-words] .w-field--error");

  form.querySelector(".w-tabs__wrapper")?.after(root); // over every tab
  root.hidden = false;
  form.toggleAttribute("data-writes-words", Boolean(writes));
  if (writes) {
    hideWordless();
  }
  const start = writes ? { kind: "translate", of: writes[0] } : remembered();
  show(start, { remember: false });
  // Wagtail's own widgets come a moment later, and errors with them.
  window.addEventListener("load", () => {
    if (hasError() && !writes) {
      show({ kind: "both" }, { remember: false });
    }
    lock();
  });
  document.addEventListener("language-rows", lock);

  // A form that has saved itself is told anew how its languages stand.
  const told = root.querySelector("[data-language-states]");
  new MutationObserver(() => {
    const before = data.source;
    const { languages, ...states } = read("language-states");
    Object.assign(data, states);
    document.dispatchEvent(new CustomEvent("language-states-told", { detail: languages }));
    if (data.source !== before) {
      show(view, { remember: false });
    }
  }).observe(told, { childList: true });
})();
