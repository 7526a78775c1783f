// A whole document above the page, opened at a quote. Every word of it is set as text, never as markup.
const documentView = (() => {
  const { node, button, sign, menu, copy, words, answering } = window.chapterVerse;
  const say = words('sources');
  const program = answering(server);
  const view = element.querySelector('.cv-view');
  let doc = null;
  let quotes = [];
  let quote = -1;
  let place = null;

  const title = node('h2', 'cv-title');
  title.id = 'cv-view-title';
  title.dir = 'auto';
  const facts = node('p', 'cv-facts');
  const notes = node('div', 'cv-view-notes');
  const contents = node('span', 'cv-contents');
  const faces = node('div', 'cv-faces');
  const textPane = node('article', 'cv-text-pane');
  textPane.tabIndex = 0;
  const pagePane = node('section', 'cv-page-pane');
  textPane.ariaLabel = say('text');
  pagePane.ariaLabel = say('page_face');
  const count = node('p', 'cv-quote-count');
  const said = node('p', 'cv-said');
  said.setAttribute('role', 'status');

  const warn = (sentence) => {
    const known = [...notes.children].some((each) => each.textContent === sentence);
    if (sentence && !known) notes.append(node('p', 'cv-note', sentence));
  };

  // What the server says of the open document; nothing once another one is open.
  const ask = async (what, wish) => {
    const mine = doc;
    if (!mine) return {};
    try {
      const reply = await program[what]({ name: mine.name, version: mine.version, ...wish });
      return doc === mine ? reply : {};
    } catch (error) {
      return { problem: say('unreachable') };
    }
  };

  const asked = async (what, wish) => {
    const reply = await ask(what, wish);
    warn(reply.problem);
    return reply;
  };

  const face = (which) => {
    view.dataset.face = which;
    for (const each of faces.children) each.setAttribute('aria-pressed', String(each.value === which));
    if (which === 'page') pages.show();
  };

  const reading = readingOf(textPane, {
    load: async (number) => {
      const data = await asked('document_stretch', { number });
      return data.paragraphs ? data : null;
    },
    turn: (number) => {
      if (!doc.pictured) return;
      face('page');
      pages.turn(number);
    },
  });

  const pages = pagesOf(pagePane, {
    draw: (wish) => ask('document_page', wish),
    turned: (number) => {
      const start = doc.borders.find((each) => each.number === number)?.start;
      if (start !== undefined) reading.goTo(start, 'start');
    },
    failed: (sentence) => {
      doc.pictured = false;
      view.classList.remove('cv-pictured');
      face('text');
      warn(sentence);
    },
  });

  const finder = finderOf({
    find: (sought) => asked('document_find', { words: sought }),
    light: (hits) => {
      reading.light(hits);
      pick(place);
    },
    from: () => reading.offset(),
    go: (hit) => {
      face('text');
      reading.activate(quotes[quote], hit);
      reading.goTo(hit.start);
    },
  });

  const mark = (range) => {
    if (doc.pictured) pages.mark(range, doc.borders.findLast(({ start }) => start <= (range?.start ?? 0))?.number ?? 1);
  };

  const pick = (range) => {
    for (const made of textPane.querySelectorAll('.cv-picked')) made.classList.remove('cv-picked');
    for (const made of textPane.querySelectorAll('.cv-sentence[tabindex="0"]')) made.tabIndex = -1;
    const inside = range ? reading.sentencesAt(range) : [];
    if (inside.length) inside[0].tabIndex = 0;
    if (range && !range.quoted) inside.forEach((made) => made.classList.add('cv-picked'));
    return inside;
  };

  // Who says some sentences, each change of the speaker once.
  const speaking = (sentences) => {
    const all = sentences.map((made) => made.voice);
    return all.filter((voice, index) => !index || !voices.alike(voice, all[index - 1]));
  };

  // Chosen words: who says them is told below, and the buttons there copy them.
  const choose = (range) => {
    place = range;
    mark(range);
    const inside = pick(range);
    const speakers = range?.voice ? [range.voice] : speaking(inside);
    const told = speakers.flatMap((voice, index) => [...(index ? [say('also')] : []), ...voices.line(voice)]);
    said.replaceChildren(...(range ? told : [say('no_quote')]));
    copyCitation.disabled = !range;
    address.follow('view', address.place({ document: doc.name, start: range?.start, end: range?.end }));
    return inside[0];
  };

  const showQuote = async (index, { scrolls = true } = {}) => {
    const mine = doc;
    quote = index;
    const range = quotes[index] ?? null;
    count.textContent = range && quotes.length > 1 ? say('quote_here', { n: index + 1, all: quotes.length }) : '';
    back.disabled = index <= 0;
    on.disabled = index >= quotes.length - 1;
    reading.activate(range);
    if (range && scrolls) await reading.goTo(range.start);
    return doc === mine ? choose(range) : null;
  };

  const walk = (by) => { if (quotes[quote + by]) showQuote(quote + by); };

  const back = sign('cv-quiet', '←', say('previous'), () => walk(-1));
  const on = sign('cv-quiet', '→', say('next'), () => walk(1));
  const close = sign('cv-quiet cv-view-close', '✕', say('close_document'), () => view.close());
  const copyCitation = button('cv-button', say('copy_citation'), async () => {
    const known = place.citation && { citation: place.citation };
    const reply = known || await asked('document_citation', { spans: [[place.start, place.end]] });
    if (reply.citation) copy(reply.citation, say('citation_copied'), say('not_copied'));
  });
  const copyLink = button('cv-button', say('copy_link'), () => {
    const link = address.place({ document: doc.name, start: place?.start, end: place?.end });
    copy(address.full(link), say('link_copied'), say('not_copied'));
  });
  for (const [which, label] of [['text', say('text')], ['page', say('page_face')]]) {
    const made = button('cv-quiet', label, () => face(which));
    made.value = which;
    faces.append(made);
  }

  view.setAttribute('aria-labelledby', title.id);
  view.append(
    node('header', 'cv-view-head',
      node('div', 'cv-view-title', title, facts), node('div', 'cv-view-tools', faces, contents, finder.bar), close),
    notes,
    node('div', 'cv-view-body', pagePane, textPane),
    node('footer', 'cv-view-foot',
      node('div', 'cv-quote-steps', back, count, on), said, node('div', 'cv-view-copy', copyCitation, copyLink)),
  );

  const contentsOf = ({ headings }) => headings.map(({ heading, level, start }) => {
    const made = button(`cv-level-${Math.min(level, 4)}`, heading, () => {
      face('text');
      reading.goTo(start, 'start');
    });
    made.dir = 'auto';
    return made;
  });

  const clear = () => {
    doc = null;
    reading.clear();
    finder.clear();
    for (const each of [facts, notes, contents, said]) each.replaceChildren();
    view.classList.remove('cv-pictured', 'cv-several', 'cv-view-failed');
    face('text');
  };

  const fill = (reply, given) => {
    Object.assign(doc, reply);
    title.textContent = reply.title;
    facts.append(reply.facts, reply.name === reply.title ? '' : node('span', 'cv-file-name', reply.name));
    [...reply.notes, reply.note].forEach(warn);
    if (reply.headings.length > 1) contents.append(menu('cv-end', say('contents'), contentsOf(reply)));
    const toldOf = ([start, end]) => given.find((each) => each.start === start && each.end === end);
    quotes = reply.spans.map((span) => ({ ...toldOf(span), quoted: true }));
    quotes.sort((one, other) => one.start - other.start);
    view.classList.toggle('cv-pictured', reply.pictured);
    view.classList.toggle('cv-several', quotes.length > 1);
    reading.show(reply, quotes);
    pages.open(quotes, reply.pages);
  };

  // Opens a document at a quote, among others of the same answer; without one, at its beginning.
  // A quote may bring along its voice and its citation, as its answer has them.
  const open = async ({ document: name, others = [], ...first }) => {
    const { start, end } = first;
    const given = end === undefined ? others : [first, ...others];
    const spans = given.map((each) => [each.start, each.end]);
    clear();
    doc = { name };
    title.textContent = name;
    said.textContent = say('opening');
    address.follow('view', address.place({ document: name, start, end }));
    if (!view.open) view.showModal();
    textPane.focus();
    const reply = await ask('document_open', { spans });
    if (!reply.cuts) {
      view.classList.toggle('cv-view-failed', Boolean(reply.problem));
      said.textContent = '';
      warn(reply.problem);
      close.focus();
      return;
    }
    fill(reply, given);
    const opened = await showQuote(quotes.findIndex((each) => each.start === start && each.end === end));
    opened?.focus({ preventScroll: true });
  };

  view.addEventListener('close', () => {
    clear();
    address.follow('view', '');
  });

  textPane.addEventListener('focusin', ({ target }) => {
    if (!target.place) return;
    const index = quotes.findIndex((range) => typeset.overlap(range, target.place));
    if (index < 0) choose(target.place);
    else if (quotes[index] !== place) showQuote(index, { scrolls: false });
  });

  const toNeighbour = (made, by) => {
    const all = [...textPane.querySelectorAll('.cv-sentence')];
    all[all.indexOf(made) + by]?.focus();
  };

  const KEYS = {
    j: () => walk(1),
    k: () => walk(-1),
    ArrowRight: (made) => made.place && toNeighbour(made, 1),
    ArrowLeft: (made) => made.place && toNeighbour(made, -1),
  };

  view.addEventListener('keydown', (event) => {
    const { key, target } = event;
    // The key that closes a menu closes the menu alone.
    if (key === 'Escape' && view.querySelector('.cv-menu[open]')) event.preventDefault();
    if (key === 'f' && (event.ctrlKey || event.metaKey) && doc?.cuts && !finder.focused()) {
      event.preventDefault();
      finder.focus();
    }
    if (event.ctrlKey || event.metaKey || event.altKey || target.matches('input') || !KEYS[key] || !doc?.cuts) return;
    if (key.startsWith('Arrow')) {
      if (!target.place) return;
      event.preventDefault();
    }
    KEYS[key](target);
  }, { capture: true });

  return { open, close: () => view.close() };
})();
