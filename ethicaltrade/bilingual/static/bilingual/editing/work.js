// What needs work: the chips of fields, how many there are, the way from one to the next
// (keys `n` and `p`, where the editor has Wagtail's shortcuts on), and folding the rest.
(() => {
  const tools = window.languageTools;
  if (!tools) {
    return;
  }
  const { root, form, say, nameOf, button } = tools;
  const NOT_COPIED = new Set(["slug"]); // made from the title

  // Fields

  // `lead`, `speakers.<uuid>.role`, `sections.<id>.heading`.
  function segmentOf(column) {
    const { words } = column.dataset;
    if (!words) {
      const path = [];
      let part = column.parentElement.closest("[data-contentpath]");
      for (; part; part = part.parentElement.closest("[data-contentpath]")) {
        path.unshift(part.dataset.contentpath);
      }
      return path.join(".");
    }
    const row = column.closest("[data-inline-panel-child]");
    const uuid = row?.querySelector('input[name$="-uuid"]');
    const relation = /^(.+)-\d+-uuid$/.exec(uuid?.name ?? "")?.[1];
    return relation ? `${relation}.${uuid.value}.${words}` : words;
  }

  function dressField(column) {
    const { language: code, words } = column.dataset;
    const { source } = tools;
    if (code === source || column.querySelector("[data-streamfield-stream-container]")) {
      return;
    }
    const row = column.parentElement;
    const from = row.querySelector(`:scope > [data-language="${source}"]`);
    const segment = segmentOf(column);
    const field = tools.fieldOf(column);
    const original = from && tools.fieldOf(from);
    const hasSource = Boolean(original) && !tools.isEmpty(original);
    const isEmpty = Boolean(field) && tools.isEmpty(field);
    const isOfWords = field?.lang || field?.type === "hidden";
    const isOffered = isOfWords && hasSource && !NOT_COPIED.has(words);
    let state = tools.stateOf(code, segment);
    if (state === "missing" && !isEmpty && field) {
      state = null;
    } else if (isOffered && isEmpty && state !== "left out") {
      state = "missing";
    }
    const more = [];
    if (isOffered && tools.isEditable(code) && (isEmpty || state === "outdated")) {
      const text = say("copy", { language: nameOf(source) });
      more.push(button(text, () => tools.copyField(from, column)));
    }
    column.dataset.segment = segment;
    const label = column.querySelector(".w-field__label");
    tools.dress(column, {
      code,
      segment,
      state: state === "left out" ? "left-out" : state,
      more,
      chipPlace: (part) => (label ? label.after(part) : column.prepend(part)),
      barPlace: (part) => column.append(part),
    });
  }

  // With those of words in blocks that are arranged once, by language.
  function fields() {
    const parts = form.querySelectorAll(".bilingual-block > [data-contentpath]");
    parts.forEach(({ dataset }) => (dataset.language ??= dataset.contentpath));
    return [...tools.columns(), ...parts];
  }

  // From one to the next

  const work = root.querySelector("[data-language-work]");
  const counted = root.querySelector("[data-language-count]");
  const fold = root.querySelector("[data-fold]");
  const isSeen = (cell) => cell.getClientRects().length > 0;
  const todo = () => [...form.querySelectorAll("[data-needs-work]")].filter(isSeen);
  const settled = () => [...form.querySelectorAll(".is-settled")].filter(isSeen);

  function count() {
    const number = todo().length;
    const text = number ? say("work", { number }) : say("done");
    const isAny = Boolean(number || settled().length);
    if (counted.textContent !== text) {
      counted.textContent = text;
    }
    work.hidden = !isAny;
    root.querySelectorAll("[data-step]").forEach((step) => (step.disabled = !number));
  }

  // What is around a cell may be closed.
  function open(cell) {
    const closed = '[hidden="until-found"]';
    for (let part = cell.closest(closed); part; part = part.parentElement.closest(closed)) {
      form.querySelector(`[data-panel-toggle][aria-controls="${CSS.escape(part.id)}"]`).click();
    }
  }

  function go(step) {
    const cells = todo();
    if (!cells.length) {
      return;
    }
    const here = document.activeElement?.closest("[data-needs-work]");
    let index = cells.indexOf(here) + step;
    if (!here) {
      const isBelow = (cell) => cell.getBoundingClientRect().top >= 0;
      const first = cells.findIndex(isBelow);
      index = step > 0 ? Math.max(first, 0) : (first < 0 ? cells.length : first) - 1;
    }
    const cell = cells[(index + cells.length) % cells.length];
    open(cell);
    cell.tabIndex = -1;
    cell.focus({ preventScroll: true });
    const isHigh = cell.offsetHeight > window.innerHeight / 2;
    cell.scrollIntoView({ block: isHigh ? "start" : "center" });
  }

  root.addEventListener("click", ({ target }) => {
    const step = target.closest("[data-step]");
    if (step) {
      go(Number(step.dataset.step));
    }
  });

  document.addEventListener("keydown", (event) => {
    const { key, target } = event;
    const isTyping =
      target.closest?.("input, textarea, select, [contenteditable=true], [role=dialog]") ||
      event.ctrlKey || event.metaKey || event.altKey;
    const step = { n: 1, p: -1 }[key];
    if (step && !isTyping && window.wagtailConfig?.KEYBOARD_SHORTCUTS_ENABLED) {
      event.preventDefault();
      go(step);
    }
  });

  // Folding

  let isFolded = false;
  function foldSettled(isWanted) {
    isFolded = isWanted;
    fold.setAttribute("aria-pressed", String(isFolded));
    for (const cell of settled()) {
      const toggle = cell.matches("[data-streamfield-child]")
        ? cell.querySelector("[data-panel-toggle]")
        : null;
      if (toggle && toggle.getAttribute("aria-expanded") === String(isFolded)) {
        toggle.click();
      }
    }
  }
  fold.addEventListener("click", () => foldSettled(!isFolded));

  // Keeping up

  let isDue = false;
  function soon() {
    if (!isDue) {
      isDue = true;
      // After the rows have been arranged.
      requestAnimationFrame(() =>
        requestAnimationFrame(() => {
          isDue = false;
          fields().forEach(dressField);
          count();
        }),
      );
    }
  }
  for (const name of ["language-view", "language-rows", "language-states", "input"]) {
    document.addEventListener(name, soon);
  }
  document.addEventListener("language-view", () => {
    if (tools.view.kind === "translate") {
      setTimeout(() => todo().length && foldSettled(true), 100);
    } else if (isFolded) {
      foldSettled(false);
    }
  });
  form.addEventListener("click", () => setTimeout(soon)); // another tab, another row
  // The editor of a rich text tells of no input when something is deleted or pasted.
  form.addEventListener("keyup", ({ target }) => target.isContentEditable && soon());
  soon();
})();
