// Wagtail looks at a form two seconds after it was opened, and when it has saved itself, and
// takes what it then holds for what is saved. What somebody typed just before would wait
// until they typed more: so Wagtail is told that it is not saved.
//
// It begins when all blocks are drawn: who looks at a form draws the rest of them at once.
(() => {
  const { form } = window.languageTools ?? {};
  if (!form) {
    return;
  }
  const TYPING = ["beforeinput", "input", "change", "paste"];
  const LATEST = 30_000; // milliseconds; whatever went wrong by then
  const NAME = "w-unsaved";
  let isTyped = false; // and not sent

  for (const type of TYPING) {
    form.addEventListener(type, ({ isTrusted, target }) => {
      isTyped ||= isTrusted && Boolean(target.name || target.isContentEditable);
    }, { capture: true });
  }
  document.addEventListener("w-autosave:save", ({ defaultPrevented }) => {
    isTyped &&= defaultPrevented;
  });
  form.addEventListener("w-unsaved:watch-edits", () => {
    if (isTyped) {
      setTimeout(() => (form.dataset.wUnsavedForceValue = "true"));
    }
  });

  const controllers = () => (form.dataset.controller ?? "").split(/\s+/).filter(Boolean);
  const begin = () => {
    form.dataset.controller = [...new Set([...controllers(), NAME])].join(" ");
  };
  const isWhole = () =>
    [...form.querySelectorAll('[id$="-root"]')].every(
      ({ rootBlock }) => !rootBlock?.waiting?.length,
    );
  // A form that came back is known to be unsaved: whoever leaves it is asked, from the start.
  if (form.dataset.wUnsavedForceValue === "true") {
    return;
  }
  form.dataset.controller = controllers().filter((name) => name !== NAME).join(" ");
  // Wagtail draws the blocks in the same event.
  document.addEventListener("DOMContentLoaded", () => setTimeout(() => isWhole() && begin()));
  document.addEventListener("language-streams", begin);
  setTimeout(begin, LATEST);
})();
