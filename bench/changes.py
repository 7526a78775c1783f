"""What the check catches of single changes in true statements, and how often it is wrong on these.

    python -m bench.changes QUESTIONS_DIR [SET] [--limit 600] [--write]

PolNeAR: people marked who said what in political news. "Source said that content", citing the
sentences of the mark, is a true statement; each change makes a false one of it. Some true ones
are no English sentences, or turn a demand or a refusal into "said": not every refusal is an error.
"""

from __future__ import annotations

import argparse
import itertools
import random
import re
import sys
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from bench.document import ROOT, aligned, circumstances, markdown, replace_part
from bench.judged import passage_of, sentences_of, verdict
from bench.sets import rows
from index.types import Passage, Sentence, Span
from qa.evaluation.scores import Share
from qa.language.terms import names_in
from qa.types import Claim, Label, Statement

__all__ = ["Case", "cases", "changed", "main", "measure"]

_PAGE = ROOT / "docs" / "checking.md"
_HEADING = ("change", "should be", "right", "share", "95 % interval")
_AROUND = 2
"""Sentences of the passage on both sides of those that are cited."""
_LONGEST, _FEWEST_WORDS = 400, 4
_SEED = 20
_AUXILIARY = re.compile(r" (is|are|was|were|will|has|have|can|would) (?!not\b)")
_NEGATION = re.compile(r" (?:not|never) ")
_NUMBER = re.compile(r"\d+")


@dataclass(frozen=True, slots=True)
class Case:
    """A marked statement in its passage."""

    passage: Passage
    cited: tuple[Label, ...]
    source: str
    content: str

    @property
    def cited_text(self) -> str:
        """The sentences that hold the statement."""
        sentences = self.passage.sentences
        held = [sentences[(label.sentence or 1) - 1] for label in self.cited]
        start = self.passage.start
        return self.passage.text[held[0].start - start : held[-1].end - start]


def main(arguments: list[str]) -> None:
    """Measure, print the table, and with ``--write`` put it into docs/checking.md."""
    parser = argparse.ArgumentParser(prog="python -m bench.changes", description=__doc__)
    parser.add_argument("questions", type=Path, metavar="QUESTIONS_DIR")
    parser.add_argument("set", nargs="?", default="polnear_dev", metavar="SET")
    parser.add_argument("--limit", type=int, default=600, help="most statements")
    parser.add_argument("--write", action="store_true", help="also into docs/checking.md")
    chosen = parser.parse_args(arguments)
    measured_on = circumstances()
    found = cases(chosen.questions / chosen.set)
    table = [_HEADING, *measure(random.Random(_SEED).sample(found, min(chosen.limit, len(found))))]
    print(aligned(table))
    if chosen.write:
        replace_part(_PAGE, "changes", f"{measured_on}\n\n{markdown(table)}")
        print(f"written: {_PAGE.relative_to(ROOT)}", file=sys.stderr)


def measure(cases: Sequence[Case]) -> list[tuple[str, ...]]:
    """The lines of the table: true statements first, then each kind of change."""
    right: dict[str, list[bool]] = defaultdict(list)
    draw = random.Random(_SEED)
    for case in cases:
        other = draw.choice(cases).source
        for kind, text in changed(case, other):
            passed = _passes(case, text)
            right[kind].append(passed if kind in _TRUE else not passed)
    return [
        (
            kind,
            "shown" if kind in _TRUE else "refused",
            f"{share.right:,} of {share.cases:,}",
            f"{share.value:.1%}",
            share.interval,
        )
        for kind, share in ((kind, Share.of(one)) for kind, one in right.items())
    ]


def cases(folder: Path) -> list[Case]:
    """The statements of named sources, in the order of the file."""
    texts = {row["doc_id"]: row["text"] for row in rows(folder / "docs.jsonl")}
    read: dict[str, tuple[Sentence, ...]] = {}
    found = []
    for row in rows(folder / "questions.jsonl"):
        if row["kind"] != "who_said" or not row["named_source"]:
            continue
        name, text = row["doc_id"], texts[row["doc_id"]]
        if name not in read:
            read[name] = sentences_of(text)
        case = _case(text, read[name], row["source"], Span(*row["gold_spans"][0]))
        if len(case.content) <= _LONGEST and len(case.content.split()) >= _FEWEST_WORDS:
            found.append(case)
    return found


def changed(case: Case, other: str) -> Iterator[tuple[str, str]]:
    """The true statement and its changes, each with its kind.

    Args:
        case: the marked statement.
        other: somebody else's name; left out where the passage mentions it.
    """
    said, passage, cited = case.content, case.passage.text, case.cited_text
    yield "none: the source said so", f"{case.source} said that {said}."
    yield "none: no source named", f"{said}."
    if _last(other) not in passage:
        yield "another speaker", f"{other} said that {said}."
    if "confirm" not in cited:
        yield "confirmed, for said", f"{case.source} confirmed that {said}."
    if not re.search(r"\b(?:den[iy]|not?\b)|n['’]t\b", cited):
        yield "denied, for said", f"{case.source} denied that {said}."
    edits: Mapping[str, Callable[[str], str]] = {
        "a not put in": lambda text: _AUXILIARY.sub(lambda m: f" {m[1]} not ", text, count=1),
        "a not left out": lambda text: _NEGATION.sub(" ", text, count=1),
        "two names exchanged": _exchanged,
        "a number changed": lambda text: _NUMBER.sub(lambda m: str(int(m[0]) + 3), text, count=1),
    }
    for kind, edit in edits.items():
        if edit(said) != said:
            yield kind, f"{case.source} said that {edit(said)}."


def _exchanged(text: str) -> str:
    """The text with its first two names in each other's place, where two stand a verb apart."""
    names = [name for name in names_in(text) if text.count(name) == 1]
    for one, other in itertools.pairwise(names):
        first, last = text.index(one), text.index(other)
        between = text[first + len(one) : last]
        if first < last and len(between.split()) > 2 and not re.search(r"[,;:]|\band\b", between):
            return f"{text[:first]}{other}{between}{one}{text[last + len(other) :]}"
    return text


_TRUE = ("none: the source said so", "none: no source named")


def _passes(case: Case, text: str) -> bool:
    return isinstance(verdict(case.passage, Claim(text, case.cited)), Statement)


def _case(text: str, sentences: Sequence[Sentence], source: str, gold: Span) -> Case:
    held = [at for at, one in enumerate(sentences) if one.start < gold.end and gold.start < one.end]
    first = max(held[0] - _AROUND, 0)
    shown = tuple(sentences[first : held[-1] + _AROUND + 1])
    start, end = shown[0].start, shown[-1].end
    passage = passage_of(text[start:end], shown, start)
    content = re.sub('[“”"]', "", " ".join(text[gold.start : gold.end].split())).strip(" ,.")
    cited = tuple(Label(1, at - first + 1) for at in held)
    return Case(passage, cited, source.split(",")[0], content)


def _last(name: str) -> str:
    return name.split()[-1]


if __name__ == "__main__":
    main(sys.argv[1:])
