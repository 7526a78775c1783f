// How the page looks in this browser; runs before anything is painted. Gradio sets the class "dark" of
// the body by itself, now and whenever the system changes: what holds here is set again at once.
window.chapterVerseLooks = (() => {
  const THEMES = ['system', 'light', 'dark'];
  const SIZES = ['normal', 'small', 'large'];
  const stored = (name, options) => {
    try {
      const found = localStorage.getItem(`chapter-verse-${name}`);
      return options.includes(found) ? found : options[0];
    } catch (error) {
      return options[0]; // the browser keeps nothing for this page
    }
  };
  const store = (name, value) => {
    try {
      localStorage.setItem(`chapter-verse-${name}`, value);
    } catch (error) { /* it holds until the page is closed */ }
  };
  const system = window.matchMedia('(prefers-color-scheme: dark)');
  const chosen = { theme: stored('theme', THEMES), size: stored('size', SIZES) };
  const dress = () => {
    const dark = chosen.theme === 'system' ? system.matches : chosen.theme === 'dark';
    for (const part of [document.documentElement, document.body]) {
      if (part && part.classList.contains('dark') !== dark) part.classList.toggle('dark', dark);
    }
    document.documentElement.dataset.size = chosen.size;
  };
  dress();
  system.addEventListener('change', dress);
  const follow = (_, watch) => {
    if (!document.body) return;
    watch.disconnect();
    dress();
    new MutationObserver(dress).observe(document.body, { attributes: true, attributeFilter: ['class'] });
  };
  new MutationObserver(follow).observe(document.documentElement, { childList: true });

  return {
    theme: () => chosen.theme,
    size: () => chosen.size,
    setTheme: (theme) => { chosen.theme = theme; store('theme', theme); dress(); },
    setSize: (size) => { chosen.size = size; store('size', size); dress(); },
  };
})();
