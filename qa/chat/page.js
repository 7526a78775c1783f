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
