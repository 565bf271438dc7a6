// Which blocks of a body stand beside each other: reads the streams, and changes nothing.
(() => {
  const tools = window.languageTools;
  if (!tools) {
    return;
  }

  // Which of the numbers stay where they are, when as few as possible move; `undefined`
  // never does. Indexes.
  function rising(numbers) {
    const best = [];
    numbers.forEach((number, index) => {
      let before = null;
      for (let each = 0; each < index && number !== undefined; each += 1) {
        if (best[each] && numbers[each] < number && best[each].length > (before?.length ?? 0)) {
          before = best[each];
        }
      }
      best.push(number === undefined ? null : [...(before ?? []), index]);
    });
    return new Set(best.reduce((most, one) => (one?.length > most.length ? one : most), []));
  }

  // Lines of cells, one for each stream: blocks with the same id on one line; between
  // those, blocks that have no pair beside one of the same kind.
  function align(streams) {
    let lines = streams[0].root.children.map((child) => [child]);
    streams.slice(1).forEach(({ root }, number) => {
      const column = number + 1;
      const where = new Map();
      lines.forEach((line, index) => line.forEach((child) => child && where.set(child.id, index)));
      const own = new Set(root.children.map(({ id }) => id));
      const stay = rising(root.children.map(({ id }) => where.get(id)));
      const merged = [];
      let next = 0;
      let waiting = [];
      const flush = (end) => {
        for (; next < end; next += 1) {
          const line = lines[next];
          const first = line.find(Boolean);
          const [child] = waiting;
          const isAlike =
            child?.type === first.type && !own.has(first.id) && !where.has(child.id);
          line[column] = isAlike ? waiting.shift() : undefined;
          merged.push(line);
        }
        for (const child of waiting) {
          const line = [];
          line[column] = child;
          merged.push(line);
        }
        waiting = [];
      };
      root.children.forEach((child, index) => {
        if (stay.has(index)) {
          flush(where.get(child.id));
          lines[next][column] = child;
          merged.push(lines[next]);
          next += 1;
        } else {
          waiting.push(child);
        }
      });
      flush(lines.length);
      lines = merged;
    });
    return lines;
  }

  tools.align = align;
})();
