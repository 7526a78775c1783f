// Filters the cases and opens what a link leads to; without it the page is complete all the same.
"use strict";
(() => {
  const reveal = () => {
    const target = document.getElementById(location.hash.slice(1));
    for (let fold = target; fold; fold = fold.parentElement) if (fold.localName === "details") fold.open = true;
    target?.scrollIntoView();
  };
  addEventListener("hashchange", reveal);
  if (location.hash) reveal();

  const box = document.querySelector(".filter");
  if (!box) return;
  const [words, outcome, tag, count] = ["words", "outcome", "tag", "count"].map((name) => document.getElementById(`filter-${name}`));
  const cases = [...document.querySelectorAll("article.case")];
  const texts = new Map(cases.map((one) => [one, [...one.querySelectorAll("h4, .question, .answer .words")].map((node) => node.textContent).join(" ").toLowerCase()]));
  const fits = (one) =>
    texts.get(one).includes(words.value.toLowerCase()) &&
    (!outcome.value || one.dataset.outcome === outcome.value) &&
    (!tag?.value || JSON.parse(one.dataset.tags).includes(tag.value));
  const apply = () => {
    for (const one of cases) one.hidden = !fits(one);
    for (const group of document.querySelectorAll(".group")) group.hidden = !group.querySelector(".case:not([hidden])");
    const shown = cases.filter((one) => !one.hidden).length;
    count.textContent = shown === cases.length ? "" : `${shown} of ${cases.length} cases`;
  };
  box.addEventListener("input", apply);
  box.hidden = false;
})();
