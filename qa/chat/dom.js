// What the scripts of all areas share. Every word that is shown is set as text, never as markup.
window.chapterVerse = (() => {
  const filled = (text, names) => text.replace(/\{(\w+)\}/g, (_, name) => {
    if (!(name in names)) throw new Error(`Nothing is given for {${name}} in: ${text}`);
    return names[name];
  });

  const text = (area, key) => {
    const found = window.chapterVerseTexts[area]?.[key];
    if (found === undefined) throw new Error(`There is no text ${area}.${key}`);
    return found;
  };

  const numbers = new Intl.NumberFormat('en');  // toLocaleString makes one for every number

  // The texts of one area: say('key', {name}), say.count('key', 3), say.among('key', 'which').
  const words = (area) => {
    const say = (key, names = {}) => filled(text(area, key), names);
    say.among = (key, which, names = {}) => filled(text(area, key)[which], names);
    say.count = (key, number, names = {}) =>
      say.among(key, number === 1 ? 'one' : 'other', { n: numbers.format(number), ...names });
    return say;
  };

  const node = (tag, className, ...parts) => {
    const made = document.createElement(tag);
    if (className) made.className = className;
    made.append(...parts.filter((part) => part !== '' && part !== null && part !== undefined));
    return made;
  };

  const button = (className, label, act) => {
    const made = node('button', className, label);
    made.type = 'button';
    made.addEventListener('click', act);
    return made;
  };

  // A button with a sign on it instead of a word.
  const sign = (className, shown, label, act) => {
    const made = button(className, shown, act);
    made.ariaLabel = made.title = label;
    return made;
  };

  // A button that opens a small menu below itself; Escape and a click elsewhere close it.
  const menu = (className, label, items) => {
    const box = node('details', `cv-menu ${className}`);
    const list = node('div', 'cv-menu-items', ...items);
    box.append(node('summary', '', label), list);
    list.addEventListener('click', () => { box.open = false; });
    // Where there is no room below, what floats over the foot of the page included, it opens above; where
    // there is none at its side, to the left.
    box.addEventListener('toggle', () => {
      box.classList.toggle('cv-up', box.open && box.getBoundingClientRect().bottom > window.innerHeight - 360);
      if (box.open && list.getBoundingClientRect().right > document.documentElement.clientWidth) box.classList.add('cv-end');
    });
    box.addEventListener('keydown', (event) => {
      if (event.key !== 'Escape' || !box.open) return;
      event.stopPropagation();
      box.open = false;
      box.querySelector('summary').focus();
    });
    return box;
  };
  document.addEventListener('click', (event) => {
    for (const open of document.querySelectorAll('details.cv-menu[open]')) {
      if (!open.contains(event.target)) open.open = false;
    }
  });

  // Saves a file that the server gave as {name, type, base64}.
  const keepFile = ({ name, type, base64 }) => {
    const bytes = Uint8Array.from(atob(base64), (sign) => sign.charCodeAt(0));
    const link = node('a');
    link.href = URL.createObjectURL(new Blob([bytes], { type }));
    link.download = name;
    document.body.append(link);
    link.click();
    link.remove();
    setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
  };

  // Announced to screen readers, and shown for a moment; above an open dialog, which covers the rest.
  let told;
  const tell = (sentence) => {
    told ??= node('p', 'cv-told');
    told.setAttribute('role', 'status');
    const above = [...document.querySelectorAll('dialog[open]')].at(-1) ?? document.body;
    if (told.parentElement !== above) above.append(told);
    told.textContent = sentence;
    told.classList.add('cv-shown');
    clearTimeout(told.timer);
    told.timer = setTimeout(() => told.classList.remove('cv-shown'), 4000);
  };

  const copy = async (words, done, failed) => {
    try {
      await navigator.clipboard.writeText(words);
      tell(done);
    } catch (error) {
      tell(failed);
    }
  };

  // Listeners on the whole document that end when their area is built anew.
  const areas = {};
  const lifetime = (area) => {
    areas[area]?.abort();
    areas[area] = new AbortController();
    return areas[area].signal;
  };

  // The functions of the server. Where the program does not answer, Gradio tells the console and gives
  // nothing back, which would pass for an answer: here it is an error. Who has nothing to say says null.
  const answering = (server) => Object.fromEntries(Object.entries(server).map(([name, call]) => [name, async (...given) => {
    const reply = await call(...given);
    if (reply === undefined) throw new Error(`The program does not answer: ${name}`);
    return reply;
  }]));

  return { words, node, button, sign, menu, keepFile, tell, copy, lifetime, answering };
})();
