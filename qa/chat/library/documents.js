// The list of documents: find, sort, choose, remove.
const root = element.querySelector('.cv-documents');

const { node, button, tell, words, answering } = window.chapterVerse;
const { own, tame, number } = shown;
const { COLUMNS, NUMBERS, roled } = rows;
const say = words('documents');
const program = answering(server);

const AT_ONCE = 100;
const TYPING_MS = 120;
const LARGEST_FIRST = new Set(['date', 'state', ...NUMBERS]);

let all = null; // the documents, once they are there
let version = null; // of what was fetched
let trouble = ''; // why they cannot be listed
let found = []; // those that fit, in order
let limit = AT_ONCE; // how many of them are drawn
let sort = { by: 'title', descending: false };
let chosen = new Set(); // names
let scope = []; // the names that the conversation keeps to
let question = null; // the row that asks whether to remove the one above it
let barHeld = ''; // of which names the bar asks whether to remove them

const editable = () => props.value.editable;

// -- What stands there: tools, a line that counts, the table, what is chosen

let typing;
const field = (label, type, className) => {
  const input = node('input');
  input.type = type;
  input.addEventListener('input', () => {
    clearTimeout(typing);
    typing = setTimeout(find, TYPING_MS);
  });
  return { input, made: node('label', `cv-field ${className}`, node('span', '', label), input) };
};
const query = field(say('search'), 'search', 'cv-find-words');
query.input.placeholder = say('search_in');
const from = field(say('from'), 'date', 'cv-find-date');
const to = field(say('to'), 'date', 'cv-find-date');
const sorting = node('select');
for (const by of COLUMNS) sorting.append(new Option(say.among('column', by), by));
sorting.addEventListener('change', () => sortBy(sorting.value));
const tools = node(
  'div', 'cv-find', query.made, from.made, to.made,
  node('label', 'cv-field cv-find-sort', node('span', '', say('sort_by')), sorting),
);

const count = roled(node('p', 'cv-shelf-count'), 'status');
const unfilter = button('cv-quiet', say('clear_filters'), () => clearFilters());
const askFound = button('cv-quiet', '', () => ask(found.map(({ name }) => name)));
const line = node('div', 'cv-shelf-line', count, unfilter, askFound, node('p', 'cv-shelf-hint', say('hint')));
const message = node('div', 'cv-shelf-message');

const chooseAll = rows.checkbox(say('choose_all'));
chooseAll.title = say('choose_all');
const headers = COLUMNS.map((by) => rows.header(by, button('', say.among('column', by), () => sortBy(by))));
const headRow = roled(node(
  'tr', '', rows.header('choice', node('label', 'cv-choose-all', chooseAll, node('span', '', say('choose_all')))),
  ...headers, rows.header('remove', node('span', 'cv-unseen', say('remove'))),
), 'row');
const body = roled(node('tbody', ''), 'rowgroup');
const table = roled(node(
  'table', 'cv-table cv-shelf', node('caption', 'cv-unseen', say('caption')), roled(node('thead', '', headRow), 'rowgroup'), body,
), 'table');
const more = button('cv-button cv-more', '', () => showMore());
const bar = roled(node('div', 'cv-chosen'), 'region');
bar.setAttribute('aria-label', say('chosen_region'));
root.replaceChildren(tools, line, message, table, more, bar);

const rowOf = (entry) => {
  const row = rows.make(entry, {
    onChoice: ({ name }, isChosen) => {
      if (isChosen) chosen.add(name); else chosen.delete(name);
      drawChoice();
    },
    onRemove: editable() ? confirmOne : null,
  });
  rows.mark(row, chosen.has(entry.name));
  return row;
};

// -- Finding

const criteria = () => ({ query: query.input.value, from: from.input.value, to: to.input.value });
const isFiltered = () => Object.values(criteria()).some((value) => value.trim());

const find = () => {
  limit = AT_ONCE;
  findAgain();
};

const findAgain = () => {
  found = (all ?? []).filter(finding.fits(criteria())).sort(finding.order(sort));
  draw();
};

const sortBy = (by) => {
  sort = { by, descending: sort.by === by ? !sort.descending : LARGEST_FIRST.has(by) };
  find();
};

const clearFilters = () => {
  for (const { input } of [query, from, to]) input.value = '';
  find();
  query.input.focus();
};

const showMore = () => {
  const first = limit;
  limit += AT_ONCE;
  draw();
  body.children[first]?.querySelector('.cv-document-title').focus();
};

// -- Drawing

const instead = () => {
  if (trouble) return [node('p', 'cv-empty cv-warning', trouble), button('cv-button', say('try_again'), () => fetchAll())];
  if (all === null) return [node('p', 'cv-empty cv-busy', say('loading'))];
  if (!all.length) return [node('p', 'cv-heading', say('none')), node('p', 'cv-empty', editable() ? say('none_advice') : say('none_shared'))];
  return found.length ? [] : [node('p', 'cv-empty', say('none_fit'))];
};

// The list may be drawn anew while somebody is at work in it: an open question and the focus stay.
const rowNamed = (name) => [...body.children].find(({ dataset }) => dataset.name === name);
const controlsOf = (row) => [...row.querySelectorAll('button, input')];

const drawRows = (drawn) => {
  const held = document.activeElement;
  const place = held?.closest('.cv-document');
  const control = place ? controlsOf(place).indexOf(held) : -1;
  body.replaceChildren(...drawn.map(rowOf));
  const asked = question && rowNamed(question.dataset.about);
  if (asked) asked.after(question); else question = null;
  if (control >= 0) controlsOf(rowNamed(place.dataset.name) ?? body)[control]?.focus();
  else if (question?.contains(held)) held.focus();
};

const drawHead = () => {
  headers.forEach((top, place) => {
    if (COLUMNS[place] === sort.by) top.setAttribute('aria-sort', sort.descending ? 'descending' : 'ascending');
    else top.removeAttribute('aria-sort');
  });
  sorting.value = sort.by;
};

const drawLine = () => {
  const filtered = isFiltered();
  count.textContent = filtered ? say.count('some_of', all.length, { shown: number(found.length) }) : say.count('documents', all.length);
  unfilter.hidden = !filtered;
  const isScope = found.length === scope.length && found.every(({ name }) => scope.includes(name));
  askFound.hidden = !filtered || !found.length || found.length === all.length || isScope;
  askFound.textContent = say.count('ask_shown', found.length);
};

const drawChoice = () => {
  const drawn = found.slice(0, limit);
  const marked = drawn.filter(({ name }) => chosen.has(name)).length;
  chooseAll.checked = marked > 0 && marked === drawn.length;
  chooseAll.indeterminate = marked > 0 && marked < drawn.length;
  const names = [...chosen];
  if (names.length && names.join('\n') === barHeld) return;
  barHeld = '';
  const isScope = names.length === scope.length && scope.every((name) => chosen.has(name));
  bar.hidden = !names.length;
  bar.replaceChildren(node('p', 'cv-chosen-count', isScope ? say.count('asked', names.length) : say.count('chosen', names.length)));
  if (!isScope) bar.append(button('cv-button cv-main', say.count('ask_only', names.length), () => ask(names)));
  if (editable()) bar.append(button('cv-button', say('remove_chosen'), () => confirmMany(names)));
  bar.append(button('cv-quiet', isScope ? say('ask_all') : say('clear'), () => unchoose()));
};

const draw = () => {
  const ready = all !== null && !trouble;
  const drawn = ready ? found.slice(0, limit) : [];
  message.replaceChildren(...instead());
  tools.hidden = line.hidden = !ready || !all.length;
  table.hidden = !drawn.length;
  drawRows(drawn);
  more.hidden = found.length <= drawn.length;
  more.textContent = say.count('more', Math.min(AT_ONCE, Math.max(0, found.length - limit)));
  if (ready) drawLine();
  drawHead();
  drawChoice();
};

// -- Choosing

const ask = (names) => {
  chosen = new Set(names);
  trigger('choose', { names, stay: false });
  tell(say.count('asking_only', names.length));
};

const markRows = () => {
  for (const row of body.querySelectorAll('.cv-document')) rows.mark(row, chosen.has(row.dataset.name));
  drawLine();
  drawChoice();
};

const unchoose = () => {
  chosen.clear();
  if (scope.length) {
    trigger('choose', { names: [], stay: true });
    tell(say('asking_all'));
  }
  markRows();
  query.input.focus();
};

chooseAll.addEventListener('change', () => {
  for (const { name } of found.slice(0, limit)) {
    if (chooseAll.checked) chosen.add(name); else chosen.delete(name);
  }
  markRows();
});

// -- Removing

const confirmOne = (entry) => {
  question?.remove();
  const leave = () => {
    question.remove();
    question = null;
    rowNamed(entry.name).querySelector('.cv-remove').focus();
  };
  const agree = () => remove([entry.name], found.findIndex(({ name }) => name === entry.name), inside);
  const sentence = say('remove_question', { title: tame(entry.title) });
  const inside = roled(node('td', '', removing.question(sentence, say('remove_it'), say('keep_it'), agree, leave)), 'cell');
  inside.colSpan = COLUMNS.length + 2;
  question = roled(node('tr', 'cv-confirm-row', inside), 'row');
  question.dataset.about = entry.name;
  rowNamed(entry.name).after(question);
};

const confirmMany = (names) => {
  const leave = () => {
    barHeld = '';
    drawChoice();
    bar.querySelector('button').focus();
  };
  const agree = () => remove(names, 0, bar);
  barHeld = names.join('\n');
  bar.replaceChildren(removing.question(say.count('remove_question_many', names.length), say('remove_them'), say('keep_them'), agree, leave));
};

const tellRemoved = (removed) => {
  if (removed.length > 1) { tell(say.count('removed_many', removed.length)); return; }
  const entry = all.find(({ name }) => name === removed[0]);
  if (entry) tell(say('removed', { title: tame(entry.title) }));
};

const remove = async (names, place, where) => {
  const { removed, failures } = await removing.work(program.discard, names, where);
  tellRemoved(removed);
  const gone = new Set(removed);
  all = all.filter(({ name }) => !gone.has(name));
  for (const name of gone) chosen.delete(name);
  [question, barHeld] = [null, ''];
  findAgain();
  if (failures.length) {
    const notes = failures.slice(0, 5).map(({ name, detail }) => own('p', 'cv-note cv-warning', name ? `${name}: ${detail}` : detail));
    message.replaceChildren(roled(node('div', 'cv-shelf-failures', node('p', 'cv-heading', say.count('not_removed', failures.length)), ...notes), 'alert'));
  }
  const next = body.children[Math.min(place, body.children.length - 1)];
  (next?.querySelector('.cv-document-title') ?? query.input).focus();
  trigger('changed');
};

// -- What the page tells

const fetchAll = async () => {
  const wanted = props.value.version;
  trouble = '';
  if (all === null) draw();
  try {
    const shelf = await program.documents(null);
    trouble = shelf.problem;
    all = shelf.documents.map(finding.prepared);
    version = wanted;
  } catch (error) {
    trouble = say('silent');
  }
  const names = new Set(all?.map(({ name }) => name));
  chosen = new Set([...chosen].filter((name) => names.has(name)));
  findAgain();
};

// The conversation's choice may have changed over there; what is chosen here and not yet asked stays.
const listen = () => {
  const { version: present, chosen: asked } = props.value;
  if (!present) return;
  if (asked.length !== scope.length || asked.some((name) => !scope.includes(name))) {
    scope = [...asked];
    chosen = new Set(scope);
  }
  if (present !== version) fetchAll();
  else if (all) markRows();
};

draw();
listen();
watch('value', listen);
