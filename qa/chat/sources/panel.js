// The source panel. Every word of a document is set as text, never as markup.
const { node, button, sign, copy, lifetime, words, answering } = window.chapterVerse;
const say = words('sources');
const program = answering(server);
const signal = lifetime('sources');
const panel = element.querySelector('.cv-panel');

let cards = [];
let position = 0;
let origin = null;
let followed = 0;

const count = node('p', 'cv-count');
count.setAttribute('aria-live', 'polite');
const previous = sign('cv-previous', '←', say('previous'), () => walk(-1));
const next = sign('cv-next', '→', say('next'), () => walk(1));
const card = node('article', 'cv-card');
card.tabIndex = -1;
panel.ariaLabel = say('the_source');
panel.append(
  node('header', 'cv-panel-bar', count, previous, next, sign('cv-close', '✕', say('close'), () => close())), card);

const quotation = (source) => {
  const block = node('blockquote', 'cv-context');
  block.dir = 'auto';
  block.tabIndex = 0;
  const mark = node('mark', '', source.quote);
  if (source.short) mark.append(node('strong', '', source.short), source.rest);
  block.append(source.before, mark, source.after);
  return block;
};

// The quotes of the same answer in the same document are marked in it too.
const openDocument = (source) => {
  const quoteOf = ({ now, voice, citation }) => ({ ...now, voice, citation });
  const name = source.now?.document ?? source.document;
  const others = cards.filter((each) => each !== source && each.now?.document === name).map(quoteOf);
  documentView.open({ ...(source.now ? quoteOf(source) : {}), document: name, others });
};

const copyTo = (text, told) => copy(text, told, say('not_copied'));

const actions = (source) => node('div', 'cv-actions',
  source.exists ? button('cv-button cv-main cv-open', say('open'), () => openDocument(source)) : '',
  button('cv-button', say('copy_citation'), () => copyTo(source.citation, say('citation_copied'))),
  button('cv-button', say('copy_link'), () => copyTo(address.full(`#${source.id}`), say('link_copied'))));

const fill = (source) => {
  const title = node('h2', 'cv-title', source.title);
  title.dir = 'auto';
  const place = [source.place, source.published].filter(Boolean).join(' · ');
  const file = source.document === source.title ? '' : source.document;
  const parts = [
    title, node('p', 'cv-where', place),
    node('p', 'cv-who', ...voices.above(source.voice, source.publisher)),
    quotation(source), node('p', 'cv-note', source.note), node('p', 'cv-file', file), actions(source),
  ];
  card.replaceChildren(...parts.filter((part) => part.textContent));
  card.ariaLabel = say('quote_named', { n: source.n, title: source.title });
};

const show = (index) => {
  position = index;
  fill(cards[index]);
  count.textContent = cards.length === 1 ? say('the_source') : say('quote_of', { n: index + 1, all: cards.length });
  previous.disabled = index === 0;
  next.disabled = index === cards.length - 1;
  address.follow('panel', `#${cards[index].id}`);
  requestAnimationFrame(() => card.querySelector('mark')?.scrollIntoView({ block: 'nearest' }));
};

const walk = (by) => {
  if (!cards[position + by]) return;
  const within = panel.contains(document.activeElement);
  show(position + by);
  if (within && (document.activeElement === document.body || document.activeElement.disabled)) card.focus({ preventScroll: true });
};

const complain = (sentence) => {
  cards = [];
  count.textContent = say('no_source');
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
  address.follow('panel', '');
  origin?.focus();
};

const follow = async (link, { answer, number }) => {
  followed += 1;
  const mine = followed;
  origin = link;
  let found = null;
  try {
    found = (await program.sources(answer)).cards;
  } catch (error) { /* told below */ }
  if (mine !== followed) return;
  cards = found ?? [];
  const index = cards.findIndex((source) => source.n === number);
  if (index >= 0) show(index);
  else complain(found ? say('forgotten') : say('unreachable'));
  open();
};

// Follows an address of a quote or a place, wherever it was met.
const lead = (hash, link = null) => {
  const target = address.parsed(hash);
  if (!target) return false;
  if (target.damaged) {
    origin = link;
    complain(say('bad_link'));
    open();
  } else if (target.document) {
    documentView.open(target);
  } else {
    documentView.close();
    follow(link, target);
  }
  return true;
};

document.addEventListener('click', (event) => {
  const link = event.target.closest?.('a[href^="#src-"], a[href^="#at-"]');
  if (!link || event.button || event.ctrlKey || event.metaKey || event.shiftKey) return;
  if (lead(link.getAttribute('href'), link)) event.preventDefault();
}, { signal, capture: true });

document.addEventListener('click', (event) => {
  if (event.target.closest?.('#cv-new, .cv-new, .cv-talk-open')) close();
}, { signal });

// Whoever is at work elsewhere, in the question's box perhaps, stays there.
const isMeant = ({ target }) => [document.body, origin].includes(target) || panel.contains(target);
document.addEventListener('keydown', (event) => {
  if (event.key === 'Escape' && !event.defaultPrevented && !document.querySelector('dialog[open]') && isMeant(event)) close();
}, { signal });

panel.addEventListener('keydown', (event) => {
  const by = { j: 1, ArrowRight: 1, k: -1, ArrowLeft: -1 }[event.key];
  if (!by || event.ctrlKey || event.metaKey || event.altKey) return;
  event.preventDefault();
  walk(by);
});

window.addEventListener('hashchange', () => lead(location.hash), { signal });
// How other areas open a document: {document, start, end, others}, all but the first as they wish.
window.chapterVerse.openDocument = documentView.open;
lead(location.hash);
