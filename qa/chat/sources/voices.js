// Who says some words: the speaker first, then who reports him, the outermost reporter last.
const voices = (() => {
  const { node, words } = window.chapterVerse;
  const say = words('sources');

  const reporters = (speakers) =>
    speakers.flatMap((speaker) => [' · ', node('span', 'cv-reporter', say('reported', { speaker }))]);

  // Above a quote: a label, and the chain of its speakers.
  const above = (voice, publisher) => {
    const [first, ...others] = voice.speakers;
    const own = say('own_voice', { publisher: publisher || say('the_document') });
    return [
      node('span', 'cv-label', say.among('who', first ? voice.stance : 'said')),
      ...(first ? [node('strong', 'cv-reporter', first), ...reporters(others)] : [own]),
    ];
  };

  // In one line: "Said by … · reported by …".
  const line = (voice) => {
    const [first, ...others] = voice?.speakers ?? [];
    if (!first) return [say('in_own_voice')];
    const by = `${say.among('said_by', voice.stance)} `;
    return [by, node('strong', 'cv-reporter', first), ...reporters(others)];
  };

  const alike = (one, other) => JSON.stringify(one ?? null) === JSON.stringify(other ?? null);

  return { above, line, alike };
})();
