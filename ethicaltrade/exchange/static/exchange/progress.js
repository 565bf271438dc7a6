// Shows how far a file has been read, and the whole report when it has.
(() => {
  const SECONDS = 2;

  async function look() {
    const answer = await fetch(location.href, { credentials: "same-origin" });
    if (!answer.ok) {
      return;
    }
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const fresh = page.getElementById("import");
    if (!fresh) {
      return; // logged out
    }
    if (!("unfinished" in fresh.dataset)) {
      location.reload();
      return;
    }
    document.getElementById("import").replaceChildren(...fresh.childNodes);
    setTimeout(look, SECONDS * 1000);
  }

  setTimeout(look, SECONDS * 1000);
})();
