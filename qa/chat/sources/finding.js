// The search box of an open document: how often the words stand in it, and the way from one to the next.
const finderOf = ({ find, light, go, from }) => {
  const { node, sign, words } = window.chapterVerse;
  const say = words('sources');
  const PAUSE = 250;
  let hits = [];
  let at = -1;
  let more = false;
  let waiting = 0;
  let sought = '';

  const box = node('input', 'cv-input');
  box.type = 'search';
  box.placeholder = box.ariaLabel = say('find');
  const count = node('output', 'cv-found-count');
  const back = sign('cv-quiet', '↑', say('previous_place'), () => move(-1));
  const on = sign('cv-quiet', '↓', say('next_place'), () => move(1));

  const counted = () => {
    if (!sought) return '';
    if (!hits.length) return say('found_none');
    const numbers = { n: (at + 1).toLocaleString('en'), all: hits.length.toLocaleString('en') };
    return more ? say('found_many', numbers) : say('found', numbers);
  };

  const tell = () => {
    count.textContent = counted();
    back.disabled = on.disabled = !hits.length;
  };

  const move = (by) => {
    if (!hits.length) return;
    at = (at + by + hits.length) % hits.length;
    tell();
    go(hits[at]);
  };

  const look = async () => {
    clearTimeout(waiting);
    const wanted = box.value.trim();
    if (wanted === sought) return;
    sought = wanted;
    const { places = [], more: others = false } = wanted ? await find(wanted) : {};
    if (wanted !== sought) return;
    hits = places.map(([start, end]) => ({ start, end }));
    more = others;
    light(hits);
    const here = from();
    at = Math.max(hits.findIndex(({ start }) => start >= here), 0) - 1;
    if (hits.length) move(1);
    else tell();
  };

  const clear = () => {
    box.value = sought = '';
    hits = [];
    at = -1;
    tell();
  };

  box.addEventListener('input', () => { clearTimeout(waiting); waiting = setTimeout(look, PAUSE); });
  box.addEventListener('keydown', async (event) => {
    if (event.key === 'Enter') {
      event.preventDefault();
      if (box.value.trim() === sought) move(event.shiftKey ? -1 : 1);
      else await look();
    } else if (event.key === 'Escape' && box.value) {
      event.preventDefault();
      event.stopPropagation();
      box.value = '';
      look();
    }
  });
  tell();

  const bar = node('div', 'cv-view-find', box, count, back, on);
  bar.role = 'search';
  return { bar, clear, focus: () => box.select(), focused: () => document.activeElement === box };
};
