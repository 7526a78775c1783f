// What the machine read of a document, in a window over the page. Every word of it is set as text.
const root = element.querySelector('.cv-reading');

const { node, button, lifetime, words, answering } = window.chapterVerse;
const { own, number, warningSign } = shown;
const say = words('documents');
const program = answering(server);
const signal = lifetime('what_was_read');

const SPEAKERS = 12;

const dialog = node('dialog', 'cv-reading-window');
dialog.setAttribute('aria-labelledby', 'cv-reading-title');
root.replaceChildren(dialog);

let asked = ''; // the document that is wanted, whatever comes in late

const close = () => dialog.close();

const added = (moment) => new Intl.DateTimeFormat('en-GB', { dateStyle: 'long', timeStyle: 'short' }).format(new Date(moment));

const NUMBERS = ['pages', 'slides', 'words', 'sentences', 'chunks'];
const TEXTS = ['author', 'publisher', 'place', 'date', 'kind'];

const facts = (told, otherNames) => {
  const rows = TEXTS.filter((key) => told[key]).map((key) => [key, told[key]]);
  for (const key of NUMBERS) if (told[key]) rows.push([key, number(told[key])]);
  if (told.added) rows.push(['added', added(told.added)]);
  rows.push(['name', told.name]);
  for (const name of otherNames) rows.push(['other_name', name]);
  return node('dl', 'cv-reading-facts', ...rows.map(([key, value]) =>
    node('div', '', node('dt', '', say.among('fact', key)), own('dd', '', value))));
};

const section = (heading, ...parts) => node('section', 'cv-reading-part', node('h3', 'cv-label', heading), ...parts);

const warnings = (notes) => {
  if (!notes.length) return node('p', 'cv-reading-fine', say('no_warnings'));
  const items = notes.map((note) => node('li', '', warningSign(), own('span', '', note)));
  return node('div', 'cv-reading-warnings', node('h3', 'cv-label', say.count('warnings', notes.length)), node('ul', 'cv-list', ...items));
};

const speakers = (voices) => {
  if (!voices.length) return section(say('speakers_found'), node('p', 'cv-facts', say('no_speakers')));
  const item = ({ name, sentences }) => node('li', '', own('span', '', name), node('span', 'cv-facts', say.count('sentences', sentences)));
  const list = node('ul', 'cv-list cv-voices', ...voices.slice(0, SPEAKERS).map(item));
  const part = section(say('speakers_found'), list);
  if (voices.length > SPEAKERS) {
    const rest = button('cv-quiet', say.count('more_speakers', voices.length - SPEAKERS), () => {
      list.append(...voices.slice(SPEAKERS).map(item));
      rest.remove();
    });
    part.append(rest);
  }
  return part;
};

const pages = (rows, word, goTo) => {
  const item = ({ number, words: amount, start }) => {
    if (!amount) return node('li', 'cv-is-empty', say.among('begins', word, { n: number }), ' ', node('span', '', say('page_empty')));
    const there = button('', say.among('begins', word, { n: number }), () => goTo(start));
    return node('li', '', there, ' ', node('span', 'cv-facts', say.count('words_on_page', amount)));
  };
  return section(say.among('pages_read', word), node('ol', 'cv-list cv-pages', ...rows.map(item)));
};

// The text, stretch by stretch, from its beginning or from a page on.
const textOf = (name, word) => {
  const page = node('div', 'cv-reading-text');
  page.tabIndex = 0;
  page.setAttribute('role', 'region');
  page.setAttribute('aria-label', say('text_read'));
  let next = 0;
  let turn = 0; // what was asked for before the last jump comes too late
  const more = button('cv-button', '', () => fetchNext());
  const again = button('cv-quiet', say('from_beginning'), () => goTo(0));

  const add = ({ page: begun, text }) => {
    if (begun) page.append(node('p', 'cv-page-mark', say.among('begins', word, { n: begun })));
    const piece = node('div', 'cv-piece cv-own', text);
    piece.dir = 'auto';
    page.append(piece);
  };

  const fetchNext = async () => {
    const mine = turn;
    more.disabled = true;
    let part;
    try {
      part = await program.text({ name, start: next });
    } catch (error) {
      part = { problem: say('silent'), pieces: [], end: next };
    }
    if (mine !== turn) return;
    page.querySelector('.cv-warning')?.remove();
    if (part.problem) page.append(node('p', 'cv-note cv-warning', part.problem));
    part.pieces.forEach(add);
    next = part.end;
    if (!next && document.activeElement === more) page.focus({ preventScroll: true });
    more.disabled = false;
    more.hidden = !next && !part.problem;
    more.textContent = part.problem ? say('try_again') : say('show_more');
  };

  const goTo = async (start) => {
    turn += 1;
    next = start;
    again.hidden = !start;
    page.replaceChildren();
    await fetchNext();
    page.focus({ preventScroll: true });
    again.parentElement.scrollIntoView({ block: 'start' });
  };

  again.hidden = true;
  fetchNext();
  return { part: section(say('text_read'), node('p', 'cv-note', say('text_note')), again, page, more), goTo };
};

const head = (title, name) => {
  const heading = own('h2', 'cv-reading-title', title);
  heading.id = 'cv-reading-title';
  heading.tabIndex = -1;
  const ways = node('div', 'cv-reading-ways');
  if (name) {
    ways.append(button('cv-button', say('open_document'), () => {
      close();
      window.chapterVerse.openDocument({ document: name });
    }));
  }
  const cross = button('cv-quiet', '✕', close);
  cross.setAttribute('aria-label', say('close'));
  ways.append(cross);
  return node('header', 'cv-reading-head', node('div', '', node('p', 'cv-label', say('what_was_read')), heading), ways);
};

const show = (title, name, ...parts) => dialog.replaceChildren(head(title, name), node('div', 'cv-reading-body', ...parts));

const open = async (name) => {
  asked = name;
  show(name, '', node('p', 'cv-empty cv-busy', say('loading_one')));
  if (!dialog.open) dialog.showModal();
  dialog.querySelector('h2').focus();
  let told;
  try {
    told = await program.read(name);
  } catch (error) {
    told = { problem: say('silent') };
  }
  if (asked !== name || !dialog.open) return;
  if (told.problem) {
    show(name, '', node('p', 'cv-empty cv-warning', told.problem));
  } else {
    const { facts: known } = told;
    const { part, goTo } = textOf(known.name, told.page_word);
    show(
      known.title, known.name, warnings(told.warnings), facts(known, told.other_names),
      speakers(told.speakers), told.pages.length ? pages(told.pages, told.page_word, goTo) : null, part,
    );
  }
  dialog.querySelector('h2').focus();
};

window.addEventListener('cv-read-document', ({ detail }) => open(detail.document), { signal });
dialog.addEventListener('click', (event) => { if (event.target === dialog) close(); });
dialog.addEventListener('close', () => { asked = ''; dialog.replaceChildren(); });
// What stands under the window is not meant.
dialog.addEventListener('keydown', (event) => event.stopPropagation());
