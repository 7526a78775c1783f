// The source panel. Every word of a document is set as text, never as markup.
const panel = element.querySelector('.cv-panel');
const card = panel.querySelector('.cv-card');
const count = panel.querySelector('.cv-count');
const previous = panel.querySelector('.cv-previous');
const next = panel.querySelector('.cv-next');
const anchor = /^#src-([0-9a-f]+)-(\d+)$/;

let cards = [];
let position = 0;
let origin = null;

const node = (tag, className, text) => {
  const made = document.createElement(tag);
  if (className) made.className = className;
  if (text) made.textContent = text;
  return made;
};

const quotation = (source) => {
  const block = node('blockquote', 'cv-context');
  block.dir = 'auto';
  block.tabIndex = 0;
  const mark = node('mark');
  mark.append(source.quote);
  if (source.short) mark.append(node('strong', '', source.short), source.rest);
  block.append(source.before, mark, source.after);
  return block;
};

const fill = (source) => {
  const title = node('h2', 'cv-title', source.title);
  const place = [source.place, source.published].filter(Boolean).join(' · ');
  const who = node('p', 'cv-who');
  who.append(node('span', 'cv-label', 'Who says it'), source.speaker || 'The document, in its own voice');
  const where = node('p', 'cv-where', place);
  const file = source.document === source.title ? '' : source.document;
  const parts = [title, where, who, quotation(source), node('p', 'cv-note', source.note), node('p', 'cv-file', file)];
  card.replaceChildren(...parts.filter((part) => part.textContent));
  card.setAttribute('aria-label', `Quote ${source.n}: ${source.title}`);
};

const show = (index) => {
  position = index;
  fill(cards[index]);
  count.textContent = cards.length === 1 ? 'The source' : `Quote ${index + 1} of ${cards.length}`;
  previous.disabled = index === 0;
  next.disabled = index === cards.length - 1;
  requestAnimationFrame(() => card.querySelector('mark').scrollIntoView({ block: 'nearest' }));
  if (document.activeElement?.disabled) card.focus({ preventScroll: true });
};

const complain = (sentence) => {
  cards = [];
  count.textContent = 'No source';
  previous.disabled = next.disabled = true;
  card.replaceChildren(node('p', 'cv-note', sentence));
};

const open = () => {
  panel.hidden = false;
  card.focus({ preventScroll: true });
};

const close = () => {
  if (panel.hidden) return;
  panel.hidden = true;
  origin?.focus();
};

const follow = async (link, answer, number) => {
  origin = link;
  try {
    cards = (await server.sources(answer)).cards;
    const index = cards.findIndex((source) => source.n === number);
    if (index >= 0) show(index);
    else complain('This answer is no longer in memory. Ask the question again to see its sources.');
  } catch (error) {
    complain('The program does not answer. See whether it is still running, then try again.');
  }
  open();
};

// The listeners on the document end when the panel is built anew.
window.chapterVersePanel?.abort();
window.chapterVersePanel = new AbortController();
const { signal } = window.chapterVersePanel;

document.addEventListener('click', (event) => {
  const link = event.target.closest?.('a[href^="#src-"]');
  const target = link && anchor.exec(link.getAttribute('href'));
  if (!target) return;
  event.preventDefault();
  follow(link, target[1], Number(target[2]));
}, { signal, capture: true });

document.addEventListener('click', (event) => {
  if (event.target.closest?.('#cv-new')) close();
}, { signal });

document.addEventListener('keydown', (event) => {
  if (event.key === 'Escape') close();
}, { signal });

previous.addEventListener('click', () => show(position - 1));
next.addEventListener('click', () => show(position + 1));
panel.querySelector('.cv-close').addEventListener('click', close);
