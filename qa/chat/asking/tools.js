// Below each answer: copy, export, right or wrong, save as a test; and what else could be asked.
const { node, button, menu, tell, copy, words, keepFile, lifetime, answering } = window.chapterVerse;
const say = words('tools');
const program = answering(server);
const signal = lifetime('tools');
const WRONG = ['wrong', 'wrong_quote', 'wrong_speaker', 'should_have_declined'];
const FORMS = ['markdown', 'web', 'word', 'json'];

const idOf = (place) => place.id.replace(/^\w+-/, '');

const attempt = async (work) => {
  try {
    await work();
  } catch (error) {
    tell(say('silent'));
  }
};

const exported = (id, form) => attempt(async () => {
  const file = await program.exported([id, form]);
  if (file.problem) tell(file.problem);
  else keepFile(file);
});

const copied = (id) => attempt(async () => {
  const answer = await program.copied(id);
  if (answer) await copy(answer, say('copied'), say('not_copied'));
  else tell(say('gone'));
});

const mark = (place, kind) => attempt(async () => {
  draw(place, await program.mark([idOf(place), kind]));
  place.querySelector('button')?.focus();
});

const save = (place) => attempt(async () => {
  draw(place, await program.save_as_test(idOf(place)));
  place.querySelector('button')?.focus();
});

// Of an answer that declines, nothing is quoted and nobody named.
const reasons = (place, { declined }) => declined
  ? [button('', say('should_have_answered'), () => mark(place, 'wrong'))]
  : WRONG.map((kind) => button('', say.among('why_wrong', kind), () => mark(place, kind)));

const judging = (place, state) => [
  button('cv-quiet cv-right', say('right'), () => mark(place, 'right')),
  menu('cv-judge-wrong', say('wrong'), reasons(place, state)),
];

const judged = (place, state) => {
  const parts = [node('span', 'cv-judged', say.among('marked', state.mark))];
  if (state.saved_as) parts.push(node('span', 'cv-judged', say('saved', { name: state.saved_as })));
  else if (state.savable) parts.push(button('cv-button cv-save', say('save'), () => save(place)));
  parts.push(button('cv-quiet', say('undo'), () => mark(place, '')));
  return parts;
};

function draw(place, state) {
  if (!state) return;
  const id = idOf(place);
  if (state.problem) tell(state.problem);
  const parts = [
    button('cv-quiet', say('copy'), () => copied(id)),
    menu('cv-export', say('export'), FORMS.map((form) =>
      button('', say.among('as', form), () => exported(id, form)))),
  ];
  if (state.kept) parts.push(...(state.mark ? judged(place, state) : judging(place, state)));
  place.setAttribute('role', 'group');
  place.setAttribute('aria-label', say('tools'));
  place.replaceChildren(...parts);
}

const ask = (question) => {
  const box = document.querySelector('#cv-question textarea');
  box.value = question;
  box.dispatchEvent(new Event('input', { bubbles: true }));
  setTimeout(() => document.querySelector('#cv-ask')?.click(), 60);
};

// Lets go of the chosen documents first; the question waits until the page shows none any more.
const askEverywhere = (question) => {
  trigger('everywhere', {});
  const began = Date.now();
  const wait = setInterval(() => {
    if (document.querySelector('#cv-scope .token') && Date.now() - began < 5000) return;
    clearInterval(wait);
    ask(question);
  }, 50);
};

// One after the other: each is a search, and the browser has few connections for all that it asks.
let suggesting = Promise.resolve();
const suggest = (place) => {
  place.dataset.asked = 'yes';
  suggesting = suggesting.then(() => fetched([place], async () => {
    const { questions, everywhere } = await program.suggested(idOf(place));
    const parts = [];
    if (everywhere) parts.push(button('', say('ask_all'), () => askEverywhere(everywhere)));
    if (questions.length) parts.push(node('p', 'cv-read-title', say('could_ask')));
    place.replaceChildren(...parts, ...questions.map((question) => button('', question, () => ask(question))));
  }));
};

// What nobody waits for is asked again where the program is silent, which is told once.
const AGAIN = 3000; // milliseconds
let isSilent = false;
const fetched = async (places, work) => {
  for (const place of places) place.dataset.asked = 'yes';
  try {
    await work();
    isSilent = false;
  } catch (error) {
    if (!isSilent) tell(say('silent'));
    isSilent = true;
    setTimeout(() => {
      for (const place of places) delete place.dataset.asked;
      look();
    }, AGAIN);
  }
};

// Places are filled once: they come with each finished answer, and all at once when a conversation
// is opened again.
let waiting = null;
const fill = async () => {
  waiting = null;
  const places = [...document.querySelectorAll('#cv-chat .cv-tools:empty:not([data-asked])')];
  if (places.length) {
    await fetched(places, async () => {
      const states = await program.states(places.map(idOf));
      places.forEach((place, number) => draw(place, states[number]));
    });
  }
  for (const place of document.querySelectorAll('#cv-chat .cv-suggestions:empty:not([data-asked])')) suggest(place);
};
const look = () => { if (!signal.aborted) waiting ??= setTimeout(fill, 50); };
const watcher = new MutationObserver(look);
watcher.observe(document.body, { childList: true, subtree: true });
signal.addEventListener('abort', () => watcher.disconnect());
look();
