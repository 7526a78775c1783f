// What became of each quotation of a draft. All words, of drafts and documents alike, are set as text.
const root = element.querySelector('.cv-draft-results');

const { node, words } = window.chapterVerse;
const say = words('draft');

const SIGNS = { verified: '✓', failed: '✗', unproven: '?' };

const wording = (parts) => {
  const line = node('p', 'cv-wording');
  parts.forEach(({ draft, document: true_words }, place) => {
    if (place) line.append(' ');
    if (draft === true_words) { line.append(draft); return; }
    if (draft) line.append(node('del', '', draft));
    if (draft && true_words) line.append(' ');
    if (true_words) line.append(node('ins', '', true_words));
  });
  return line;
};

const place = (entry, withWords) => {
  const item = node('div', 'cv-place');
  if (withWords) item.append(node('p', 'cv-place-words', entry.text));
  const line = node('p', 'cv-facts');
  if (entry.speakers) line.append(node('strong', '', entry.speakers), ' · ');
  line.append(entry.where);
  item.append(line);
  return item;
};

const card = (quote) => {
  const item = node('li', `cv-quote cv-${quote.status}`);
  const head = node('p', 'cv-verdict');
  const sign = node('span', 'cv-sign', SIGNS[quote.status]);
  sign.setAttribute('aria-hidden', 'true');
  head.append(sign, node('strong', '', say.among('status', quote.status)), ` · ${quote.kind}`);
  const line = node('span', 'cv-line', say('line', { n: quote.line }));
  head.append(line);
  item.append(head, node('p', 'cv-quoted', quote.text));
  if (quote.named) item.append(node('p', 'cv-facts', say('named', { speaker: quote.named })));
  item.append(node('p', 'cv-detail', quote.detail));
  if (quote.parts.length) item.append(wording(quote.parts));
  const many = quote.places.length > 1;
  item.append(...quote.places.map((entry) => place(entry, many)));
  return item;
};

// One and the same element all along: a screen reader tells what changes in it.
const told = node('p', 'cv-summary');
told.setAttribute('role', 'status');
const list = node('ul', 'cv-list');
root.replaceChildren(told, list);

const render = () => {
  const { summary, problem, quotes } = props.value;
  told.classList.toggle('cv-problem', problem);
  told.textContent = summary;
  list.replaceChildren(...quotes.map(card));
};

render();
watch('value', render);
