// One document of the list as a row of the table; where there is no room for columns, as a card.
const rows = (() => {
  const { node, button, words } = window.chapterVerse;
  const { own, tame, number, warningSign } = shown;
  const say = words('documents');

  const COLUMNS = ['title', 'kind', 'date', 'pages', 'words', 'speakers', 'state'];
  const NUMBERS = new Set(['pages', 'words', 'speakers']);
  const FACTS = new Set(['kind', 'date', ...NUMBERS]);

  const columnClass = (by) => `cv-cell cv-col-${by}${NUMBERS.has(by) ? ' cv-number' : ''}${FACTS.has(by) ? ' cv-fact' : ''}`;

  // A table that is drawn as cards stays one for a screen reader only if its parts say what they are.
  const roled = (made, role) => { made.setAttribute('role', role); return made; };
  const cell = (by, ...parts) => roled(node('td', columnClass(by), ...parts), 'cell');
  const header = (by, ...parts) => {
    const made = roled(node('th', columnClass(by), ...parts), 'columnheader');
    made.scope = 'col';
    return made;
  };

  const checkbox = (label) => {
    const made = node('input');
    made.type = 'checkbox';
    made.setAttribute('aria-label', label);
    return made;
  };

  // In a card each number says what it counts.
  const counted = (value, unit) => (value ? [number(value), node('span', 'cv-unit', unit.trim())] : []);

  const read = (name) => window.dispatchEvent(new CustomEvent('cv-read-document', { detail: { document: name } }));

  const titleOf = (entry) => {
    const title = button('cv-document-title', own('span', '', entry.title), () => read(entry.name));
    title.title = say('what_was_read');
    const under = [
      entry.publisher && own('span', '', entry.publisher),
      entry.publisher && entry.name !== entry.title && ' · ',
      entry.name !== entry.title && own('span', 'cv-name', entry.name),
    ].filter(Boolean);
    return under.length ? [title, node('p', 'cv-facts', ...under)] : [title];
  };

  const stateOf = (entry) => {
    if (!entry.warnings) return say('ready');
    const warned = button('cv-warned', warningSign(), () => read(entry.name));
    warned.append(' ', say.count('warnings', entry.warnings));
    return warned;
  };

  const removeButton = (entry, act) => {
    const cross = node('span', '', '✕');
    cross.setAttribute('aria-hidden', 'true');
    const made = button('cv-quiet cv-remove', cross, act);
    made.setAttribute('aria-label', say('remove_title', { title: tame(entry.title) }));
    made.title = say('remove');
    return made;
  };

  const mark = (row, isChosen) => {
    row.querySelector('.cv-col-choice input').checked = isChosen;
    row.classList.toggle('cv-is-chosen', isChosen);
  };

  const pagesOf = ({ pages, page_word: word }) =>
    (word === 'slide' ? say.count('slides', pages, { n: '' }) : say.count('pages', pages, { n: '' }));

  const make = (entry, { onChoice, onRemove }) => {
    const choice = checkbox(say('choose', { title: tame(entry.title) }));
    const speakers = cell('speakers', ...counted(entry.speakers.length, say.count('speakers', entry.speakers.length, { n: '' })));
    speakers.title = entry.speakers.slice(0, 12).map(tame).join(', ');
    const row = roled(node(
      'tr', 'cv-document', cell('choice', choice), cell('title', ...titleOf(entry)), cell('kind', entry.kind), cell('date', entry.day),
      cell('pages', ...counted(entry.pages, pagesOf(entry))),
      cell('words', ...counted(entry.words, say.count('words', entry.words, { n: '' }))),
      speakers, cell('state', stateOf(entry)), cell('remove', onRemove ? removeButton(entry, () => onRemove(entry)) : null),
    ), 'row');
    row.dataset.name = entry.name;
    choice.addEventListener('change', () => {
      mark(row, choice.checked);
      onChoice(entry, choice.checked);
    });
    return row;
  };

  return { COLUMNS, NUMBERS, roled, cell, header, checkbox, mark, make };
})();
