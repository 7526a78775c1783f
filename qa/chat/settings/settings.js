// The settings: what holds for everybody is asked of the server, how the page looks stays here.
const { node, button, words, answering } = window.chapterVerse;
const looks = window.chapterVerseLooks;
const say = words('settings');
const program = answering(server);
const root = element.querySelector('.cv-settings');

let state = null;
let changes = {};
let typedKey = ''; // in no attribute, and forgotten when it is saved
const wish = () => [changes, typedKey || null];
const isWaiting = () => Object.keys(changes).length > 0 || typedKey !== '';

// Sentences that screen readers read out when they appear.
const live = (className) => {
  const place = node('p', `cv-note ${className}`);
  place.setAttribute('role', 'status');
  return place;
};
const report = (place, sentence, problem = false) => {
  place.textContent = sentence;
  place.classList.toggle('cv-warning', problem);
};
const leaves = live('cv-leaves');
const tested = live('cv-tested');
const saved = live('cv-saved');

const setting = (name) => state.values[name];
const valueOf = (name) => (name in changes ? changes[name] : setting(name).value);
const isFixed = (name) => Boolean(state.locked || setting(name).fixed);
const change = (name, value) => {
  if (value === (setting(name).value ?? '')) delete changes[name];
  else changes[name] = value;
  mark();
};

const section = (title, ...parts) => node('section', 'cv-section', node('h2', 'cv-heading', title), ...parts);

// Notes below a control are what describes it.
const described = (control, ...sentences) => {
  const notes = sentences.filter(Boolean).map((sentence, number) => {
    const note = node('p', 'cv-note', sentence);
    note.id = `${control.id}-note-${number}`;
    return note;
  });
  if (notes.length) control.setAttribute('aria-describedby', notes.map((note) => note.id).join(' '));
  return notes;
};

const input = (name, type) => {
  const made = node('input');
  made.id = `cv-set-${name}`;
  made.type = type;
  made.autocomplete = 'off';
  made.spellcheck = false;
  return made;
};

const field = (name, label, note) => {
  const box = input(name, 'text');
  box.value = valueOf(name) ?? '';
  box.disabled = isFixed(name);
  box.addEventListener('input', () => change(name, box.value.trim()));
  return node('div', 'cv-setting', node('label', 'cv-field', node('span', '', label), box), ...described(box, note, setting(name).fixed));
};

const toggle = (name, label, note) => {
  const box = input(name, 'checkbox');
  box.checked = valueOf(name);
  box.disabled = isFixed(name);
  box.addEventListener('change', () => change(name, box.checked));
  return node('div', 'cv-setting', node('label', 'cv-check', box, node('span', '', label)), ...described(box, note, setting(name).fixed));
};

// One of several, each with its price where it has one.
const choice = (group, { legend, options, chosen, disabled = false, unseen = false, choose }) => {
  const set = node('fieldset', 'cv-choices', node('legend', unseen ? 'cv-unseen' : 'cv-label', legend));
  set.id = `cv-set-${group}`;
  set.disabled = disabled;
  options.forEach(({ value, label, note }, number) => {
    const box = input(`${group}-${number}`, 'radio');
    box.name = set.id;
    box.checked = value === chosen;
    box.addEventListener('change', () => choose(value));
    const name = node('span', 'cv-choice-label', label);
    name.id = `${box.id}-label`;
    box.setAttribute('aria-labelledby', name.id);
    const card = node('label', 'cv-card-choice', box, name);
    if (note) {
      const cost = node('span', 'cv-choice-note', note);
      cost.id = `${box.id}-note`;
      box.setAttribute('aria-describedby', cost.id);
      card.append(cost);
    }
    set.append(card);
  });
  return set;
};

// Says what would leave this machine, before anything is saved or tested.
let asked = 0;
const warn = async () => {
  const turn = ++asked;
  const { told } = await program.where([changes, null]);
  const isNew = told !== '' && told !== leaves.textContent;
  if (turn === asked && leaves.textContent !== told) leaves.textContent = told;
  return isNew;
};

// Does what a button is for, once at a time; the button keeps the focus.
const working = (place, act) => async (event) => {
  const control = event.currentTarget;
  if (control.classList.contains('cv-busy')) return;
  control.classList.add('cv-busy');
  report(place, '');
  try {
    if (await warn()) report(place, `${leaves.textContent} ${say('again')}`, true);
    else await act(control);
  } catch (error) {
    report(place, say('silent'), true);
  } finally {
    control.classList.remove('cv-busy');
  }
};

const test = working(tested, async () => {
  report(tested, say('testing'));
  const reply = await program.check(wish());
  report(tested, reply.problem || reply.told, Boolean(reply.problem));
});

const take = async (wanted, done = () => {}) => {
  shared.inert = true; // what would be typed meanwhile would be lost
  try {
    const { problem, told } = await program.save(wanted);
    if (!problem) {
      done();
      await look(true);
      trigger('changed', {});
    }
    report(saved, problem || told, Boolean(problem));
  } finally {
    shared.inert = false;
    if (document.activeElement === document.body) saver.focus(); // what had it was out of reach
  }
};
const forgetChanges = () => {
  changes = {};
  typedKey = '';
};
const save = working(saved, async () => {
  if (isWaiting()) await take(wish(), forgetChanges);
  else report(saved, say('nothing_changed'));
});
const retry = working(saved, () => take([{}, null]));
const forget = working(saved, () => take([{}, '']));

const discard = () => {
  forgetChanges();
  render();
  saver.focus();
};

const saver = button('cv-button cv-main', say('save'), save);
const discarder = button('cv-quiet', say('discard'), discard);
const bar = node('div', 'cv-save-bar', saver, discarder, node('span', 'cv-unsaved', say('unsaved')), saved);
const shared = node('div', 'cv-settings-part');
const own = node('div', 'cv-settings-part');

let typing;
function mark() {
  const waiting = isWaiting();
  bar.classList.toggle('cv-waiting', waiting);
  saver.setAttribute('aria-disabled', String(!waiting));
  report(saved, '');
  report(tested, '');
  clearTimeout(typing);
  typing = setTimeout(() => warn().catch(() => {}), 250); // a click looks for itself
}

const key = () => {
  const box = input('key', 'password');
  box.autocomplete = 'new-password';
  box.value = typedKey;
  box.addEventListener('input', () => { typedKey = box.value.trim(); mark(); });
  const present = state.key && say.among('key_there', state.key);
  const parts = [node('label', 'cv-field', node('span', '', say('key')), box), ...described(box, present, say('key_note'))];
  if (state.key === 'typed') parts.push(button('cv-quiet', say('forget'), forget));
  return node('div', 'cv-setting', ...parts);
};

const writing = () => {
  if (!isWaiting()) leaves.textContent = state.leaves;
  const parts = [toggle('evidence_only', say('evidence_only'), say('evidence_only_note')), field('model', say('model'), say('model_note'))];
  if (state.problem) parts.push(node('p', 'cv-note cv-warning', state.problem));
  if (!state.locked) {
    if (state.problem) parts.push(button('cv-button', say('retry'), retry));
    const names = node('datalist');
    names.id = 'cv-model-names';
    for (const name of state.models) names.append(Object.assign(node('option'), { value: name }));
    parts[1].querySelector('input').setAttribute('list', names.id);
    const tester = button('cv-button', say('test'), test);
    const foot = node('div', 'cv-setting', tester, ...described(tester, say('test_note')), tested);
    parts.push(names, field('model_base_url', say('base_url'), say('base_url_note')), key(), leaves, foot);
  } else {
    parts.push(leaves);
  }
  return section(say('writing'), ...parts);
};

const strictness = () => {
  const present = setting('threshold').value;
  const options = state.steps.map((step) => ({ value: step.threshold, label: step.name, note: step.cost }));
  if (!options.some((option) => option.value === present)) {
    options.push({ value: present, label: say('own_step', { threshold: present }) });
  }
  const set = choice('threshold', {
    legend: say('strictness'), unseen: true, options, chosen: valueOf('threshold'),
    disabled: isFixed('threshold'), choose: (value) => change('threshold', value),
  });
  return section(say('strictness'), set, ...described(set, say('measured'), setting('threshold').fixed));
};

const showing = () => section(say('showing'), toggle('show_withdrawn', say('show_withdrawn'), say('show_withdrawn_note')));

const appearance = () => {
  const theme = choice('theme', {
    legend: say('theme_label'), chosen: looks.theme(), choose: looks.setTheme,
    options: ['system', 'light', 'dark'].map((value) => ({ value, label: say.among('theme', value) })),
  });
  const size = choice('size', {
    legend: say('size_label'), chosen: looks.size(), choose: looks.setSize,
    options: ['small', 'normal', 'large'].map((value) => ({ value, label: say.among('size', value) })),
  });
  return section(say('appearance'), theme, size, node('p', 'cv-note', say('appearance_note')));
};

const about = () => {
  const list = node('dl', 'cv-about');
  for (const [label, value] of state.about) list.append(node('dt', '', label), node('dd', '', value));
  return section(say('about'), list);
};

function render() {
  const parts = [];
  if (state.locked) parts.push(node('p', 'cv-locked', state.locked));
  if (Object.keys(state.values).length) parts.push(writing(), strictness(), showing());
  shared.replaceChildren(...parts);
  own.replaceChildren(appearance(), about());
  bar.hidden = Boolean(state.locked);
  if (!root.contains(shared)) root.replaceChildren(shared, bar, own);
  if (!state.locked) mark();
}

// Shows what is in force, unless it is shown already or something is being changed.
async function look(anew = false) {
  const now = await program.state();
  if (!anew && state && (isWaiting() || JSON.stringify(now) === JSON.stringify(state))) return;
  state = now;
  render();
}

// The area is looked at, for the first time or again: somebody else may have changed the settings.
root.append(node('p', 'cv-note cv-busy', say('loading')));
const AGAIN = 3000; // milliseconds until a silent program is asked once more
let again;
const begin = () => look().catch(() => {
  if (state) return;
  root.replaceChildren(node('p', 'cv-note cv-warning', say('silent')));
  clearTimeout(again);
  again = setTimeout(begin, AGAIN);
});
new IntersectionObserver((entries) => { if (entries.at(-1).isIntersecting) begin(); }).observe(root);
