// Finding among the documents: by words, by date, in an order.
const finding = (() => {
  const folded = (words) => words.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase();

  // What a search looks at, made once for each document.
  const prepared = (entry) => ({
    ...entry,
    searched: folded([entry.title, entry.name, entry.publisher, entry.kind, ...entry.speakers].join('\n')),
  });

  const fits = ({ query, from, to }) => {
    const wanted = folded(query).split(/\s+/).filter(Boolean);
    return (entry) => wanted.every((word) => entry.searched.includes(word))
      && (!(from || to) || entry.date !== '')
      && (!from || entry.date >= from) && (!to || entry.date <= to);
  };

  const { compare } = new Intl.Collator('en', { numeric: true, sensitivity: 'base' });
  const KEYS = {
    title: ({ title }) => title, kind: ({ kind }) => kind, date: ({ date }) => date, pages: ({ pages }) => pages,
    words: ({ words }) => words, speakers: ({ speakers }) => speakers.length, state: ({ warnings }) => warnings,
  };

  // What is not known stands last, whichever way the order goes.
  const order = ({ by, descending }) => {
    const key = KEYS[by];
    const unknown = (value) => value === '' || (by === 'pages' && value === 0);
    return (one, other) => {
      const [a, b] = [key(one), key(other)];
      if (unknown(a) !== unknown(b)) return unknown(a) ? 1 : -1;
      const found = typeof a === 'string' ? compare(a, b) : a - b;
      return (descending ? -found : found) || compare(one.title, other.title) || compare(one.name, other.name);
    };
  };

  return { prepared, fits, order };
})();
