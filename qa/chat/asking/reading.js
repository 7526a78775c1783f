// A new question moves to the top of the window and stays there while its answer grows, so that the
// answer is read from its beginning. Whoever scrolls, types or clicks is left alone.
const signal = window.chapterVerse.lifetime('questions');
let asked = 0;
let following = false;

const keepInView = () => {
  const questions = document.querySelectorAll('#cv-chat .user-row');
  // Several at once are a conversation that is opened again.
  if (questions.length === asked + 1) following = true;
  asked = questions.length;
  if (following && asked) {
    requestAnimationFrame(() => questions[asked - 1]?.scrollIntoView({ block: 'start' }));
  }
};

for (const action of ['wheel', 'touchmove', 'keydown', 'pointerdown']) {
  window.addEventListener(action, () => { following = false; }, { passive: true, signal });
}

const watcher = new MutationObserver(keepInView);
watcher.observe(document.body, { childList: true, subtree: true, characterData: true });
signal.addEventListener('abort', () => watcher.disconnect());

// "Correct" puts the question, as it was understood, into the box, where it is edited and asked.
document.addEventListener('click', (event) => {
  const correct = event.target.closest?.('#cv-chat button[name="cv-correct"]');
  const box = document.querySelector('#cv-question textarea');
  const words = correct?.parentElement.querySelector('b')?.textContent;
  if (!box || !words) return;
  box.value = words;
  box.dispatchEvent(new Event('input', { bubbles: true }));
  box.focus();
  box.setSelectionRange(words.length, words.length);
}, { signal });
