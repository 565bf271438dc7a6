// Wagtail looks at a form two seconds after it was opened, and when it has saved itself, and
// takes what it then holds for what is saved. What somebody did just before would be left
// without a question, and wait to be saved until they did more: so Wagtail is told that it is
// not saved, and until it can be told, whoever leaves the form is asked from here.
//
// It begins when all blocks are drawn: who looks at a form draws the rest of them at once.
//
// This runs before there is a form: what is typed is noticed from the first letter.
(() => {
  const FORM = "form[data-edit-form]";
  const DOING = ["beforeinput", "input", "change", "paste", "click"];
  const CHANGING = "button[type=button]:not([aria-expanded], [data-view], [data-step])";
  const LATEST = 30_000; // milliseconds; whatever went wrong by then
  const NAME = "w-unsaved";
  let form = null;
  let isChanged = false; // by somebody, and not sent
  let isWatched = false; // by Wagtail

  for (const type of DOING) {
    document.addEventListener(type, ({ isTrusted, target }) => {
      const isDone = type !== "click" || target.closest(CHANGING);
      isChanged ||= Boolean(isTrusted && isDone && target.closest?.(FORM));
    }, { capture: true });
  }
  document.addEventListener("w-autosave:save", ({ defaultPrevented }) => {
    isChanged &&= defaultPrevented;
  });
  document.addEventListener("submit", ({ target, defaultPrevented }) => {
    isChanged &&= target !== form || defaultPrevented;
  });
  window.addEventListener("beforeunload", (event) => {
    if (isChanged && !isWatched) {
      event.preventDefault();
    }
  });
  document.addEventListener("w-unsaved:watch-edits", () => {
    if (isChanged) {
      // Wagtail says that all is saved right after.
      setTimeout(() => {
        form.dataset.wUnsavedForceValue = form.dataset.wUnsavedHasEditsValue = "true";
      });
    }
    setTimeout(() => (isWatched = true));
  });

  const controllers = () => (form.dataset.controller ?? "").split(/\s+/).filter(Boolean);
  const begin = () => {
    form.dataset.controller = [...new Set([...controllers(), NAME])].join(" ");
  };
  const isWhole = () =>
    [...form.querySelectorAll('[id$="-root"]')].every(
      ({ rootBlock }) => !rootBlock?.waiting?.length,
    );

  // The form is there, and Wagtail's scripts have not looked at it yet.
  document.addEventListener("readystatechange", () => {
    form = document.querySelector(`${FORM}[data-controller~="${NAME}"]`);
    // One that came back is known to be unsaved, from the start.
    if (!form || form.dataset.wUnsavedForceValue === "true") {
      return;
    }
    form.dataset.controller = controllers().filter((name) => name !== NAME).join(" ");
    // Wagtail draws the blocks in the same event.
    document.addEventListener("DOMContentLoaded", () => setTimeout(() => isWhole() && begin()));
    document.addEventListener("language-streams", begin);
    setTimeout(begin, LATEST);
  }, { once: true });
})();
