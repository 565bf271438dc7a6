// A long stream of blocks is drawn a few at a time, so that somebody can write in the rest
// of the form meanwhile. Who asks for what is in it, and a form that is sent or saves
// itself, gets it whole: what is left is drawn at once.
//
// It counts the blocks that wait, so the server refuses a stream that comes without them.
(() => {
  const { StreamBlock, StreamBlockDefinition } = window.wagtailStreamField.blocks;
  const AT_ONCE = 4; // blocks
  const SLICE = 30; // milliseconds
  // Who follows a link to a block or a comment waits for it.
  const isAimed = Boolean(window.location.hash || window.location.search);
  const unfinished = new Set();

  class LongStream extends StreamBlock {
    setState(states) {
      const first = isAimed ? states.length : AT_ONCE;
      super.setState(states.slice(0, first));
      this.waiting = states.slice(first);
      this.keepCount();
      if (this.waiting.length) {
        unfinished.add(this);
        soon();
      }
    }

    keepCount() {
      this.countInput.val(this.blockCounter + this.waiting.length);
    }

    drawNext() {
      const { collapsed } = this.blockDef.meta;
      this.insert(this.waiting.shift(), this.children.length, { collapsed });
      this.keepCount();
      if (!this.waiting.length) {
        unfinished.delete(this);
        this.element.dispatchEvent(new CustomEvent("language-rows", { bubbles: true }));
        if (!unfinished.size) {
          document.dispatchEvent(new CustomEvent("language-streams"));
        }
      }
    }

    finish() {
      while (this.waiting.length) {
        this.drawNext();
      }
    }

    setError(error) {
      if (error?.blockErrors) {
        this.finish();
      }
      super.setError(error);
    }
  }

  for (const name of ["getState", "getDuplicatedState", "getValue", "getTextLabel"]) {
    LongStream.prototype[name] = function whole(...given) {
      this.finish();
      return StreamBlock.prototype[name].apply(this, given);
    };
  }

  class LongStreamDefinition extends StreamBlockDefinition {
    render(...given) {
      return new LongStream(this, ...given);
    }
  }
  window.telepath.register("bilingual.LongStream", LongStreamDefinition);

  // Drawing

  let isDue = false;
  function soon() {
    if (!isDue) {
      isDue = true;
      setTimeout(draw);
    }
  }

  // The shortest first: streams beside each other grow together.
  function draw() {
    isDue = false;
    const end = performance.now() + SLICE;
    while (unfinished.size && performance.now() < end) {
      const length = ({ children }) => children.length;
      [...unfinished].sort((one, other) => length(one) - length(other))[0].drawNext();
    }
    if (unfinished.size) {
      soon();
    }
  }

  // Comments

  // The link of a comment leads to what it is about: Wagtail only marks it.
  const comment = new URLSearchParams(window.location.search).get("comment");

  function commented() {
    const value = `[value="${CSS.escape(comment)}"]`;
    const key = document.querySelector(`[name^="comments-"][name$="-id"]${value}`);
    const path = document.getElementsByName(key?.name.replace(/id$/, "contentpath"))[0]?.value;
    return path?.split(".").reduce(
      (part, name) => part?.querySelector(`[data-contentpath="${CSS.escape(name)}"]`), document,
    );
  }

  if (comment) {
    window.addEventListener("load", () => requestIdleCallback(() => {
      window.comments?.commentApp.activate(); // which leaves less room for the form
      requestIdleCallback(() => {
        commented()?.scrollIntoView({ block: "center" });
        document.body.dispatchEvent(new CustomEvent("commentAnchorVisibilityChange"));
      });
    }));
  }

  // Sending

  function* entriesIn(element) {
    const left = ":disabled, [type=file], :is([type=checkbox], [type=radio]):not(:checked)";
    for (const field of element.querySelectorAll("input[name], select[name], textarea[name]")) {
      const values = field.selectedOptions ?? [field];
      for (const { value } of field.matches(left) ? [] : values) {
        yield [field.name, value];
      }
    }
  }

  // Whoever reads a form: its fields have been gathered by then.
  document.addEventListener("formdata", ({ target, formData }) => {
    for (const stream of unfinished) {
      if (target.contains(stream.element)) {
        const isOwn = (name) => name.startsWith(`${stream.prefix}-`);
        [...formData.keys()].filter(isOwn).forEach((name) => formData.delete(name));
        stream.finish();
        for (const [name, value] of entriesIn(stream.element)) {
          formData.append(name, value);
        }
      }
    }
  }, { capture: true });
})();
