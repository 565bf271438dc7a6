// A list of choices, or boxes to tick, with a field to search in before it. What is
// chosen stays in the list or the boxes, which are hidden and sent with the form.
//
// The pattern is that of a combobox with a list: https://www.w3.org/WAI/ARIA/apg/patterns/combobox/
(() => {
  const MOST = 60; // choices shown at once
  const LETTERS = { æ: "ae", ø: "o", å: "a", đ: "d", ð: "d", ł: "l", œ: "oe", þ: "th" };

  // As the names that are searched are written: bilingual/letters.py.
  const fold = (text) =>
    text
      .toLowerCase()
      .replace(/[æøåđðłœþ]/g, (letter) => LETTERS[letter])
      .normalize("NFD")
      .replace(/\p{M}/gu, "");

  function make(name, attributes = {}, ...children) {
    const element = document.createElement(name);
    for (const [attribute, value] of Object.entries(attributes)) {
      element.setAttribute(attribute, value);
    }
    element.append(...children);
    return element;
  }

  // What is the same of an option in a list and of a box.
  function choicesOf(element) {
    if (element instanceof HTMLSelectElement) {
      return [...element.options].map((option) => ({
        native: option,
        name: option.text,
        isChosen: () => option.selected,
        choose: () => (option.selected = true),
      }));
    }
    return [...element.querySelectorAll("input")].map((box) => ({
      native: box,
      name: box.closest("label").textContent.trim(),
      isChosen: () => box.checked,
      choose: (isIt) => (box.checked = isIt),
    }));
  }

  class Choices extends window.StimulusModule.Controller {
    static values = { words: Object };

    connect() {
      this.isOne = this.element instanceof HTMLSelectElement;
      this.choices = choicesOf(this.element);
      this.active = -1;
      this.draw();
      this.element.hidden = true;
      this.refresh();
    }

    disconnect() {
      this.box.remove();
      this.element.hidden = false;
      if (this.isOne) {
        this.element.id = this.input.id;
      }
    }

    draw() {
      const id = this.element.id || this.choices[0]?.native.id || "choices";
      this.input = make("input", {
        type: "text",
        role: "combobox",
        id: this.isOne ? id : `${id}-search`,
        autocomplete: "off",
        spellcheck: "false",
        placeholder: this.wordsValue.search,
        "aria-autocomplete": "list",
        "aria-expanded": "false",
        "aria-controls": `${id}-list`,
      });
      const described = this.isOne ? this.element : this.choices[0]?.native;
      for (const attribute of ["aria-describedby", "aria-invalid"]) {
        if (described?.hasAttribute(attribute)) {
          this.input.setAttribute(attribute, described.getAttribute(attribute));
        }
      }
      const label = this.element.getAttribute("aria-label");
      if (label) {
        this.input.setAttribute("aria-label", label);
      }
      if (this.isOne) {
        this.element.id = `${id}-native`; // the label is of what is seen
      }
      this.list = make("ul", { role: "listbox", id: `${id}-list`, class: "choices-list" });
      this.list.setAttribute("aria-label", label ?? this.wordsValue.search);
      this.list.hidden = true;
      this.status = make("p", { role: "status", class: "w-sr-only" });
      this.chosen = make("ul", { class: "choices-chosen" });
      const field = make("div", { class: "choices-field" }, this.input, this.list);
      const parts = this.isOne ? [field] : [this.chosen, field];
      this.box = make("div", { class: "choices" }, ...parts, this.status);
      this.element.after(this.box);

      this.input.addEventListener("input", () => this.open());
      this.input.addEventListener("click", () => this.open());
      this.input.addEventListener("focus", () => this.isOne && this.input.select());
      this.input.addEventListener("blur", () => this.close());
      this.input.addEventListener("keydown", (event) => this.press(event));
      // Before the field loses its focus.
      this.list.addEventListener("mousedown", (event) => {
        event.preventDefault();
        const index = [...this.list.children].indexOf(event.target.closest("li"));
        this.take(this.found[index]);
      });
      this.element.addEventListener("change", () => this.refresh());
    }

    // As the list or the boxes have it.
    refresh() {
      const chosen = this.choices.filter((choice) => choice.isChosen());
      if (this.isOne) {
        this.input.value = chosen[0]?.native.value ? chosen[0].name : "";
        return;
      }
      this.chosen.replaceChildren(...chosen.map((choice) => this.chip(choice)));
      this.chosen.hidden = !chosen.length;
    }

    chip(choice) {
      const button = make(
        "button",
        {
          type: "button",
          "aria-label": this.wordsValue.remove.replace("{name}", choice.name),
        },
        "×",
      );
      button.addEventListener("click", () => {
        this.set(choice, false);
        this.status.textContent = this.wordsValue.removed.replace("{name}", choice.name);
        this.input.focus();
      });
      return make("li", {}, make("span", {}, choice.name), button);
    }

    set(choice, isChosen) {
      choice.choose(isChosen);
      const target = this.isOne ? this.element : choice.native;
      target.dispatchEvent(new Event("input", { bubbles: true }));
      target.dispatchEvent(new Event("change", { bubbles: true }));
      this.refresh();
    }

    open() {
      const isTyped = !this.isOne || this.input.value !== this.current?.name;
      const parts = isTyped ? fold(this.input.value).split(/\s+/) : [];
      const hits = this.choices.filter(
        (choice) =>
          !(choice.isChosen() && !this.isOne) &&
          parts.every((part) => choice.native.dataset.search.includes(part)),
      );
      const starts = (choice) => (fold(choice.name).startsWith(parts[0] ?? "") ? 0 : 1);
      hits.sort((one, other) => starts(one) - starts(other)); // else as they stand
      this.found = hits.slice(0, MOST);
      this.list.replaceChildren(...this.found.map((choice, at) => this.item(choice, at)));
      if (!hits.length) {
        const words = { role: "option", "aria-disabled": "true" };
        this.list.append(make("li", words, this.wordsValue.none));
      }
      this.status.textContent = this.wordsValue.found.replace("{count}", hits.length);
      this.list.hidden = false;
      this.input.setAttribute("aria-expanded", "true");
      this.go(hits.length && isTyped && this.input.value ? 0 : -1);
    }

    get current() {
      return this.choices.find((choice) => choice.isChosen());
    }

    item(choice, at) {
      const item = make(
        "li",
        {
          role: "option",
          id: `${this.list.id}-${at}`,
          "aria-selected": String(choice.isChosen()),
        },
        choice.name,
      );
      for (const [lang, name] of JSON.parse(choice.native.dataset.also)) {
        item.append(" · ", make("span", { lang }, name));
      }
      return item;
    }

    close() {
      this.list.hidden = true;
      this.input.setAttribute("aria-expanded", "false");
      this.go(-1);
      if (this.isOne) {
        this.refresh();
      } else {
        this.input.value = "";
      }
    }

    go(index) {
      const items = this.list.children;
      items[this.active]?.classList.remove("choices-active");
      this.active = index;
      const item = items[index];
      if (item?.id) {
        item.classList.add("choices-active");
        item.scrollIntoView({ block: "nearest" });
        this.input.setAttribute("aria-activedescendant", item.id);
      } else {
        this.input.removeAttribute("aria-activedescendant");
      }
    }

    take(choice) {
      if (!choice) {
        return;
      }
      this.set(choice, true);
      this.close();
      this.status.textContent = this.wordsValue.added.replace("{name}", choice.name);
    }

    press(event) {
      const isOpen = !this.list.hidden;
      const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
      if (step) {
        event.preventDefault();
        if (!isOpen) {
          this.open();
        }
        const count = this.found.length;
        const from = this.active < 0 && step < 0 ? 0 : this.active;
        this.go(count ? (from + step + count) % count : -1);
      } else if (event.key === "Enter") {
        event.preventDefault(); // it never sends the form
        if (isOpen) {
          this.take(this.found[this.active]);
        }
      } else if (event.key === "Escape" && isOpen) {
        event.stopPropagation(); // of a dialog around it
        this.close();
      }
    }
  }

  window.wagtail.app.register("choices", Choices);
})();
