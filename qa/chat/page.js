// A new question moves to the top of the window and stays there while its answer grows, so that the
// answer is read from its beginning. Whoever scrolls, types or clicks is left alone.
let asked = 0;
let following = false;

const keepInView = () => {
  const questions = document.querySelectorAll('#cv-chat .user-row');
  if (questions.length > asked) following = true;
  asked = questions.length;
  if (following && asked) {
    requestAnimationFrame(() => questions[asked - 1]?.scrollIntoView({ block: 'start' }));
  }
};

const leaveAlone = () => { following = false; };
for (const action of ['wheel', 'touchmove', 'keydown', 'pointerdown']) {
  window.addEventListener(action, leaveAlone, { passive: true });
}

new MutationObserver(keepInView).observe(document.body, { childList: true, subtree: true, characterData: true });

// "Correct" puts the question, as it was understood, into the box, where it is edited and asked.
const correct = (link) => {
  const box = document.querySelector('#cv-question textarea');
  const words = link.parentElement.querySelector('strong')?.textContent;
  if (!box || !words) return;
  box.value = words;
  box.dispatchEvent(new Event('input', { bubbles: true }));
  box.focus();
  box.setSelectionRange(words.length, words.length);
};

document.addEventListener('click', (event) => {
  const link = event.target.closest?.('#cv-chat a[href="#correct"]');
  if (!link) return;
  event.preventDefault();
  event.stopPropagation();
  correct(link);
}, { capture: true });

document.addEventListener('keydown', (event) => {
  const link = event.target.closest?.('#cv-chat a[href="#correct"]');
  if (!link || event.key !== ' ') return;
  event.preventDefault();
  correct(link);
});

const nameButtons = () => {
  for (const link of document.querySelectorAll('#cv-chat a[href="#correct"]:not([role])')) link.setAttribute('role', 'button');
};
new MutationObserver(nameButtons).observe(document.body, { childList: true, subtree: true });
