// The list of documents and what became of added files. File names and titles are set as text.
const root = element.querySelector('.cv-documents');

const node = (tag, className, text) => {
  const made = document.createElement(tag);
  if (className) made.className = className;
  if (text) made.textContent = text;
  return made;
};

const button = (className, text, act) => {
  const made = node('button', className, text);
  made.type = 'button';
  made.addEventListener('click', act);
  return made;
};

const removal = (entry) => {
  const box = node('div', 'cv-remove');
  const ask = button('cv-quiet', 'Remove', () => {
    const yes = button('cv-danger', 'Remove it', () => {
      box.replaceChildren(node('span', 'cv-facts', 'Removing …'));
      trigger('discard', { name: entry.name });
    });
    const no = button('cv-quiet', 'Keep it', () => { box.replaceChildren(ask); ask.focus(); });
    box.replaceChildren(yes, no);
    no.focus();
  });
  ask.setAttribute('aria-label', `Remove ${entry.title}`);
  box.append(ask);
  return box;
};

const line = (entry, editable) => {
  const item = node('li', 'cv-document');
  const words = node('div', 'cv-document-words');
  words.append(node('p', 'cv-document-title', entry.title), node('p', 'cv-facts', entry.facts));
  if (entry.name !== entry.title) words.append(node('p', 'cv-facts cv-name', entry.name));
  for (const note of entry.notes) words.append(node('p', 'cv-note', note));
  item.append(words);
  if (editable) item.append(removal(entry));
  return item;
};

const render = () => {
  const { documents, editable } = props.value;
  if (!documents.length) {
    root.replaceChildren(node('p', 'cv-empty', 'No documents yet.'));
    return;
  }
  const list = node('ul', 'cv-list');
  list.append(...documents.map((entry) => line(entry, editable)));
  root.replaceChildren(list);
};

render();
watch('value', render);
