// A page of an open document as it looks in the file, with boxes over the words of its quotes.
const pagesOf = (pane, { draw, turned, failed }) => {
  const { node, sign, words } = window.chapterVerse;
  const say = words('sources');
  const ZOOMS = [1, 1.5, 2, 3];
  const WIDEST = 4000;
  let quotes = [];
  let active = null;
  let number = 0;
  let all = 0;
  let zoom = 0;
  let asked = 0;
  let drawn = null;

  const back = sign('cv-quiet', '←', say('previous_page'), () => go(number - 1));
  const on = sign('cv-quiet', '→', say('next_page'), () => go(number + 1));
  const smaller = sign('cv-quiet cv-smaller', '−', say('smaller'), () => magnify(zoom - 1));
  const larger = sign('cv-quiet', '+', say('larger'), () => magnify(zoom + 1));
  const where = node('p', 'cv-page-where');
  where.setAttribute('aria-live', 'polite');
  const scale = node('span', 'cv-scale');
  const note = node('p', 'cv-note');
  const picture = node('img');
  picture.hidden = true;
  const sheet = node('div', 'cv-sheet', picture);
  const scroller = node('div', 'cv-page-scroller', sheet);
  scroller.tabIndex = 0;
  pane.replaceChildren(node('div', 'cv-page-bar', back, where, on, smaller, scale, larger), note, scroller);

  const go = (wanted) => { show(wanted); turned(wanted); };

  const magnify = (wanted) => { zoom = wanted; show(number); };

  const box = ([left, top, right, bottom], now) => {
    const made = node('i', now ? 'cv-box cv-now' : 'cv-box');
    const share = (value) => `${(100 * value).toFixed(3)}%`;
    Object.assign(made.style, {
      left: share(left), top: share(top), width: share(right - left), height: share(bottom - top),
    });
    return made;
  };

  // The boxes of all quotes, and of the words that are active.
  const remark = () => {
    sheet.querySelectorAll('.cv-box').forEach((made) => made.remove());
    drawn.ranges.forEach((range, index) => {
      const { boxes } = drawn.marks[index];
      if (range === active || quotes.includes(range)) sheet.append(...boxes.map((each) => box(each, range === active)));
    });
    note.textContent = drawn.marks[drawn.ranges.indexOf(active)]?.complete === false ? say('incomplete') : '';
    sheet.querySelector('.cv-now')?.scrollIntoView({ block: 'center', inline: 'nearest' });
  };

  const set = ({ image, number: shown, width, height, pages }) => {
    if (drawn?.number !== shown) scroller.scrollTop = 0;
    picture.alt = say('page_picture', { n: shown });
    picture.src = image;
    picture.hidden = false;
    sheet.style.aspectRatio = `${width} / ${height}`;
    all = pages;
  };

  const blank = () => {
    picture.removeAttribute('src');
    picture.hidden = true;
    sheet.querySelectorAll('.cv-box').forEach((made) => made.remove());
  };

  const tools = () => {
    where.textContent = all ? say('page_of', { n: number, all }) : say('page', { n: number });
    back.disabled = number <= 1;
    on.disabled = all > 0 && number >= all;
    smaller.disabled = zoom === 0;
    larger.disabled = zoom === ZOOMS.length - 1;
    scale.textContent = say('percent', { n: 100 * ZOOMS[zoom] });
    sheet.style.width = `${100 * ZOOMS[zoom]}%`;
  };

  // Draws a page; a later wish overtakes an earlier one. Nothing is drawn that nobody can see.
  const show = async (wanted) => {
    number = wanted;
    tools();
    if (!scroller.clientWidth) return;
    asked += 1;
    const mine = asked;
    const width = Math.min(WIDEST, Math.ceil(scroller.clientWidth * ZOOMS[zoom] * devicePixelRatio));
    const ranges = !active || quotes.includes(active) ? quotes : [...quotes, active];
    const has = drawn?.number === wanted && drawn.width >= width;
    if (has && ranges.every((range, index) => range === drawn.ranges[index])) {
      remark();
      return;
    }
    note.textContent = has ? '' : say('drawing');
    sheet.classList.toggle('cv-drawing', !has);
    const spans = ranges.map(({ start, end }) => [start, end]);
    const reply = await draw({ page: wanted, width, image: !has, spans });
    if (mine !== asked || !(reply.marks || reply.problem)) return;
    note.textContent = reply.problem ?? '';
    sheet.classList.remove('cv-drawing');
    if (reply.marks) {
      if (reply.image) set(reply);
      drawn = { number: wanted, width: has ? drawn.width : width, ranges, marks: reply.marks };
      remark();
      tools();
    } else if (drawn) {
      drawn = { number: wanted, width: 0, ranges: [], marks: [] };
      blank();
    } else {
      failed(reply.problem);
    }
  };

  const open = (marked, pages) => {
    asked += 1;
    quotes = marked;
    all = pages;
    zoom = number = 0;
    active = drawn = null;
    blank();
    note.textContent = '';
  };

  const mark = (range, page) => {
    active = range;
    show(page);
  };

  return { open, mark, turn: show, show: () => number && show(number) };
};
