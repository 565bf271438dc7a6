// Copying from one language to another: words of a field, and blocks with all that is in
// them and their ids, which make the two a pair.
(() => {
  const tools = window.languageTools;
  if (!tools) {
    return;
  }
  const { say, nameOf, tell, touch } = tools;

  const agrees = (code) => window.confirm(say("overwrite", { language: nameOf(code) }));

  // Fields

  const PLAIN = 'input[type="text"], input[type="url"], textarea';
  // Hidden; its editor hands over what is written.
  const RICH = 'input[type="hidden"]:has(~ [data-draftail-editor-wrapper])';

  const fieldOf = (column) => column.querySelector(`${RICH}, ${PLAIN}`);
  const isRich = (field) => field.matches(RICH);

  // Its editor comes a moment later than the field.
  const read = (field) =>
    isRich(field)
      ? field.draftailEditor?.getEditorState().getCurrentContent()
      : field.value;

  function isEmpty(field) {
    const value = read(field);
    return isRich(field) ? !value?.hasText() : !value.trim();
  }

  function write(field, value) {
    if (isRich(field)) {
      const { draftailEditor: editor } = field;
      const { EditorState } = window.DraftJS;
      editor.onChange(EditorState.push(editor.getEditorState(), value, "insert-fragment"));
      return;
    }
    field.value = value;
    field.dispatchEvent(new Event("input", { bubbles: true }));
    field.dispatchEvent(new Event("change", { bubbles: true }));
  }

  function copyField(from, to) {
    const [source, target] = [fieldOf(from), fieldOf(to)];
    const code = to.dataset.language;
    if (!source || !target || (!isEmpty(target) && !agrees(code))) {
      return;
    }
    const before = read(target);
    write(target, read(source));
    (isRich(target) ? target.draftailEditor : target).focus();
    const undo = tools.decide("copied", code, to.dataset.segment);
    tell(say("isCopied", { language: nameOf(from.dataset.language) }), () => {
      write(target, before);
      undo();
    });
  }

  // Blocks: `stream` is one of the two streams, as Wagtail's script has them.

  const changed = (stream) => {
    touch(stream.language);
    document.dispatchEvent(new CustomEvent("language-rows"));
  };

  const indexOf = (stream, id) =>
    stream.root.children.findIndex((child) => child.id === id);

  function putIn(stream, state, index) {
    stream.root.insert(structuredCopy(state), index, { animate: false });
    changed(stream);
  }

  // The state of a text is an object of its editor's, which is never changed.
  const structuredCopy = (state) => ({ ...state });

  function takeOut(stream, id) {
    const index = indexOf(stream, id);
    if (index >= 0) {
      stream.root.deleteBlock(index, { animate: false });
      changed(stream);
    }
    return index;
  }

  const isCopied = (stream, id) =>
    tools.decide("copied", stream.language, `${stream.words}.${id}`);

  // Copies `blocks`, each a child and the index it comes to; tells, and can be undone.
  function copyBlocks(from, to, blocks) {
    const ids = [];
    for (const { child, index } of blocks) {
      // A block that was deleted just now may still be counted.
      const place = Math.min(index + ids.length, to.root.children.length);
      to.root.insert(structuredCopy(child.getState()), place, { animate: false });
      ids.push(child.id);
    }
    changed(to);
    const undo = ids.map((id) => isCopied(to, id));
    const language = nameOf(from.language);
    const text =
      ids.length > 1
        ? say("copiedMany", { language, number: ids.length })
        : say("isCopied", { language });
    tell(text, () => {
      ids.forEach((id) => takeOut(to, id));
      undo.forEach((each) => each());
    });
  }

  // Over a block that is there.
  function overwrite(from, to, child) {
    const state = tools.stateOf(to.language, `${to.words}.${child.id}`);
    if (state !== "missing" && !agrees(to.language)) {
      return;
    }
    const before = to.root.children[indexOf(to, child.id)].getState();
    putIn(to, child.getState(), takeOut(to, child.id));
    const undo = isCopied(to, child.id);
    tell(say("isCopied", { language: nameOf(from.language) }), () => {
      putIn(to, before, takeOut(to, child.id));
      undo();
    });
  }

  Object.assign(tools, { fieldOf, isEmpty, copyField, copyBlocks, overwrite });
})();
