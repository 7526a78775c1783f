// The addresses of quotes and places, and the one in the browser's bar, which follows what is open.
const address = (() => {
  const OURS = /^#(src|at)-/;
  const QUOTE = /^#src-([0-9a-f]+)-(\d+)$/;
  const PLACE = /^#at-([^:]+)(?::(\d+)-(\d+))?$/;
  const open = { panel: '', view: '' };

  // Shows what is open on the page: the document above the panel, or neither.
  const follow = (what, hash) => {
    open[what] = hash;
    const wanted = open.view || open.panel;
    if (wanted === location.hash || (!wanted && !OURS.test(location.hash))) return;
    history.replaceState(history.state, '', wanted || location.pathname + location.search);
  };

  const place = ({ document, start, end }) =>
    `#at-${encodeURIComponent(document)}${end === undefined ? '' : `:${start}-${end}`}`;

  // What an address leads to; null where it is none of ours, {damaged} where nobody can tell.
  const parsed = (hash) => {
    if (!OURS.test(hash)) return null;
    const [, answer, number] = QUOTE.exec(hash) ?? [];
    if (answer) return { answer, number: Number(number) };
    const [, name, start, end] = PLACE.exec(hash) ?? [];
    try {
      const named = name && { document: decodeURIComponent(name) };
      if (named) return end === undefined ? named : { ...named, start: Number(start), end: Number(end) };
    } catch (error) { /* signs that encode nothing */ }
    return { damaged: true };
  };

  const full = (hash) => `${location.origin}${location.pathname}${hash}`;

  return { follow, place, parsed, full };
})();
