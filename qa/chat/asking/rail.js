// The conversations of the past, beside the page or, in a narrow window, over it.
const { node, button, menu, tell, words, keepFile, lifetime, answering } = window.chapterVerse;
const say = words('talks');
const program = answering(server);
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
const silent = node('p', 'cv-note cv-warning');
silent.setAttribute('role', 'status');
const lists = node('div', 'cv-talk-lists');
nav.append(fresh, search, silent, lists);

const current = () => props.value?.current ?? '';

// Does what needs the program; where that is silent, everything stays as it was typed.
const attempt = async (work) => {
  try {
    await work();
  } catch (error) {
    tell(say('silent'));
  }
};

// Ends what a row was used for: it shows its conversation again.
const putBack = (talk, row) => {
  const made = line(talk);
  row.replaceWith(made);
  made.querySelector('.cv-talk-open').focus();
  if (isStale) look({ patient: true });
};

const rename = (talk, row) => {
  const box = node('form', 'cv-rename');
  const input = node('input', 'cv-input');
  input.value = talk.title;
  input.maxLength = 200;
  input.setAttribute('aria-label', say('new_title'));
  const save = button('cv-button', say('save'), () => {});
  save.type = 'submit';
  box.append(input, save, button('cv-quiet', say('cancel'), () => putBack(talk, row)));
  box.addEventListener('submit', (event) => {
    event.preventDefault();
    attempt(async () => {
      const problem = await program.rename([talk.id, input.value]);
      if (problem) tell(problem);
      putBack(problem ? talk : { ...talk, title: input.value }, row);
      look({ patient: true });
    });
  });
  box.addEventListener('keydown', (event) => {
    if (event.key !== 'Escape') return;
    event.stopPropagation();
    putBack(talk, row);
  });
  row.replaceChildren(box);
  input.focus();
  input.select();
};

const remove = (talk, row) => {
  const box = node('div', 'cv-sure', node('p', '', say('delete_sure', { title: talk.title })));
  const no = button('cv-quiet', say('delete_no'), () => putBack(talk, row));
  box.append(button('cv-danger', say('delete_yes'), () => attempt(async () => {
    const problem = await program.remove(talk.id);
    tell(problem || say('deleted'));
    if (!problem && talk.id === current()) trigger('fresh', {});
    fresh.focus();
    row.remove();
    look({ patient: true });
  })), no);
  row.replaceChildren(box);
  no.focus();
};

const exported = (id, form) => attempt(async () => {
  const file = await program.exported([id, form]);
  if (file.problem) tell(file.problem);
  else keepFile(file);
});

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

// A menu that is open, a title that is being typed, a deletion that is being asked about.
const IN_USE = '.cv-menu[open], .cv-rename, .cv-sure';
const inUse = () => [...lists.querySelectorAll('.cv-talk')].filter((row) => row.querySelector(IN_USE));

const grouped = (talks, made = line) => {
  const parts = [];
  let left = talks;
  for (const [period, since] of PERIODS) {
    const here = left.filter((talk) => Date.parse(talk.when) >= since());
    left = left.filter((talk) => !here.includes(talk));
    if (!here.length) continue;
    const list = node('ul', 'cv-list', ...here.map(made));
    list.setAttribute('aria-label', LABELS[period]);
    parts.push(node('p', 'cv-label', LABELS[period]), list);
  }
  return parts;
};

// Rows that are in use stay as they are, also where a search does not find them.
const render = (found) => {
  const held = new Map(inUse().map((row) => [row.dataset.talk, row]));
  const rowOf = (talk) => {
    const row = held.get(talk.id);
    held.delete(talk.id);
    return row ?? line(talk);
  };
  const parts = grouped(found.own, rowOf);
  if (found.problem) parts.unshift(node('p', 'cv-note cv-warning', found.problem));
  else if (!found.own.length && !(search.value && found.others.length)) parts.push(node('p', 'cv-empty', search.value ? say('none_found') : say('none')));
  if (found.others.length) {
    const more = node('details', 'cv-others', node('summary', 'cv-label', say('others')), ...grouped(found.others, rowOf));
    more.open = !found.own.length || search.value !== '' || more.querySelector(IN_USE) !== null;
    parts.push(more);
  }
  if (held.size) parts.unshift(node('ul', 'cv-list', ...held.values()));
  lists.replaceChildren(...parts);
};

// What has the focus, to be found again in a list that was drawn anew.
const focused = () => {
  const row = document.activeElement.closest('.cv-talk');
  if (!row || !lists.contains(row)) return '';
  const part = document.activeElement.matches('summary') ? 'summary' : '.cv-talk-open';
  return `[data-talk="${row.dataset.talk}"] ${part}`;
};

// Whoever searches waits for what is found; all else waits until no row is in use.
const isBusy = (patient) => inUse().some((row) => patient || row.contains(document.activeElement));

const AGAIN = 3000; // milliseconds until a silent program is asked once more
let asked = 0;
async function look({ patient = false } = {}) {
  const turn = ++asked;
  let found;
  try {
    found = await program.listed(search.value.trim());
  } catch (error) {
    if (turn !== asked) return;
    silent.textContent = say('silent');
    setTimeout(() => { if (turn === asked && !signal.aborted) look({ patient }); }, AGAIN);
    return;
  }
  if (turn !== asked) return;
  silent.textContent = '';
  isStale = isBusy(patient);
  if (isStale) return;
  const kept = focused();
  render(found);
  if (kept) lists.querySelector(kept)?.focus();
}

// The list changed while something of it was in use: it is drawn anew when that is done.
let isStale = false;
lists.addEventListener('toggle', () => {
  if (isStale && !inUse().length) look({ patient: true });
}, { capture: true });

let typing;
search.addEventListener('input', () => {
  clearTimeout(typing);
  typing = setTimeout(look, 200);
});
look();
watch('value', () => look({ patient: true }));
