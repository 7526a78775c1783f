// The case files, the way to run them, and how far a run has come.
const { node, button, words, tell, copy } = window.chapterVerse;
const say = words('tests');
const root = element.querySelector('.cv-tests');
const signal = window.chapterVerse.lifetime('tests');

const parts = {};
for (const name of ['head', 'going', 'result', 'files']) {
  parts[name] = node('section', `cv-tests-${name}`);
  root.append(parts[name]);
}

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

const runButtons = () => {
  const cases = all();
  const failed = cases.filter((one) => one.outcome && !one.good);
  const marked = cases.filter((one) => chosen.has(one.key));
  const made = [button('cv-button cv-main', say.count('run_all', cases.length), () => ask(() => server.run(null)))];
  const offer = (text, some) => made.push(button('cv-button', text, () => ask(() => server.run(keys(some.map((one) => one.key))))));
  if (marked.length) offer(say.count('run_chosen', marked.length), marked);
  if (failed.length) offer(say.count('run_failed', failed.length), failed);
  for (const one of made) one.disabled = shown.going.running;
  return made;
};

const pathLine = (path) => node('p', 'cv-path', node('code', '', path),
  button('cv-quiet', say('copy'), () => copy(path, say('copied'), say('not_copied'))));

const renderHead = () => {
  if (!shown.files.length) {
    const steps = [say('how_ask', { tab: say('ask_tab') }), say('how_mark'), say('how_save')];
    parts.head.replaceChildren(node('p', 'cv-facts', say('none')), node('h2', 'cv-heading', say('how_heading')),
      node('ol', 'cv-test-steps', ...steps.map((step) => node('li', '', step))),
      ...(shown.folder ? [node('p', 'cv-note', say('own_files')), pathLine(shown.folder)] : []));
    return;
  }
  const made = [node('p', 'cv-note', shown.editable ? say('about') : say('shared'))];
  if (shown.editable && all().length) made.push(node('div', 'cv-tests-actions', ...runButtons()));
  if (shown.editable && shown.left && !shown.going.running) {
    made.push(node('div', 'cv-left', node('p', '', say.count('left', shown.left)),
      button('cv-button', say('go_on'), () => ask(() => server.go_on(null)))));
  }
  if (shown.going.problem) made.push(own('p', 'cv-warning cv-note', shown.going.problem));
  parts.head.replaceChildren(...made);
};

const timeLeft = (seconds) => {
  if (seconds === null) return '';
  return seconds < 90 ? say('left_seconds', { n: Math.max(1, Math.round(seconds)) })
    : say('left_minutes', { n: Math.round(seconds / 60) });
};

// Built once and then only changed, so that the button keeps the focus.
const bar = node('progress', 'cv-progress');
const doing = own('p', 'cv-test-doing', '');
const figures = node('p', 'cv-facts', '');
const stop = button('cv-button', say('stop'), () => { stop.disabled = true; ask(() => server.stop(null)); });
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
  stop.disabled = stopping;
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

const render = () => {
  const focused = root.contains(document.activeElement) ? document.activeElement.dataset?.key : undefined;
  renderHead();
  renderGoing(shown.going);
  parts.files.replaceChildren(...shown.files.map(fileOf));
  if (focused) parts.files.querySelector(`input[data-key="${CSS.escape(focused)}"]`)?.focus();
};

let standing = '';  // when the result on the page was written
const renderResult = async () => {
  const { run: name, written } = shown.going;
  if (written === standing) return;
  const found = name ? await server.result(name) : null;
  standing = written;
  parts.result.replaceChildren(...(found ? resultOf(found) : name ? [node('p', 'cv-note', say('no_result'))] : []));
};

async function look() {
  try {
    shown = await server.overview(null);
    render();
    await renderResult();
  } catch (error) {
    parts.head.replaceChildren(node('p', 'cv-note cv-warning', say('silent')));
  }
}

const inSight = () => root.offsetParent !== null && document.visibilityState === 'visible';
const OFTEN = 500;  // milliseconds
const SELDOM = 3000;

async function follow() {
  if (!root.isConnected) return;
  if (shown && inSight()) {
    try {
      const { going } = shown;
      shown.going = await server.going(null);
      if (shown.going.running && going.running) renderGoing(shown.going);
      else if (shown.going.running !== going.running || shown.going.written !== standing) {
        const before = standing;
        await look();
        if (going.running && standing !== before) tell(parts.result.querySelector('.cv-headline')?.textContent ?? '');
      }
    } catch (error) {
      parts.head.replaceChildren(node('p', 'cv-note cv-warning', say('silent')));
    }
  }
  setTimeout(follow, shown?.going.running ? OFTEN : SELDOM);
}

new IntersectionObserver((entries) => { if (entries.some((entry) => entry.isIntersecting)) look(); }).observe(root);
window.addEventListener('focus', () => { if (inSight()) look(); }, { signal });
look().then(follow);
