// A body is a stream of blocks in each language: here they stand as rows of one grid, with
// a block and its pair (the block with the same id) on one row, equally high. Where a
// language has no block there is an empty cell, which offers to copy it or to leave it out.
//
// The streams are Wagtail's own, and whole: what is added to them is between their blocks.
(() => {
  const tools = window.languageTools;
  if (!tools) {
    return;
  }
  const { form, codes, say, nameOf, make, button, chip, align } = tools;

  // The streams of a row, the source's first.
  function streamsOf(row) {
    const streams = [];
    for (const column of tools.columns(row)) {
      const root = column.querySelector('[id$="-root"]')?.rootBlock;
      if (root?.children && root.inserters) {
        const { language, words } = column.dataset;
        const container = column.querySelector("[data-streamfield-stream-container]");
        streams.push({ language, words, column, root, container });
      }
    }
    const isTarget = ({ language }) => Number(language !== tools.source);
    return streams.sort((one, other) => isTarget(one) - isTarget(other));
  }

  // Elements of a pair would share their ids, by which a block is opened and closed.
  const isOwn = new WeakSet();
  let counter = 0;

  function ownIds(stream) {
    if (stream.language === codes[0]) {
      return;
    }
    for (const child of stream.container.querySelectorAll("[data-streamfield-child]")) {
      if (isOwn.has(child)) {
        continue;
      }
      isOwn.add(child);
      counter += 1;
      const suffix = `-${stream.language}-${counter}`;
      const panel = child.querySelector("[data-streamfield-block], [data-panel]");
      const renamed = new Map();
      for (const part of panel?.closest("[data-streamfield-child]") === child
        ? [panel, ...panel.querySelectorAll('[id^="block-"]')]
        : []) {
        if (part.id.startsWith("block-") && part.closest("[data-streamfield-child]") === child) {
          renamed.set(part.id, part.id + suffix);
          part.id += suffix;
        }
      }
      for (const name of ["aria-controls", "aria-labelledby", "aria-describedby", "href"]) {
        for (const part of child.querySelectorAll(`[${name}]`)) {
          const value = part.getAttribute(name);
          const bare = value.replace(/^#/, "");
          if (renamed.has(bare) && part.closest("[data-streamfield-child]") === child) {
            part.setAttribute(name, value.replace(bare, renamed.get(bare)));
          }
        }
      }
    }
  }

  // Cells

  const segmentOf = (stream, id) => `${stream.words}.${id}`;
  const labelOf = (child) => child.blockDef.meta.label;

  function dressChild(line, streams, column, couples) {
    const stream = streams[column];
    const child = line[column];
    const code = stream.language;
    const segment = segmentOf(stream, child.id);
    const [first] = streams;
    const { source } = tools;
    const isTarget = code !== source && streams.length > 1 && first.language === source;
    const pair = isTarget && first.root.children.find(({ id }) => id === child.id);
    const canWrite = tools.isEditable(code);
    let state = tools.stateOf(code, segment);
    let text;
    let more = [];
    if (isTarget && !pair) {
      const beside = couples.find((couple) => couple.child === child);
      state = beside ? "unpaired" : "alone";
      text = beside ? say("unpaired") : say("alone", { language: nameOf(code) });
      more = beside && canWrite ? [button(say("pair"), () => tools.pair(stream, [beside]))] : [];
      if (more.length && couples.length > 1) {
        more.push(button(say("pairAll"), () => tools.pair(stream, couples)));
      }
    } else if (isTarget && line[0] !== pair) {
      state = "moved";
      text = say("moved");
    } else if (isTarget && canWrite && ["missing", "outdated"].includes(state)) {
      const text = say("copy", { language: nameOf(source) });
      more = [button(text, () => tools.overwrite(first, stream, child))];
    } else if (!isTarget && code === source) {
      state = null;
    }
    const { element } = child;
    element.dataset.segment = segment;
    element.dataset.language = code;
    const header = element.querySelector(".w-panel__header");
    tools.dress(element, {
      code,
      segment,
      state,
      text,
      more,
      chipPlace: (part) => header.querySelector(".w-panel__divider").before(part),
      barPlace: (part) => element.append(part),
    });
    // Streams are read anew each time the form is arranged.
    const from = () => streamsOf(stream.column.closest(".language-row"))[0];
    tools.dressPairing(stream, child, isTarget && canWrite ? from : null);
  }

  // An empty cell. `missing` are all blocks that the stream could copy.
  function fillEmpty(cell, line, streams, column, missing) {
    const stream = streams[column];
    const code = stream.language;
    const from = streams.find((_stream, index) => line[index]);
    const child = line.find(Boolean);
    const segment = segmentOf(stream, child.id);
    const canWrite = tools.isEditable(code);
    const { source } = tools;
    const isTarget = code !== source && from.language === source;
    const isLeftOut = isTarget && tools.stateOf(code, segment) === "left out";
    const needsWork = isTarget && canWrite && !isLeftOut;
    const key = JSON.stringify([child.id, canWrite, isLeftOut, missing.length > 1]);
    cell.toggleAttribute("data-needs-work", needsWork);
    cell.dataset.language = code;
    if (cell.languageKey === key) {
      return;
    }
    cell.languageKey = key;
    const inner = make("div", { class: "language-empty__inner" });
    const language = nameOf(from.language);
    if (isLeftOut) {
      inner.append(chip("left-out", say("leftOut")));
    } else if (isTarget) {
      inner.append(chip("missing", say("missing")));
    } else {
      inner.append(chip("alone", say("alone", { language })));
    }
    inner.append(make("span", { class: "language-empty__kind" }, labelOf(child)));
    if (canWrite) {
      inner.append(emptyActions(from, stream, child, segment, isLeftOut, isTarget, missing));
    }
    cell.replaceChildren(inner);
  }

  function emptyActions(from, stream, child, segment, isLeftOut, isTarget, missing) {
    const { language: code } = stream;
    const bar = make("div", { class: "language-bar" });
    const one = missing.filter((each) => each.child === child);
    const copy = say("copy", { language: nameOf(from.language) });
    bar.append(button(copy, () => tools.copyBlocks(from, stream, one)));
    if (isTarget && !isLeftOut && missing.length > 1) {
      bar.append(
        button(say("copyAll"), () => tools.copyBlocks(from, stream, missing)),
      );
    }
    if (isTarget) {
      const leaveOut = (isOut) => {
        tools.mark("left_out", code, segment, isOut);
        tools.mark("reinstated", code, segment, !isOut);
        tools.setState(code, segment, isOut ? "left out" : "missing");
      };
      const text = isLeftOut ? say("takeBack") : say("leaveOut");
      bar.append(button(text, () => leaveOut(!isLeftOut)));
    }
    return bar;
  }

  // Before the stream's next block, in the order of the lines.
  function placeEmpties(stream, empties) {
    const kept = new Set(empties.map(({ cell }) => cell));
    for (const cell of stream.container.querySelectorAll(":scope > .language-empty")) {
      if (!kept.has(cell)) {
        cell.remove();
      }
    }
    for (const { cell, next } of [...empties].reverse()) {
      const following = empties.find((other) => other.next === next && other.after === cell);
      const place = following?.cell ?? stream.root.inserters[next].element;
      if (place.previousElementSibling !== cell) {
        place.before(cell);
      }
    }
  }

  const cells = new Map(); // empty ones, by language and block

  function emptyCell(stream, child) {
    const key = `${stream.language}:${segmentOf(stream, child.id)}`;
    if (!cells.has(key)) {
      cells.set(key, make("div", { class: "language-empty", tabindex: "-1" }));
    }
    return cells.get(key);
  }

  // Rows

  const grids = new Map(); // lines and streams, by the form's row

  function arrange(row) {
    const all = streamsOf(row);
    all.forEach(ownIds);
    all.forEach(observe);
    const streams = all.filter(({ language }) => tools.isShown(language));
    if (!streams.length) {
      return;
    }
    const lines = align(streams);
    grids.set(row, { lines, streams });
    streams.forEach((stream, column) => {
      const couples = lines
        .filter((line) => column && line[0] && line[column])
        .filter((line) => line[0].id !== line[column].id)
        .map((line) => ({ child: line[column], id: line[0].id }));
      const missing = [];
      let next = 0;
      for (const line of lines) {
        const child = line.find(Boolean);
        const isOut = tools.stateOf(stream.language, segmentOf(stream, child.id)) === "left out";
        const isHere = stream.root.children.some(({ id }) => id === child.id);
        if (line[column]) {
          next += 1;
        } else if (!isHere) {
          missing.push({ child, index: next, isOut, from: streams.find((_s, n) => line[n]) });
        }
      }
      const empties = [];
      let after = null;
      next = 0;
      for (const line of lines) {
        if (line[column]) {
          dressChild(line, streams, column, couples);
          next += 1;
          after = null;
          continue;
        }
        const child = line.find(Boolean);
        const cell = emptyCell(stream, child);
        const from = streams.find((_stream, index) => line[index]);
        const wanted = missing.filter(
          (each) => each.from === from && (!each.isOut || each.child === child),
        );
        fillEmpty(cell, line, streams, column, wanted);
        empties.push({ cell, next, after });
        line.empties ??= [];
        line.empties[column] = cell;
        after = cell;
      }
      placeEmpties(stream, empties);
    });
    level(row);
    sizes.disconnect();
    for (const grid of grids.values()) {
      grid.lines.flatMap(cellsOf).forEach((cell) => {
        [...cell.children].forEach((part) => sizes.observe(part));
      });
    }
  }

  const cellsOf = (line) =>
    [...line.map((child) => child?.element), ...(line.empties ?? [])].filter(Boolean);
  // As high as what is in it, with the room below.
  function heightOf(cell) {
    const [last] = [...cell.children].reverse().filter(({ offsetHeight }) => offsetHeight);
    if (!last) {
      return 0;
    }
    const room = parseFloat(getComputedStyle(last).marginBlockEnd);
    return last.getBoundingClientRect().bottom - cell.getBoundingClientRect().top + room;
  }

  // The same height for all cells of a line, where they stand beside each other.
  function level(row) {
    const { lines, streams } = grids.get(row);
    const tops = streams.map(({ column }) => column.getBoundingClientRect().top);
    const isBeside = streams.length > 1 && tops.every((top) => Math.abs(top - tops[0]) < 2);
    row.classList.toggle("is-beside", isBeside);
    const [add] = streams[0].root.inserters; // the button between two blocks
    const gap = `${add.element.offsetHeight}px`;
    const starts = streams.map(({ root }) => root.element.getBoundingClientRect().top);
    const lowest = Math.max(...starts);
    const heights = lines.map((line) => Math.max(...cellsOf(line).map(heightOf)));
    streams.forEach(({ container }, index) => {
      container.style.paddingTop = isBeside ? `${lowest - starts[index]}px` : "";
    });
    lines.forEach((line, index) => {
      for (const cell of cellsOf(line)) {
        cell.style.minHeight = isBeside ? `${heights[index]}px` : "";
      }
      // Not by a property of the row, which all that is in it would inherit.
      for (const cell of line.empties?.filter(Boolean) ?? []) {
        cell.style.marginBlockStart = isBeside ? gap : "";
      }
    });
  }

  // Once their streams are whole.
  const rows = () =>
    [...form.querySelectorAll(".language-row")].filter((row) => {
      const streams = streamsOf(row);
      return streams.length && streams.every(({ root }) => !root.waiting?.length);
    });

  let isDue = false;
  function soon() {
    if (!isDue) {
      isDue = true;
      requestAnimationFrame(() => {
        isDue = false;
        rows().forEach(arrange);
        // Comments stand beside what they are about.
        document.body.dispatchEvent(new CustomEvent("commentAnchorVisibilityChange"));
      });
    }
  }

  const sizes = new ResizeObserver(() => [...grids.keys()].forEach(level));
  const changes = new MutationObserver((records) => {
    const isOurs = (node) => node.classList?.contains("language-empty");
    if (records.some(({ addedNodes, removedNodes }) =>
      [...addedNodes, ...removedNodes].some((node) => !isOurs(node)))) {
      document.dispatchEvent(new CustomEvent("language-rows"));
    }
  });
  const observed = new WeakSet();

  function observe({ container }) {
    if (!observed.has(container)) {
      observed.add(container);
      changes.observe(container, { childList: true });
    }
  }

  // A block and its pair are opened and closed together.
  let isToggling = false;
  form.addEventListener("wagtail:panel-toggle", ({ target, detail }) => {
    const element = target.closest("[data-streamfield-child]");
    for (const { lines } of isToggling ? [] : grids.values()) {
      const line = lines.find((each) => each.some((child) => child?.element === element));
      isToggling = true;
      for (const child of line ?? []) {
        const toggle = child?.toggleElement;
        if (toggle && toggle.getAttribute("aria-expanded") !== String(detail.expanded)) {
          toggle.click();
        }
      }
      isToggling = false;
    }
  });

  Object.assign(tools, { grids });
  for (const name of ["language-view", "language-rows", "language-states", "language-heights"]) {
    document.addEventListener(name, soon);
  }
  // A deleted block stays in the form, hidden.
  form.addEventListener("click", ({ target }) => {
    if (target.closest("[data-streamfield-action]")) {
      setTimeout(soon);
    }
  }, { capture: true }); // Wagtail's button lets no click go further
  new MutationObserver((_records, observer) => {
    if (rows().length) {
      observer.disconnect();
      soon();
    }
  }).observe(form, { childList: true, subtree: true });
  soon();
})();
