// What Wagtail's own pages do not tell a screen reader.
(() => {
  // A field for files lies unseen over a button, which says what it is for.
  for (const field of document.querySelectorAll(".replace-file-input input[type=file]")) {
    const button = field.parentElement.querySelector("button");
    field.setAttribute("aria-label", button.textContent.trim());
  }

  // A tab is one of several; Wagtail has one that stands alone, and leads on.
  for (const tab of document.querySelectorAll("[role=tab]")) {
    if (tab.closest("[role=tablist]")) continue;
    const list = document.createElement("div");
    list.setAttribute("role", "tablist");
    tab.replaceWith(list);
    list.append(tab);
  }

  // Who else has this open is drawn, and told when one points at them.
  const others = document.getElementById("w-editing-sessions");
  const nameOthers = () => {
    for (const button of others.querySelectorAll("button:not([aria-label])")) {
      const told = button._tippy?.props.content?.textContent ?? "";
      button.setAttribute("aria-label", told.replace(/\s+/g, " ").trim());
    }
  };
  if (others) new MutationObserver(nameOthers).observe(others, { childList: true });

  // The windows to choose from begin with a heading.
  window.jQuery(document).on("show.bs.modal", ({ target }) => {
    const heading = target.querySelector("h1, h2");
    if (heading) target.setAttribute("aria-label", heading.textContent.trim());
  });
})();
