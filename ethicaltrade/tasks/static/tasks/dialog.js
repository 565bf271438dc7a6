// A link to a small form opens it in a dialog, over the page that is being edited.
// Without this script the form has a page of its own.
const dialog = document.createElement("dialog");
dialog.className = "task-dialog";
dialog.setAttribute("aria-labelledby", "task-form-heading");
document.body.append(dialog);

// What the form's own page has, and this one has not; done when it is there.
function bring(page) {
  const coming = [];
  for (const kind of ["script[src]", "link[rel=stylesheet]"]) {
    for (const theirs of page.querySelectorAll(kind)) {
      const name = theirs.localName === "script" ? "src" : "href";
      const address = theirs.getAttribute(name);
      if (!document.querySelector(`${theirs.localName}[${name}="${CSS.escape(address)}"]`)) {
        const own = document.createElement(theirs.localName);
        for (const { name: attribute, value } of theirs.attributes) {
          own.setAttribute(attribute, value);
        }
        coming.push(new Promise((resolve) => (own.onload = own.onerror = resolve)));
        document.head.append(own);
      }
    }
  }
  return Promise.all(coming);
}

async function show(response) {
  const page = new DOMParser().parseFromString(await response.text(), "text/html");
  const form = page.querySelector("[data-task-form]");
  if (!form) {
    window.location.assign(response.url); // logged out, or it has ended meanwhile
    return;
  }
  await bring(page);
  dialog.replaceChildren(document.adoptNode(form));
  if (!dialog.open) {
    dialog.showModal();
  }
  await new Promise(requestAnimationFrame); // what is searched has its field by then
  const wrong = form.querySelector('[aria-invalid="true"], .w-field--error :is(input, textarea)');
  (wrong ?? form.querySelector("input:not([type=hidden], [hidden]), textarea, button"))?.focus();
}

document.addEventListener("click", async (event) => {
  const link = event.target.closest("a[data-task-dialog]");
  const isPlain = !(event.ctrlKey || event.metaKey || event.shiftKey || event.altKey);
  if (link && isPlain) {
    event.preventDefault();
    await show(await fetch(link.href));
  } else if (event.target.closest("dialog [data-task-close]")) {
    event.preventDefault();
    dialog.close();
  }
});

// Whether somebody who leaves now would be asked.
function isUnsaved() {
  const leaving = new Event("beforeunload", { cancelable: true });
  window.dispatchEvent(leaving);
  return leaving.defaultPrevented;
}

// What was just written is sent along: the page saves itself first, where it can.
async function saved() {
  const end = performance.now() + 5_000; // milliseconds
  while (isUnsaved() && performance.now() < end) {
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}

dialog.addEventListener("submit", async (event) => {
  event.preventDefault();
  const form = event.target;
  await saved();
  const response = await fetch(form.action, {
    method: "POST",
    body: new FormData(form),
    redirect: "manual", // what is said of it is for the page that comes next
  });
  if (response.type === "opaqueredirect") {
    window.location.assign(form.dataset.next);
  } else {
    await show(response);
  }
});
