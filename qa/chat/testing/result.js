// What a run came to. Every word of a document, a case or a model is set as text, never as markup.
const { resultOf, sign, own } = (() => {  // a scope of its own: tests.js runs in the same script
const { node, button, words, keepFile, tell, answering } = window.chapterVerse;
const say = words('tests');
const program = answering(server);

const SIGNS = { passed: '✓', xpassed: '✓', failed: '✗', xfailed: '✗', invalid: '!' };

const moment = (iso) => new Date(iso).toLocaleString('en-GB', { dateStyle: 'long', timeStyle: 'short' });

const sign = (kind) => {
  const made = node('span', `cv-sign cv-is-${kind}`, SIGNS[kind] ?? '');
  made.setAttribute('aria-hidden', 'true');
  return made;
};

const own = (tag, className, text) => {  // words that may run from right to left
  const made = node(tag, className, text);
  made.dir = 'auto';
  return made;
};

// The source view opens such a link, which names a document and a stretch of it.
const at = (place) => {
  if (!place.opens) return node('span', 'cv-at', place.where);
  const link = node('a', 'cv-at', place.where);
  link.href = `#at-${encodeURIComponent(place.document)}:${place.start}-${place.end}`;
  return link;
};

const quotation = (quote) => node('li', 'cv-test-quote', own('q', '', quote.text),
  node('p', 'cv-facts', quote.speakers || say('own_voice'), ' · ', at(quote.at)));

const quotations = (quotes) => node('ul', 'cv-list', ...quotes.map(quotation));

const expected = (demand) => {
  const cell = node('div', 'cv-side', node('p', 'cv-label', say('expected')), node('p', 'cv-demand', demand.demand));
  demand.values.forEach((value, number) => {
    if (number) cell.append(node('p', 'cv-facts', say('or')));
    cell.append(own(demand.worded ? 'q' : 'p', 'cv-value', value));
  });
  if (demand.places.length) cell.append(node('p', 'cv-facts', at(demand.places[0])));
  else if (demand.where) cell.append(node('p', 'cv-facts', demand.where));
  return cell;
};

const found = (demand) => {
  const cell = node('div', 'cv-side', node('p', 'cv-label', say('found')));
  cell.append(demand.found ? own('p', 'cv-value', demand.found) : quotations(demand.quotes));
  return cell;
};

const statement = (one) => node('li', '', one.text ? own('p', 'cv-test-statement', one.text) : '', quotations(one.quotes));

const passage = (excerpt) => {
  const block = own('blockquote', 'cv-test-context');
  for (const piece of excerpt.pieces) {
    const marked = piece.quoted || piece.wanted;
    const classes = `${piece.quoted ? 'cv-quoted-here' : ''} ${piece.wanted ? 'cv-wanted' : ''}`.trim();
    block.append(marked ? node('mark', classes, piece.text) : piece.text || ' … ');
  }
  return node('li', '', node('p', 'cv-facts', excerpt.at ? at(excerpt.at) : excerpt.title), block);
};

const fold = (title, ...parts) => node('details', 'cv-fold', node('summary', '', title), ...parts);

const legend = () => node('p', 'cv-facts', node('mark', 'cv-quoted-here', say('legend_quoted')), ' ',
  node('mark', 'cv-wanted', say('legend_wanted')));

const turn = (one, name) => {
  const made = node('div', 'cv-turn');
  if (!name.startsWith(one.question)) made.append(own('p', 'cv-turn-question', one.question));
  if (one.understood) made.append(own('p', 'cv-facts', say('understood', { question: one.understood })));
  if (one.error) made.append(node('p', 'cv-warning', say('no_answer', { error: one.error })));
  for (const demand of one.demands) made.append(node('div', 'cv-sides', expected(demand), found(demand)));
  if (one.statements.length) {
    const title = node('span', '', say('answer'), node('span', 'cv-facts', ` · ${one.status}`));
    const whole = fold(title, node('ol', 'cv-list cv-statements', ...one.statements.map(statement)));
    whole.open = one.demands.length > 0 && one.demands.every((demand) => !demand.quotes.length);
    made.append(whole);
  }
  if (one.excerpts.length) {
    made.append(fold(say('passages'), legend(), node('ul', 'cv-list cv-excerpts', ...one.excerpts.map(passage))));
  }
  return made;
};

const wrong = (one, isOpen) => {
  const made = node('details', 'cv-test-wrong', node('summary', '', own('span', 'cv-wrong-name', one.name)));
  made.open = isOpen;
  made.append(node('p', 'cv-facts', [one.file, one.line ? say('line', { n: one.line }) : ''].filter(Boolean).join(', ')));
  if (one.xfail) made.append(own('p', 'cv-facts', say('known', { why: one.xfail })));
  if (one.detail) made.append(own('p', 'cv-warning', one.detail));
  made.append(...one.turns.map((each) => turn(each, one.name)));
  return made;
};

const group = (one, number) => node('section', 'cv-group',
  node('h3', 'cv-heading', one.heading, ' ', node('span', 'cv-count-badge', String(one.cases.length))),
  node('p', 'cv-note', one.meaning),
  ...one.cases.map((each, place) => wrong(each, number === 0 && place === 0)));

// The share of right answers as a bar, with a line over it as long as its interval.
const strip = (share) => {
  const made = node('div', 'cv-strip', node('span', 'cv-strip-bar'), node('span', 'cv-strip-interval'));
  made.setAttribute('role', 'img');
  made.setAttribute('aria-label', share.words);
  made.firstChild.style.width = `${100 * share.value}%`;
  made.lastChild.style.left = `${100 * share.low}%`;
  made.lastChild.style.width = `${100 * (share.high - share.low)}%`;
  return made;
};

const flips = (kind, title, names) => (names.length ? [node('p', 'cv-flip-title', title),
  node('ul', 'cv-list cv-flips', ...names.map((name) => node('li', '', sign(kind), own('span', '', name))))] : []);

const since = (one) => {
  const made = node('section', 'cv-since', node('h3', 'cv-heading', say('since', { when: moment(one.started) })));
  made.append(...flips('passed', say.count('gained', one.gained.length), one.gained),
    ...flips('failed', say.count('lost', one.lost.length), one.lost));
  if (!one.gained.length && !one.lost.length) made.append(node('p', 'cv-note', say.count('same', one.cases)));
  if (one.changed.length) made.append(own('p', 'cv-note', say('changed', { what: one.changed.join('; ') })));
  if (one.chance) made.append(node('p', 'cv-note', one.chance));
  return made;
};

const openReport = async (name) => {
  const tab = window.open('', '_blank');  // at once, while the browser still knows of the click
  const file = await program.report(name).catch(() => null);
  if (!file?.base64) {
    tab?.close();
    tell(file ? say('no_report') : say('silent'));
  } else if (!tab) {
    keepFile(file);
  } else {
    tab.opener = null;
    const bytes = Uint8Array.from(atob(file.base64), (letter) => letter.charCodeAt(0));
    const url = URL.createObjectURL(new Blob([bytes], { type: 'text/html;charset=utf-8' }));
    tab.location.replace(url);
    setTimeout(() => URL.revokeObjectURL(url), 60_000);
  }
};

const resultOf = (run) => {
  const head = node('h2', 'cv-headline', run.headline);
  const facts = node('p', 'cv-facts', [moment(run.started), ...run.facts].join(' · '));
  const share = run.share ? [strip(run.share), node('p', 'cv-share', run.share.words)] : [];
  return [head, ...share, facts, button('cv-button cv-open-report', say('report'), () => openReport(run.run)),
    ...(run.since ? [since(run.since)] : []), ...run.groups.map(group)];
};

return { resultOf, sign, own };
})();
