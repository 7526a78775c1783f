// The conversations of the past, beside the page or, in a narrow window, over it.
const { node, button, menu, tell, words, keepFile, lifetime } = window.chapterVerse;
const say = words('talks');
const signal = lifetime('rail');
const nav = element.querySelector('.cv-talks');
const opener = element.querySelector('.cv-open-rail');
nav.setAttribute('aria-label', say('menu'));
opener.setAttribute('aria-label', say('menu'));

const NARROW = window.matchMedia('(max-width: 1199px)');
const setOpen = (open) => {
  nav.classList.toggle('cv-shown', open);
  opener.setAttribute('aria-expanded', String(open));
  if (open) nav.querySelector('button')?.focus();
};
opener.addEventListener('click', () => setOpen(!nav.classList.contains('cv-shown')));
document.addEventListener('keydown', (event) => {
  if (event.key !== 'Escape' || !nav.classList.contains('cv-shown')) return;
  setOpen(false);
  opener.focus();
}, { signal });
document.addEventListener('pointerdown', (event) => {
  if (NARROW.matches && !element.contains(event.target)) setOpen(false);
}, { signal });

const toAsking = () => document.querySelector('#cv-tabs [role=tab]')?.click();

const fresh = button('cv-button cv-new', say('new'), () => {
  trigger('fresh', {});
  toAsking();
  setOpen(false);
});
const search = node('input', 'cv-input');
search.type = 'search';
search.placeholder = say('search');
search.setAttribute('aria-label', say('search'));
const lists = node('div', 'cv-talk-lists');
nav.append(fresh, search, lists);

const current = () => props.value?.current ?? '';

const rename = (talk, row) => {
  const box = node('form', 'cv-rename');
  const input = node('input', 'cv-input');
  input.value = talk.title;
  input.maxLength = 200;
  input.setAttribute('aria-label', say('new_title'));
  const save = button('cv-button', say('save'), () => {});
  save.type = 'submit';
  box.append(input, save, button('cv-quiet', say('cancel'), () => look({ focus: talk.id })));
  box.addEventListener('submit', async (event) => {
    event.preventDefault();
    const problem = await server.rename([talk.id, input.value]);
    if (problem) tell(problem);
    await look({ focus: talk.id });
  });
  box.addEventListener('keydown', (event) => {
    if (event.key !== 'Escape') return;
    event.stopPropagation();
    look({ focus: talk.id });
  });
  row.replaceChildren(box);
  input.focus();
  input.select();
};

const remove = (talk, row) => {
  const box = node('div', 'cv-sure', node('p', '', say('delete_sure', { title: talk.title })));
  const no = button('cv-quiet', say('delete_no'), () => look({ focus: talk.id }));
  box.append(button('cv-danger', say('delete_yes'), async () => {
    const problem = await server.remove(talk.id);
    tell(problem || say('deleted'));
    if (!problem && talk.id === current()) trigger('fresh', {});
    await look();
    fresh.focus();
  }), no);
  row.replaceChildren(box);
  no.focus();
};

const exported = async (id, form) => {
  const file = await server.exported([id, form]);
  if (file.problem) tell(file.problem);
  else keepFile(file);
};

const line = (talk) => {
  const row = node('li', 'cv-talk');
  const open = button('cv-talk-open', talk.title, () => {
    trigger('choose', { id: talk.id });
    toAsking();
    setOpen(false);
  });
  open.dir = 'auto';
  open.title = talk.title;
  if (talk.id === current()) open.setAttribute('aria-current', 'true');
  const more = menu('cv-end', '', [
    button('', say('rename'), () => rename(talk, row)),
    ...['markdown', 'web', 'word', 'json'].map((form) =>
      button('', say.among('export', form), () => exported(talk.id, form))),
    button('', say('delete'), () => remove(talk, row)),
  ]);
  more.querySelector('summary').setAttribute('aria-label', say('actions', { title: talk.title }));
  row.dataset.talk = talk.id;
  row.append(open, more);
  return row;
};

const DAY = 86_400_000;
const midnight = () => new Date().setHours(0, 0, 0, 0);
const PERIODS = [
  ['today', () => midnight()],
  ['yesterday', () => midnight() - DAY],
  ['week', () => midnight() - 7 * DAY],
  ['earlier', () => -Infinity],
];
const LABELS = { today: say('today'), yesterday: say('yesterday'), week: say('week'), earlier: say('earlier') };

const grouped = (talks) => {
  const parts = [];
  let left = talks;
  for (const [period, since] of PERIODS) {
    const here = left.filter((talk) => Date.parse(talk.when) >= since());
    left = left.filter((talk) => !here.includes(talk));
    if (!here.length) continue;
    const list = node('ul', 'cv-list', ...here.map(line));
    list.setAttribute('aria-label', LABELS[period]);
    parts.push(node('p', 'cv-label', LABELS[period]), list);
  }
  return parts;
};

const render = (found) => {
  const parts = grouped(found.own);
  if (found.problem) parts.unshift(node('p', 'cv-note cv-warning', found.problem));
  else if (!found.own.length) parts.push(node('p', 'cv-empty', search.value ? say('none_found') : say('none')));
  if (found.others.length) {
    const more = node('details', 'cv-others', node('summary', 'cv-label', say('others')), ...grouped(found.others));
    more.open = !found.own.length && !search.value;
    parts.push(more);
  }
  lists.replaceChildren(...parts);
};

// A menu that is open, a title that is being typed, a deletion that is being asked about.
const isInUse = () => lists.querySelector('.cv-menu[open], .cv-rename, .cv-sure') !== null;

// What has the focus, to be found again in a list that was drawn anew.
const focused = () => {
  const row = document.activeElement.closest('.cv-talk');
  if (!row || !lists.contains(row)) return '';
  const part = document.activeElement.matches('summary') ? 'summary' : '.cv-talk-open';
  return `[data-talk="${row.dataset.talk}"] ${part}`;
};

let asked = 0;
async function look({ focus = '', patient = false } = {}) {
  const turn = ++asked;
  try {
    const found = await server.listed(search.value.trim());
    if (turn !== asked) return;
    if (patient && isInUse()) {
      isStale = true;
      return;
    }
    isStale = false;
    const kept = focus ? `[data-talk="${focus}"] .cv-talk-open` : focused();
    render(found);
    if (kept) lists.querySelector(kept)?.focus();
  } catch (error) {
    lists.replaceChildren(node('p', 'cv-note cv-warning', say('silent')));
  }
}

// An answer came while something of the list was in use: it is drawn anew when that is done.
let isStale = false;
lists.addEventListener('toggle', () => {
  if (isStale && !isInUse()) look({ patient: true });
}, { capture: true });

let typing;
search.addEventListener('input', () => {
  clearTimeout(typing);
  typing = setTimeout(look, 200);
});
look();
watch('value', () => look({ patient: true }));
