// A stretch of a document set as paragraphs. What is shown is the text itself, character by character;
// labels beside it are drawn by the style sheet and are no part of the text.
const typeset = (() => {
  const { node, words } = window.chapterVerse;
  const say = words('sources');

  const overlap = (one, other) => one.start < other.end && other.start < one.end;

  // Offsets count characters; a string of JavaScript counts some of them twice.
  const cutter = ({ text, start }) => {
    const signs = /[\ud800-\udfff]/.test(text) ? Array.from(text) : null;
    return (from, to) => (signs ? signs.slice(from - start, to - start).join('') : text.slice(from - start, to - start));
  };

  // A run of text with the ranges in it set apart: quotes as marks, other ranges as spans.
  const runOf = (stretch, from, to) => {
    const here = stretch.ranges.filter((range) => overlap(range, { start: from, end: to }));
    const edges = here.flatMap(({ start, end }) => [Math.max(start, from), Math.min(end, to)]);
    const ordered = [...new Set([from, ...edges, to])].sort((one, other) => one - other);
    return ordered.slice(1).map((end, index) => {
      const over = here.filter((range) => overlap(range, { start: ordered[index], end }));
      const text = stretch.cut(ordered[index], end);
      if (!over.length) return text;
      const made = node(over.some((range) => range.quoted) ? 'mark' : 'span', '', text);
      stretch.marks.push({ made, over });
      return made;
    });
  };

  const border = (word, number, turn) => {
    const made = node('button', 'cv-border');
    made.type = 'button';
    made.tabIndex = -1;
    made.dataset.label = made.ariaLabel = say.among('begins', word, { n: number });
    made.addEventListener('click', () => turn(number));
    return made;
  };

  // A sentence knows its place and who says it; where the speaker changes, a note stands beside it.
  const sentence = (stretch, index, parts) => {
    const [start, end, voice] = stretch.sentences[index];
    const made = node('span', 'cv-sentence', ...parts);
    made.tabIndex = -1;
    made.place = { start, end };
    made.voice = stretch.voices[voice] ?? null;
    made.classList.toggle('cv-spoken', voice >= 0);
    if (voice >= 0 && voice !== stretch.speaking) made.dataset.who = made.voice.speakers.join(say('via'));
    stretch.speaking = voice;
    return made;
  };

  const paragraph = (stretch, { runs, level, flows }, turn) => {
    const made = node('p', flows ? 'cv-flows' : '');
    made.dir = 'auto';
    const begin = runs[0][0];
    const isTitle = begin === 0 && stretch.cut(begin, runs.at(-1)[1]) === stretch.title;
    if (level || isTitle) {
      made.className = 'cv-head';
      made.role = 'heading';
      made.ariaLevel = String(Math.min((level || 1) + 2, 6));
    }
    for (const [from, to, index, page] of runs) {
      if (page) made.append(border(stretch.pageWord, page, turn));
      const parts = runOf(stretch, from, to);
      if (index >= 0) made.append(sentence(stretch, index, parts));
      else made.append(...parts);
      stretch.anchors.push({ from, made: index >= 0 ? made.lastChild : made });
    }
    return made;
  };

  // Sets a stretch into a box. Gives back what was set: `marks`, each with the ranges it lies over,
  // and `anchors`, elements by the offset at which they begin.
  const into = (box, data, ranges, turn) => {
    const stretch = { ...data, ranges, cut: cutter(data), marks: [], anchors: [], speaking: -1 };
    const end = data.start + data.length;
    let at = data.start;
    const nodes = data.paragraphs.flatMap((each) => {
      const gap = stretch.cut(at, each.runs[0][0]);
      at = each.runs.at(-1)[1];
      return [gap, paragraph(stretch, each, turn)];
    });
    box.replaceChildren(...nodes, stretch.cut(at, end));
    return stretch;
  };

  return { into, overlap };
})();
