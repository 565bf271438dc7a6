// Wagtail looks at a form two seconds after it was opened, and when it has saved itself, and
// takes what it then holds for what is saved. What somebody typed just before would wait
// until they typed more: so Wagtail is told that it is not saved.
//
// A long form may not be drawn in two seconds. Where nobody has touched it, Wagtail looks at
// it anew once it is: a box of rich text puts what it holds in its own way when it is drawn.
(() => {
  const { form } = window.languageTools ?? {};
  if (!form) {
    return;
  }
  const TYPING = ["beforeinput", "input", "change", "paste"];
  const SETTLED = 1_000; // milliseconds, after the last block was drawn
  let isTouched = false;
  let isTyped = false; // and not sent
  let isWatched = false;

  for (const type of ["keydown", "pointerdown", ...TYPING]) {
    form.addEventListener(type, ({ isTrusted, target }) => {
      const isOfForm = target.name || target.isContentEditable;
      isTouched ||= isTrusted;
      isTyped ||= isTrusted && isOfForm && TYPING.includes(type);
    }, { capture: true });
  }
  document.addEventListener("w-autosave:save", ({ defaultPrevented }) => {
    isTyped &&= defaultPrevented;
  });

  form.addEventListener("w-unsaved:watch-edits", () => {
    isWatched = true;
    if (isTyped) {
      setTimeout(() => (form.dataset.wUnsavedForceValue = "true"));
    }
  });
  form.dataset.action += " language-settled->w-unsaved#clear";
  document.addEventListener("language-streams", () => {
    setTimeout(() => {
      if (isWatched && !isTouched) {
        form.dispatchEvent(new CustomEvent("language-settled"));
      }
    }, SETTLED);
  });
})();
