// The text of an open document. It comes in stretches: each is loaded when it comes near the window.
const readingOf = (pane, { load, turn }) => {
  const { node } = window.chapterVerse;
  const AHEAD = '1500px 0px';
  const leaf = pane.appendChild(node('div', 'cv-leaf'));
  let parts = [];
  let title = '';
  let pageWord = 'page';
  let quotes = [];
  let hits = [];
  let active = [];
  let target = null;

  // What was scrolled to stays in its place while the text around it comes, until the reader moves.
  const hold = () => target?.made.scrollIntoView({ block: target.block });
  new ResizeObserver(hold).observe(leaf);
  for (const action of ['wheel', 'touchmove', 'keydown', 'pointerdown']) {
    pane.addEventListener(action, () => { target = null; }, { passive: true });
  }

  const paint = ({ made, over }) => {
    const now = over.filter((range) => active.includes(range));
    made.classList.toggle('cv-now', now.some((range) => range.quoted));
    made.classList.toggle('cv-found', over.some((range) => !range.quoted));
    made.classList.toggle('cv-found-now', now.some((range) => !range.quoted));
  };

  const set = (part) => {
    const ranges = [...quotes, ...hits].filter((range) => typeset.overlap(range, part));
    part.set = typeset.into(part.box, part.data, ranges, turn);
    part.set.marks.forEach(paint);
  };

  const fill = (part, data) => {
    watcher.unobserve(part.box);
    const above = part.box.getBoundingClientRect().bottom <= pane.getBoundingClientRect().top;
    const height = part.box.offsetHeight;
    part.data = { ...data, length: part.end - part.start, title, pageWord };
    part.box.classList.add('cv-set');
    set(part);
    // For browsers that do not keep what is read in its place when something above it grows.
    if (above && !CSS.supports('overflow-anchor', 'auto')) pane.scrollTop += part.box.offsetHeight - height;
  };

  const filled = async (part) => {
    if (part.data) return true;
    part.coming ??= load(part.number);
    const data = await part.coming;
    if (!data || !parts.includes(part)) return false;
    if (!part.data) fill(part, data);
    return true;
  };

  const watcher = new IntersectionObserver((entries) => {
    for (const { isIntersecting, target } of entries) if (isIntersecting) filled(target.stretch);
  }, { root: pane, rootMargin: AHEAD });

  const clear = () => {
    watcher.disconnect();
    parts = [];
    quotes = hits = active = [];
    target = null;
    leaf.replaceChildren();
  };

  const show = (opened, marked) => {
    clear();
    quotes = marked;
    title = opened.title;
    pageWord = opened.page_word;
    parts = opened.cuts.slice(1).map((end, number) => {
      const part = { number, start: opened.cuts[number], end, box: node('div', 'cv-stretch') };
      part.box.stretch = part;
      part.box.style.setProperty('--cv-signs', end - part.start);
      return part;
    });
    leaf.append(...parts.map((part) => part.box));
    fill(parts[opened.first.number], opened.first);
    for (const part of parts) if (!part.data) watcher.observe(part.box);
    pane.scrollTop = 0;
  };

  // Scrolls to an offset, loading its stretch first; a marked range goes to its mark.
  const goTo = async (offset, block = 'center') => {
    const part = parts.findLast((each) => each.start <= offset);
    if (!part || !(await filled(part))) return;
    const range = active.find((each) => each.start === offset);
    const mark = range && part.set.marks.find(({ over }) => over.includes(range))?.made;
    const anchor = part.set.anchors.findLast(({ from }) => from <= offset) ?? part.set.anchors[0];
    target = { made: mark ?? anchor?.made ?? part.box, block };
    hold();
  };

  const activate = (...ranges) => {
    active = ranges.filter(Boolean);
    for (const part of parts) part.set?.marks.forEach(paint);
  };

  const light = (found) => {
    const changed = (part) => [...hits, ...found].some((range) => typeset.overlap(range, part));
    const stale = parts.filter((part) => part.data && changed(part));
    hits = found;
    stale.forEach(set);
  };

  const sentencesAt = (range) =>
    [...pane.querySelectorAll('.cv-sentence')].filter((made) => typeset.overlap(made.place, range));

  // The first offset that is in sight.
  const offset = () => {
    const top = pane.getBoundingClientRect().top;
    const part = parts.find((each) => each.box.getBoundingClientRect().bottom > top);
    const anchor = part?.set?.anchors.find(({ made }) => made.getBoundingClientRect().bottom > top);
    return anchor?.from ?? part?.start ?? 0;
  };

  return { show, clear, goTo, activate, light, sentencesAt, offset };
};
