// Which files somebody means: chosen or dropped ones, and of folders every document below them.
const picking = (() => {
  const entriesOf = async (folder) => {
    const reader = folder.createReader();
    const all = [];
    for (;;) {
      const some = await new Promise((settle, fail) => { reader.readEntries(settle, fail); });
      if (!some.length) return all;
      all.push(...some);
    }
  };

  const filesOf = async (entry, below) => {
    if (entry.isDirectory) {
      const parts = await Promise.all((await entriesOf(entry)).map((each) => filesOf(each, true)));
      return parts.flat();
    }
    const file = await new Promise((settle, fail) => { entry.file(settle, fail); });
    return [{ file, name: entry.fullPath.replace(/^\//, ''), below }];
  };

  const dropped = async (transfer) => {
    const entries = [...transfer.items].map((item) => item.webkitGetAsEntry?.());
    if (entries.length && entries.every(Boolean)) {
      return (await Promise.all(entries.map((entry) => filesOf(entry, false)))).flat();
    }
    return [...transfer.files].map((file) => ({ file, name: file.name, below: false }));
  };

  const chosen = (input) => [...input.files].map((file) => ({
    file, name: file.webkitRelativePath || file.name, below: Boolean(file.webkitRelativePath),
  }));

  // What is named by itself may have any ending; below a folder only documents are picked up.
  const isWanted = ({ name, below }, suffixes) => !below || (
    !name.split('/').some((part) => part.startsWith('.'))
    && suffixes.some((suffix) => name.toLowerCase().endsWith(suffix))
  );

  return { dropped, chosen, isWanted };
})();
