// "Go there": to the field or the block that something was found in, wherever it is.
// Without this script the link leads there as far as an address can.
(() => {
  const form = document.getElementById("page-edit-form");
  const list = document.getElementById("findings");
  if (!form || !list) {
    return;
  }
  const FIELDS = 'input:not([type="hidden"]), textarea, select, [contenteditable], button';

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

  const isSeen = (part) => part.getClientRects().length > 0;

  // Another tab, a language that is not shown, a panel that is closed.
  function open(part) {
    const tab = part.closest(".w-tabs__panel[hidden]");
    if (tab) {
      document.querySelector(`[role="tab"][aria-controls="${CSS.escape(tab.id)}"]`)?.click();
    }
    if (!isSeen(part)) {
      form.querySelector('[data-view="both"]')?.click();
    }
    const closed = '[hidden="until-found"]';
    for (let one = part.closest(closed); one; one = one.parentElement.closest(closed)) {
      form
        .querySelector(`[data-panel-toggle][aria-controls="${CSS.escape(one.id)}"]`)
        ?.click();
    }
  }

  list.addEventListener("click", (event) => {
    const link = event.target.closest("[data-goes-to]");
    const part = link && partOf(link.dataset);
    if (!part) {
      return;
    }
    event.preventDefault();
    open(part);
    const field = [...part.querySelectorAll(FIELDS)].find(isSeen) ?? part;
    if (field === part) {
      part.tabIndex = -1;
    }
    field.focus({ preventScroll: true });
    part.scrollIntoView({ block: "center" });
  });

  if (window.location.hash === "#findings") {
    list.focus();
  }
})();
