// Handing in files: where they are dropped, how far each has come, what became of it. Names are set as text.
const root = element.querySelector('.cv-adding');

const { node, button, tell, lifetime, words, answering } = window.chapterVerse;
const { tame, number } = shown;
const say = words('documents');
const program = answering(server);
const signal = lifetime('adding');

const LOOK_MS = 400;
const REFRESH_MS = 5000;
const LISTED = 40;
const KEPT = 'cv-delivery';
const MEGABYTE = 1024 * 1024;

const limits = props.value;
const mostBytes = Math.min(limits.most_bytes, window.gradio_config?.max_file_size || Infinity);

const FAILED = new Set(['empty', 'unreadable', 'lost', 'refused', 'too_large', 'no_room', 'unsent']);
const OPEN = new Set(['queued', 'sending', 'waiting', 'reading', 'embedding']);
const NEW = new Set(['added', 'changed', 'renamed']);
const SUMMED = {
  added: NEW, there: new Set(['unchanged', 'duplicate']), failed: FAILED, stopped: new Set(['stopped']), skipped: new Set(['skipped']),
};

const sizeOf = (bytes) => (bytes < MEGABYTE ? `${Math.floor(bytes / 1024)} kB` : `${Math.floor(bytes / MEGABYTE)} MB`);

let files = []; // { name, file, state, share, detail, item }
let sent = []; // which of them the server has, in its order
let delivery = '';
let phase = 'idle'; // idle, sending, waiting, working, stopping, done
let problem = '';
let secondsLeft = null;
let started = 0; // when the first file was at work
let request = null; // that sends a file
let refreshed = 0;
let everything = false;

// -- What stands there

const told = node('p', 'cv-unseen');
told.setAttribute('role', 'status');

const pick = node('input');
pick.type = 'file';
pick.multiple = true;
pick.hidden = true;
pick.accept = limits.suffixes.join(',');
const pickFolder = node('input');
pickFolder.type = 'file';
pickFolder.webkitdirectory = true;

const ways = node('div', 'cv-drop-ways', button('cv-button cv-main', say('choose_files'), () => pick.click()));
if ('webkitdirectory' in HTMLInputElement.prototype) {
  ways.append(button('cv-button', say('choose_folder'), () => pickFolder.click()));
}
const zone = node(
  'div', 'cv-drop',
  node('p', 'cv-drop-call', say('drop')),
  node('p', 'cv-drop-kinds', say('kinds', { size: sizeOf(mostBytes) })),
  ways, pick,
);

const line = node('p', 'cv-delivery-line');
const stopping = button('cv-button', say('stop'), () => stop());
const bar = node('progress', 'cv-progress');
bar.setAttribute('aria-label', say('progress'));
bar.max = 1;
const trouble = node('p', 'cv-note cv-warning');
const list = node('ul', 'cv-list cv-outcomes');
const foot = node('div', 'cv-delivery-foot');
const box = node('div', 'cv-delivery', node('div', 'cv-delivery-head', line, stopping), bar, trouble, list, foot);
box.hidden = true;
root.replaceChildren(zone, told, box);

const isBusy = () => !['idle', 'done'].includes(phase);

const count = (states) => files.filter((entry) => states.has(entry.state)).length;

const timeLeft = (seconds) => (seconds < 90
  ? say('left_seconds', { n: Math.max(1, Math.round(seconds)) })
  : say.count('left_minutes', Math.round(seconds / 60)));

const summary = () => {
  const parts = Object.entries(SUMMED).map(([key, states]) => [key, count(states)]).filter(([, amount]) => amount);
  return parts.map(([key, amount]) => say.among('summary', key, { n: number(amount) })).join(' · ');
};

const workingLine = () => {
  if (phase === 'waiting') return say('waiting_for_others');
  if (phase === 'stopping') return say('stopping');
  const done = files.length - count(OPEN);
  const names = { done: number(done) };
  const progress = phase === 'sending' ? say.count('sending', files.length, names) : say.count('adding', files.length, names);
  // From a small part of the work nobody can tell how long the rest takes.
  const isKnown = secondsLeft && secondsLeft * 1000 < 20 * (Date.now() - started);
  return isKnown ? `${progress} · ${timeLeft(secondsLeft)}` : progress;
};

const share = () => files.reduce((sum, { state, share: part }) => sum + (OPEN.has(state) ? part : 1), 0) / files.length;

const showFile = (entry) => {
  const failed = FAILED.has(entry.state);
  entry.item ??= node('li', 'cv-outcome');
  entry.item.className = `cv-outcome${failed ? ' cv-failed' : ''}${NEW.has(entry.state) ? ' cv-is-in' : ''}`;
  const percent = Math.round(entry.share * 100);
  const state = say.among('state', entry.state, { n: percent });
  const parts = [node('strong', 'cv-name', tame(entry.name)), ' ', node('span', 'cv-state', state)];
  if (entry.detail && entry.state !== 'stopped') parts.push(node('p', 'cv-note', tame(entry.detail)));
  entry.item.replaceChildren(...parts);
};

// Of very many files: those that failed, and what is going on.
const listed = () => {
  if (everything || files.length <= LISTED) return files;
  const now = files.findIndex(({ state }) => OPEN.has(state));
  const near = (place) => now >= 0 && place >= now - 2 && place <= now + 4;
  return files.filter(({ state }, place) => FAILED.has(state) || near(place)).slice(0, LISTED);
};

const showFoot = () => {
  const parts = [];
  const shown = list.children.length;
  if (shown < files.length) {
    parts.push(button('cv-quiet', say.count('show_all', files.length), () => { everything = true; render(); }));
  }
  if (phase === 'done') {
    const left = files.filter(({ state }) => state === 'stopped' || state === 'refused');
    const here = left.length && left.every(({ file }) => file);
    if (left.length) parts.unshift(node('p', 'cv-note', here ? say('go_on_note') : say('drop_again_note')));
    if (here) parts.push(button('cv-button', say('go_on'), () => begin(left)));
    parts.push(button('cv-quiet', say('clear_list'), clear));
  }
  foot.replaceChildren(...parts);
};

const render = () => {
  const busy = isBusy();
  zone.hidden = busy;
  box.hidden = phase === 'idle';
  if (box.hidden) return;
  line.textContent = busy ? workingLine() : summary();
  stopping.hidden = !busy;
  stopping.disabled = phase === 'stopping';
  bar.hidden = !busy;
  if (phase === 'waiting') bar.removeAttribute('value');
  else bar.value = share();
  trouble.textContent = problem;
  trouble.hidden = !problem;
  const wanted = listed().map(({ item }) => item);
  if (wanted.length !== list.children.length || wanted.some((item, place) => item !== list.children[place])) {
    list.replaceChildren(...wanted);
  }
  showFoot();
};

const set = (entry, state, more = {}) => {
  Object.assign(entry, { share: 0, detail: '' }, more, { state });
  showFile(entry);
  if (FAILED.has(state)) told.textContent = tame(`${entry.name}: ${say.among('state', state)}. ${entry.detail}`);
};

// -- From the browser to the server

const tooLarge = () => say('too_large', { size: sizeOf(mostBytes) });
const REASONS = { too_large: tooLarge, no_room: () => say('no_room'), unsent: () => say('unsent'), stopped: () => '' };

const sendOne = async (entry) => {
  set(entry, 'sending');
  render();
  request = sending.send(entry.file, (part) => { set(entry, 'sending', { share: part }); render(); });
  const { path, failure } = await request.sent;
  if (failure) set(entry, failure, { detail: REASONS[failure]() });
  else set(entry, 'waiting');
  return path;
};

const send = async () => {
  const handed = [];
  sent = [];
  for (const entry of files) {
    if (phase === 'stopping' && entry.state === 'queued') set(entry, 'stopped');
    if (entry.state !== 'queued') continue;
    const path = await sendOne(entry);
    if (path === undefined) continue;
    sent.push(entry);
    handed.push({ path, name: entry.name });
  }
  return handed;
};

const begin = async (chosen) => {
  if (isBusy()) return;
  files = chosen.map(({ name, file }) => ({ name, file, state: 'queued', share: 0, detail: '' }));
  [phase, problem, secondsLeft, started, everything, delivery] = ['sending', '', null, 0, false, ''];
  for (const entry of files) {
    if (entry.file.size > mostBytes) set(entry, 'too_large', { detail: tooLarge() });
    else showFile(entry);
  }
  told.textContent = say.count('begun', files.length);
  render();
  const handed = await send();
  if (phase === 'stopping') for (const entry of sent) set(entry, 'stopped');
  if (phase === 'stopping' || !handed.length) { finish(); return; }
  try {
    hear(await program.take(handed));
  } catch (error) {
    problem = say('silent');
    for (const entry of sent) set(entry, 'refused');
    finish();
  }
};

// -- What the server tells

const hear = (news) => {
  problem = news.problem;
  if (!news.delivery) {
    for (const entry of sent) if (OPEN.has(entry.state)) set(entry, 'refused');
    finish();
    return;
  }
  if (delivery !== news.delivery) keep(news.delivery);
  delivery = news.delivery;
  secondsLeft = news.seconds_left;
  if (news.phase === 'working') started ||= Date.now();
  for (const { position, state, share: part, detail } of news.files) {
    if (sent[position]) set(sent[position], state, { share: part, detail });
  }
  if (phase !== 'stopping' || news.phase === 'done') phase = news.phase;
  if (phase === 'done') { finish(); return; }
  if (Date.now() - refreshed > REFRESH_MS && news.files.some(({ state }) => NEW.has(state))) {
    refreshed = Date.now();
    trigger('added');
  }
  render();
  setTimeout(() => look(news.revision), LOOK_MS);
};

const look = async (since) => {
  if (signal.aborted) return;
  try {
    hear(await program.news({ delivery, since }));
  } catch (error) {
    problem = say('silent');
    render();
    setTimeout(() => look(since), LOOK_MS * 10);
  }
};

const stop = () => {
  const before = phase;
  phase = 'stopping';
  if (before === 'sending') request?.abort();
  else {
    program.stop(delivery).catch(() => {
      if (phase !== 'stopping') return;
      [phase, problem] = [before, say('silent')];
      render();
    });
  }
  render();
};

const finish = () => {
  phase = 'done';
  told.textContent = summary();
  forget();
  render();
  trigger('added');
};

const clear = () => {
  [files, phase, problem] = [[], 'idle', ''];
  told.textContent = '';
  list.replaceChildren();
  render();
  ways.firstChild.focus();
};

// A page that is loaded anew goes on telling of what was handed in before.

const keep = (word) => {
  try {
    sessionStorage.setItem(KEPT, JSON.stringify({ delivery: word, names: sent.map(({ name }) => name) }));
  } catch (error) { /* Without storage only that is lost. */ }
};

const forget = () => { try { sessionStorage.removeItem(KEPT); } catch (error) { /* as above */ } };

const resume = () => {
  try {
    const kept = JSON.parse(sessionStorage.getItem(KEPT));
    if (!kept) return;
    files = kept.names.map((name) => ({ name, file: null, state: 'waiting', share: 0, detail: '' }));
    files.forEach(showFile);
    [sent, delivery, phase] = [files, kept.delivery, 'working'];
    render();
    program.news({ delivery, since: 0 }).then((news) => {
      if (news.delivery) hear(news);
      else { forget(); clear(); }
    }, () => look(0));
  } catch (error) { forget(); }
};

// -- From the reader's disk

const take = (found) => {
  const chosen = found.filter((each) => picking.isWanted(each, limits.suffixes));
  const left = found.length - chosen.length;
  if (chosen.length > limits.most_files) {
    tell(say('too_many', { most: number(limits.most_files) }));
  } else if (chosen.length) {
    if (left) tell(say.count('left_out', left));
    begin(chosen);
  } else if (left) {
    tell(say.count('none_in_folder', left));
  }
};

const takeChosen = (input) => {
  take(picking.chosen(input));
  input.value = '';
};

// A file that misses the zone would otherwise take the page's place.
const isHere = (event) => root.offsetParent !== null && event.dataTransfer?.types.includes('Files');
window.addEventListener('dragover', (event) => {
  if (!isHere(event)) return;
  event.preventDefault();
  zone.classList.add('cv-over');
}, { signal });
window.addEventListener('dragleave', (event) => { if (!event.relatedTarget) zone.classList.remove('cv-over'); }, { signal });
window.addEventListener('drop', (event) => {
  zone.classList.remove('cv-over');
  if (!isHere(event)) return;
  event.preventDefault();
  if (isBusy()) tell(say('one_at_a_time'));
  else picking.dropped(event.dataTransfer).then(take, () => tell(say('folder_unread')));
}, { signal });
pick.addEventListener('change', () => takeChosen(pick));
pickFolder.addEventListener('change', () => takeChosen(pickFolder));

resume();
