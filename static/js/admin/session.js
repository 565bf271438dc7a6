// An editor who has been logged out while writing is told so beside the form, logs in in
// another tab, and saves: nothing that was typed is lost. A log-in makes a new token,
// which is fetched before a form is sent.
//
// A form that saves itself is sent by hand when its own saving is done, so that it knows
// which version it wrote; one that was refused because somebody else had saved a newer
// version saves nothing by itself.
(() => {
  const { url, logInUrl, ended, logIn, again, other, silent } =
    document.currentScript.dataset;
  const forms = new Set(document.querySelectorAll('main form[method="post" i]'));
  if (!forms.size) {
    return;
  }

  const MINUTE = 60_000; // milliseconds
  const LONGEST_WAIT = 10_000; // milliseconds
  let user = null; // who opened the form, by number
  let isWarning = false;
  let isAsking = false;
  let isPassing = false;
  let isSent = false;
  let autosaved = Promise.resolve();

  const notice = document.createElement("div");
  notice.className = "session-notice";
  notice.setAttribute("role", "alert");
  notice.tabIndex = -1;
  // The header of a page's form has a form of its own, of who else edits it.
  const first = document.querySelector("main form[data-edit-form]") ?? [...forms][0];
  first.prepend(notice);

  function show(words, { warns = true, link = false } = {}) {
    isWarning = warns;
    const block = document.createElement("p");
    block.className = `help-block ${warns ? "help-critical" : "help-info"}`;
    block.append(words);
    if (link) {
      const anchor = document.createElement("a");
      Object.assign(anchor, { href: logInUrl, target: "_blank", textContent: logIn });
      block.append(" ", anchor);
    }
    notice.replaceChildren(block);
  }

  function renew(token) {
    window.wagtailConfig.CSRF_TOKEN = token;
    for (const field of document.getElementsByName("csrfmiddlewaretoken")) {
      field.value = token;
    }
  }

  // Who is logged in, and a token of theirs.
  async function ask() {
    const response = await fetch(url, { cache: "no-store" });
    if (!response.ok) {
      throw new Error(response.status);
    }
    return response.json();
  }

  // Whether the form can be sent, as the person who opened it.
  async function check({ isSending = false } = {}) {
    let answer;
    try {
      answer = await ask();
    } catch {
      if (isSending) {
        show(silent);
      }
      return false;
    }
    if (answer.user === null) {
      show(ended, { link: true });
      return false;
    }
    renew(answer.token);
    user ??= answer.user;
    if (answer.user !== user) {
      user = answer.user;
      show(other.replace("{name}", answer.name));
      return false;
    }
    if (isWarning && !isSending) {
      show(again, { warns: false });
    }
    return true;
  }

  async function send(event) {
    const { target: form, submitter } = event;
    if (isPassing || !forms.has(form)) {
      return;
    }
    event.preventDefault();
    event.stopImmediatePropagation();
    if (isAsking) {
      return;
    }
    isAsking = true;
    const isIn = await check({ isSending: true });
    await Promise.race([autosaved, wait(LONGEST_WAIT)]);
    isAsking = false;
    if (!isIn) {
      submitter?.setAttribute("data-w-progress-loading-value", "false");
      (notice.querySelector("a") ?? notice).focus();
      return;
    }
    isPassing = isSent = true;
    wait(LONGEST_WAIT).then(() => (isSent = false)); // it may have been stopped
    submitter?.removeAttribute("disabled"); // else its name is not sent
    form.requestSubmit(submitter ?? undefined);
    isPassing = false;
  }

  const wait = (time) => new Promise((done) => setTimeout(done, time));

  function autosave(event) {
    if (isSent || document.querySelector("[data-newer-version]")) {
      event.preventDefault();
      event.stopImmediatePropagation();
      return;
    }
    autosaved = new Promise((done) => {
      document.addEventListener("w-autosave:success", done, { once: true });
      document.addEventListener("w-autosave:error", done, { once: true });
    });
  }

  const look = () => document.visibilityState === "visible" && check();
  document.addEventListener("submit", send, true);
  document.addEventListener("w-autosave:save", autosave, true);
  document.addEventListener("visibilitychange", look);
  document.addEventListener("w-autosave:error", look);
  window.addEventListener("focus", () => isWarning && look());
  setInterval(look, MINUTE);
  check();
})();
