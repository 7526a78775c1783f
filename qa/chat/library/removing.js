// Removing documents: the question before it, and the work in small parts.
const removing = (() => {
  const { node, button, words } = window.chapterVerse;
  const { number } = shown;
  const say = words('documents');

  const AT_A_TIME = 25;

  // Asks with the focus on the answer that changes nothing; Escape gives that answer.
  const question = (sentence, yes, no, agree, leave) => {
    const keep = button('cv-button', no, leave);
    const ways = node('div', 'cv-confirm-ways', keep, button('cv-danger', yes, agree));
    const box = node('div', 'cv-confirm', node('p', '', sentence), ways);
    box.setAttribute('role', 'alertdialog');
    box.setAttribute('aria-label', sentence);
    box.addEventListener('keydown', (event) => {
      if (event.key !== 'Escape') return;
      event.stopPropagation();
      leave();
    });
    requestAnimationFrame(() => keep.focus());
    return box;
  };

  // Gives the names of those removed, and of those that were not the reasons.
  const work = async (discard, names, place) => {
    const doing = node('p', 'cv-facts cv-busy', say('removing'));
    place.replaceChildren(doing);
    const told = { removed: [], failures: [] };
    try {
      for (let start = 0; start < names.length && !told.failures.length; start += AT_A_TIME) {
        if (start) doing.textContent = say('removing_some', { done: number(start), n: number(names.length) });
        const { removed, failures } = await discard(names.slice(start, start + AT_A_TIME));
        told.removed.push(...removed);
        told.failures.push(...failures);
      }
    } catch (error) {
      told.failures.push({ name: '', detail: say('silent') });
    }
    return told;
  };

  return { question, work };
})();
