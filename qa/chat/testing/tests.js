// The case files, the way to run them, and how far a run has come.
const { node, button, words, tell, copy, answering } = window.chapterVerse;
const say = words('tests');
const program = answering(server);
const root = element.querySelector('.cv-tests');
const signal = window.chapterVerse.lifetime('tests');

const parts = {};
for (const name of ['silent', 'head', 'going', 'result', 'files']) {
  parts[name] = node('section', `cv-tests-${name}`);
  root.append(parts[name]);
}
parts.silent.classList.add('cv-warning');
parts.silent.setAttribute('role', 'status');
const isSilent = () => parts.silent.textContent !== '';

let shown = null;  // what the server told last
const chosen = new Set();
const keyOf = (file, one) => JSON.stringify([file.name, one.name]);
const keys = (wanted) => [...wanted].map((key) => JSON.parse(key));
const all = () => shown.files.flatMap((file) => file.cases.map((one) => ({ ...one, key: keyOf(file, one) })));

const ask = async (way) => {
  try {
    const problem = await way();
    if (problem) tell(problem);
  } catch (error) {
    tell(say('silent'));
  }
  await look();
};

// Buttons are built once and then only changed, so that they keep the focus; so none is ever disabled.
const runner = (className, name, cases, wanted) => {
  const made = button(className, '', () => { if (!shown.going.running) ask(() => program.run(wanted(cases()))); });
  const offer = () => {
    const { length } = cases();
    made.hidden = !length;
    made.textContent = name(length);
    made.setAttribute('aria-disabled', String(shown.going.running));
  };
  return { made, offer };
};
const these = (cases) => keys(cases.map((one) => one.key));
const runners = [
  runner('cv-button cv-main', (n) => say.count('run_all', n), () => all(), () => null),
  runner('cv-button', (n) => say.count('run_chosen', n), () => all().filter((one) => chosen.has(one.key)), these),
  runner('cv-button', (n) => say.count('run_failed', n), () => all().filter((one) => one.outcome && !one.good), these),
];
const actions = node('div', 'cv-tests-actions', ...runners.map(({ made }) => made));
const toldLeft = node('p', '');
const left = node('div', 'cv-left', toldLeft, button('cv-button', say('go_on'), () => ask(() => program.go_on(null))));
actions.hidden = left.hidden = true;
parts.head.append(actions, left);

const pathLine = (path) => {
  const copier = button('cv-quiet', say('copy'), () => copy(path, say('copied'), say('not_copied')));
  copier.dataset.key = `copy ${path}`;
  return node('p', 'cv-path', node('code', '', path), copier);
};

const introduction = () => {
  if (shown.files.length) return [node('p', 'cv-note', shown.editable ? say('about') : say('shared'))];
  const steps = [say('how_ask', { tab: say('ask_tab') }), say('how_mark'), say('how_save')];
  return [node('p', 'cv-facts', say('none')), node('h2', 'cv-heading', say('how_heading')),
    node('ol', 'cv-test-steps', ...steps.map((step) => node('li', '', step))),
    ...(shown.folder ? [node('p', 'cv-note', say('own_files')), pathLine(shown.folder)] : [])];
};

const renderHead = () => {
  for (const part of [...parts.head.children]) if (part !== actions && part !== left) part.remove();
  actions.before(...introduction());
  actions.hidden = !shown.editable || !all().length;
  for (const { offer } of runners) offer();
  left.hidden = !shown.editable || !shown.files.length || !shown.left || shown.going.running;
  toldLeft.textContent = say.count('left', shown.left);
  if (shown.files.length && shown.going.problem) left.after(own('p', 'cv-warning cv-note', shown.going.problem));
};

const timeLeft = (seconds) => {
  if (seconds === null) return '';
  return seconds < 90 ? say('left_seconds', { n: Math.max(1, Math.round(seconds)) })
    : say('left_minutes', { n: Math.round(seconds / 60) });
};

const bar = node('progress', 'cv-progress');
const doing = own('p', 'cv-test-doing', '');
const figures = node('p', 'cv-facts', '');
const stop = button('cv-button', say('stop'), () => { if (!shown.going.stopping) ask(() => program.stop(null)); });
parts.going.append(node('div', 'cv-going-words', doing, figures), stop, bar);

const renderGoing = ({ running, stopping, done, total, doing: question, seconds_left: seconds }) => {
  parts.going.hidden = !running;
  if (!running) return;
  bar.max = total;
  bar.value = done;
  const count = say('progress', { done, total });
  bar.setAttribute('aria-label', count);
  doing.textContent = question;
  figures.textContent = [count, timeLeft(seconds)].filter(Boolean).join(' · ');
  stop.hidden = !shown.editable;
  stop.setAttribute('aria-disabled', String(stopping));
  stop.textContent = stopping ? say('stopping') : say('stop');
};

const outcome = (one) => {
  const told = node('span', 'cv-outcome-word');
  if (!one.outcome) told.append(say('never'));
  else if (one.failure && one.outcome === 'failed') told.append(sign(one.outcome), one.failure);
  else told.append(sign(one.outcome), say.among('outcome', one.outcome));
  if (one.edited) told.append(node('span', 'cv-facts', ` · ${say('edited')}`));
  told.classList.toggle('cv-bad', Boolean(one.outcome) && !one.good);
  return told;
};

const tick = (label, isOn, act) => {
  const box = node('input');
  box.type = 'checkbox';
  box.checked = isOn;
  box.setAttribute('aria-label', label);
  box.addEventListener('change', () => { act(box.checked); render(); });
  return box;
};

const set = (key, isOn) => (isOn ? chosen.add(key) : chosen.delete(key));

const line = (file, one) => {
  const key = keyOf(file, one);
  const told = node('div', 'cv-case-words', own('p', 'cv-case-name', one.name));
  if (one.question) told.append(own('p', 'cv-facts', one.question));
  if (one.tags.length) told.append(node('p', 'cv-tags', ...one.tags.map((tag) => node('span', 'cv-tag', tag))));
  const box = tick(say('choose_case', { name: one.name }), chosen.has(key), (isOn) => set(key, isOn));
  box.dataset.key = key;
  return node('li', 'cv-case', shown.editable ? box : '', told, outcome(one));
};

const fileOf = (file) => {
  const mine = file.cases.map((one) => keyOf(file, one));
  const box = tick(say('choose_file', { name: file.name }), mine.length > 0 && mine.every((key) => chosen.has(key)),
    (isOn) => mine.forEach((key) => set(key, isOn)));
  box.dataset.key = file.name;
  const count = node('span', 'cv-count-badge', say.count('cases', file.cases.length));
  const head = node('h3', 'cv-heading cv-file-head', shown.editable && mine.length ? box : '', own('span', 'cv-name', file.name),
    file.problem ? '' : count);
  const made = node('section', 'cv-case-file', head);
  if (file.description) made.append(own('p', 'cv-note', file.description));
  if (file.path) made.append(pathLine(file.path));
  if (file.problem) {
    const where = file.line ? say('problem_at', { line: file.line, problem: file.problem }) : file.problem;
    made.append(own('p', 'cv-warning cv-note', say('unusable', { problem: where })));
  }
  made.append(node('ul', 'cv-list', ...file.cases.map((one) => line(file, one))));
  return made;
};

// What had the focus keeps it; where it stands there no more, the first button gets it.
const keepingFocus = (draw) => {
  const held = root.contains(document.activeElement) ? document.activeElement : null;
  draw();
  if (!held || held.checkVisibility()) return;
  const { key } = held.dataset;
  const same = key && root.querySelector(`[data-key="${CSS.escape(key)}"]`);
  (same || runners[0].made).focus();
};

const render = () => keepingFocus(() => {
  renderHead();
  renderGoing(shown.going);
  parts.files.replaceChildren(...shown.files.map(fileOf));
});

let standing = '';  // when the result on the page was written
const renderResult = async () => {
  const { run: name, written } = shown.going;
  if (written === standing) return;
  const found = name ? await program.result(name) : null;
  standing = written;
  const made = found ? resultOf(found) : name ? [node('p', 'cv-note', say('no_result'))] : [];
  keepingFocus(() => parts.result.replaceChildren(...made));
};

async function look() {
  try {
    shown = await program.overview(null);
    render();
    await renderResult();
    parts.silent.textContent = '';
  } catch (error) {
    parts.silent.textContent = say('silent');
  }
}

const inSight = () => root.offsetParent !== null && document.visibilityState === 'visible';
const OFTEN = 500;  // milliseconds
const SELDOM = 3000;

async function glance() {
  const { going } = shown;
  try {
    shown.going = await program.going(null);
  } catch (error) {
    parts.silent.textContent = say('silent');
    return;
  }
  const { running, written } = shown.going;
  if (running && going.running && !isSilent()) renderGoing(shown.going);
  else if (running !== going.running || written !== standing || isSilent()) {
    const before = standing;
    await look();
    if (going.running && standing !== before) tell(parts.result.querySelector('.cv-headline')?.textContent ?? '');
  }
}

async function follow() {
  if (!root.isConnected) return;
  if (inSight()) await (shown ? glance() : look());
  setTimeout(follow, shown?.going.running && !isSilent() ? OFTEN : SELDOM);
}

new IntersectionObserver((entries) => { if (entries.some((entry) => entry.isIntersecting)) look(); }).observe(root);
window.addEventListener('focus', () => { if (inSight()) look(); }, { signal });
look().then(follow);
