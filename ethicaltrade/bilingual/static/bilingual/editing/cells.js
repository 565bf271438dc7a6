// The cells of the form: one for each field or block in each language. What stands at
// them: a chip with their state, and a bar with what can be done.
//
// A segment is `lead`, or `body.<id of the block>`: the names that the server has for them
// in `#language-states`.
(() => {
  const tools = window.languageTools;
  if (!tools) {
    return;
  }
  const { data, form, say } = tools;
  const TO_DO = ["missing", "copied", "proposed", "outdated"];

  // An element: its name, attributes, and what is in it.
  function make(name, attributes = {}, ...content) {
    const element = document.createElement(name);
    for (const [key, value] of Object.entries(attributes)) {
      if (typeof value === "function") {
        element.addEventListener(key, value);
      } else if (value !== null) {
        element.setAttribute(key, value);
      }
    }
    element.append(...content);
    return element;
  }

  const button = (text, action, attributes = {}) =>
    make(
      "button",
      {
        type: "button",
        class: "button button-small button-secondary",
        "data-language-own": "",
        click: action,
        ...attributes,
      },
      text,
    );

  const stateOf = (code, segment) => data.languages[code]?.[segment] ?? null;

  function setState(code, segment, state) {
    data.languages[code] ??= {};
    data.languages[code][segment] = state;
    decided.add(JSON.stringify([code, segment]));
    document.dispatchEvent(new CustomEvent("language-states"));
  }

  // When a form has saved itself, what was decided since it was sent is newer than what
  // it is told.
  let decided = new Set();
  let sent = new Set();
  document.addEventListener("w-autosave:save", ({ defaultPrevented }) => {
    if (!defaultPrevented) {
      sent = decided;
      decided = new Set();
    }
  });
  document.addEventListener("w-autosave:error", () => {
    decided = new Set([...sent, ...decided]);
  });
  document.addEventListener("language-states-told", ({ detail }) => {
    for (const [code, segment] of [...decided].map((each) => JSON.parse(each))) {
      detail[code] ??= {};
      detail[code][segment] = stateOf(code, segment);
    }
    data.languages = detail;
    document.dispatchEvent(new CustomEvent("language-states"));
  });

  // What the editor decided, sent with the form: a list of `en:body.<id>`.
  const marks = tools.root.querySelector("[data-language-marks]");

  function mark(name, code, segment, isSet = true) {
    const value = `${code}:${segment}`;
    const inputs = [...marks.querySelectorAll(`input[name="${name}"]`)];
    inputs.filter((input) => input.value === value).forEach((input) => input.remove());
    if (isSet) {
      marks.append(make("input", { type: "hidden", name, value }));
    }
    tools.touch(code);
  }

  // A line of what was done, with a way back; it stays until the next.
  const toast = make("div", { class: "language-toast", role: "status" });
  form.append(toast);

  function tell(text, undo = null) {
    const parts = [make("span", {}, text)];
    if (undo) {
      parts.push(
        button(say("undo"), () => {
          undo();
          tell(say("undone"));
        }),
      );
    }
    toast.replaceChildren(...parts);
  }

  function chip(state, text) {
    return make("span", { class: `language-chip language-chip--${state}` }, text);
  }

  // "What changed?", and that it still is right.
  function changesOf(code, segment) {
    const id = `changes-${code}-${segment}`.replace(/[^\w-]/g, "-");
    const shown = make("div", { id, class: "language-changes", hidden: "" });
    const opener = button(
      say("changes"),
      async () => {
        shown.hidden = !shown.hidden;
        opener.setAttribute("aria-expanded", String(!shown.hidden));
        if (!shown.hidden && !shown.childNodes.length) {
          shown.innerHTML = await fetchChanges(code, segment);
          document.dispatchEvent(new CustomEvent("language-heights"));
        }
      },
      { "aria-expanded": "false", "aria-controls": id },
    );
    return { opener, shown };
  }

  async function fetchChanges(code, segment) {
    const url = data.changes
      .replace("LANGUAGE", encodeURIComponent(code))
      .replace("SEGMENT", encodeURIComponent(segment));
    try {
      const answer = await fetch(url);
      if (answer.ok) {
        return await answer.text();
      }
    } catch {
      // told below
    }
    return make("p", {}, say("nothing")).outerHTML;
  }

  // Marks a segment "copied" or "still_right", which is never both; returns what undoes it.
  function decide(name, code, segment) {
    const before = stateOf(code, segment);
    mark("copied", code, segment, name === "copied");
    mark("still_right", code, segment, name === "still_right");
    setState(code, segment, name === "copied" ? name : "current");
    return () => {
      mark(name, code, segment, false);
      setState(code, segment, before);
    };
  }

  function settle(code, segment) {
    tell(say("settled"), decide("still_right", code, segment));
  }

  // The chip and the bar of one cell; `more` is a list of buttons.
  function dress(cell, { code, segment, chipPlace, barPlace, state, text, more = [] }) {
    const key = JSON.stringify([state, text, more.map((each) => each.textContent)]);
    if (cell.languageKey === key) {
      return; // what is open stays open
    }
    cell.languageKey = key;
    cell.languageParts?.forEach((part) => part.remove());
    cell.languageParts = [];
    cell.classList.toggle("is-settled", state === "current" || state === "left-out");
    cell.toggleAttribute("data-needs-work", TO_DO.includes(state));
    if (!state) {
      return;
    }
    const add = (place, part) => {
      place(part);
      cell.languageParts.push(part);
    };
    add(chipPlace, chip(state, text ?? say(state)));
    const bar = make("div", { class: "language-bar" });
    if (state === "outdated" && segment) {
      const { opener, shown } = changesOf(code, segment);
      bar.append(
        ...(data.changes ? [opener] : []),
        button(say("stillRight"), () => settle(code, segment)),
        ...more,
        shown,
      );
    } else if (state === "copied" && segment) {
      bar.append(button(say("same"), () => settle(code, segment)), ...more);
    } else if (state === "proposed" && segment) {
      bar.append(button(say("approve"), () => settle(code, segment)), ...more);
    } else {
      bar.append(...more);
    }
    if (bar.childNodes.length) {
      add(barPlace, bar);
    }
  }

  // What is written by hand is neither missing, nor copied, proposed or outdated.
  form.addEventListener("input", ({ target }) => {
    const cell = target.closest("[data-segment]");
    if (!cell) {
      return;
    }
    const { segment, language } = cell.dataset;
    if (TO_DO.includes(stateOf(language, segment))) {
      mark("copied", language, segment, false);
      setState(language, segment, "current");
    }
  });

  Object.assign(tools, { make, button, stateOf, setState, mark, decide, tell, chip, dress });
})();
