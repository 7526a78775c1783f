// How far adding has come, and what became of each file. File names are set as text.
const root = element.querySelector('.cv-adding');

const node = (tag, className, text) => {
  const made = document.createElement(tag);
  if (className) made.className = className;
  if (text) made.textContent = text;
  return made;
};

const outcome = (entry) => {
  const item = node('li', entry.failed ? 'cv-outcome cv-failed' : 'cv-outcome');
  item.append(node('strong', 'cv-name', entry.name), node('span', '', ` ${entry.result}.`));
  if (entry.detail) item.append(node('p', 'cv-note', entry.detail));
  return item;
};

const render = () => {
  const { working, share, outcomes } = props.value;
  const parts = [];
  if (working) {
    const bar = node('progress');
    bar.max = 1;
    if (share > 0) bar.value = share;
    bar.setAttribute('aria-label', 'Adding documents');
    parts.push(node('p', '', working), bar);
  }
  if (outcomes.length) {
    const list = node('ul', 'cv-list');
    list.append(...outcomes.map(outcome));
    parts.push(list);
  }
  root.replaceChildren(...parts);
};

render();
watch('value', render);
