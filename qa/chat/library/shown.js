// How words of documents and names of files are shown: as text, isolated from the words around them.
const shown = (() => {
  const { node } = window.chapterVerse;

  // Without the signs that turn the direction of writing: they can make a name read as another one.
  const tame = (words) => words.replace(/[\u202a-\u202e\u2066-\u2069]/g, '');

  const own = (tag, className, words) => {
    const made = node(tag, `${className} cv-own`, tame(words));
    made.dir = 'auto';
    return made;
  };

  const warningSign = () => {
    const sign = node('span', 'cv-sign', '⚠');
    sign.setAttribute('aria-hidden', 'true');
    return sign;
  };

  const numbers = new Intl.NumberFormat('en');
  const number = (value) => numbers.format(value);

  return { tame, own, number, warningSign };
})();
