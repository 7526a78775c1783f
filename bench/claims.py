"""How well the check tells statements that their source supports from those that it does not.

    python -m bench.claims QUESTIONS_DIR [--write]

WiCE: sentences of Wikipedia and the pages they cite (Kamoi et al., "WiCE: Real-World Entailment
for Claims in Wikipedia", EMNLP 2023). A claim comes with up to three selections of sentences of its
page; it counts as supported where the check lets it pass with one of them, as the authors take the
best score of several pieces. Partly supported counts as not supported. No model takes part, and
no sentence is cited: the check has to find those that a statement rests on.
"""

from __future__ import annotations

import argparse
import random
import sys
from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from bench.document import ROOT, aligned, circumstances, markdown, replace_part
from bench.judged import passage_of, verdict
from bench.sets import rows
from index.types import Sentence
from qa.evaluation.scores import Share
from qa.language.terms import words_in
from qa.types import Claim, Label, Statement

__all__ = ["Confusion", "Selection", "load_selections", "main", "measure", "overlap"]

_PAGE = ROOT / "docs" / "checking.md"
_HEADING = ("how", "measure", "value", "95 % interval", "n")
_DRAWS, _SEED = 2_000, 20


@dataclass(frozen=True, slots=True)
class Selection:
    """A claim with some sentences of the page that it cites."""

    claim: str
    sentences: tuple[str, ...]
    subject: str
    """The title of the article that makes the claim: whom its "he" and "it" are about."""


@dataclass(frozen=True, slots=True)
class Confusion:
    """Verdicts against labels, claim by claim."""

    verdicts: tuple[bool, ...]
    labels: tuple[bool, ...]

    @property
    def sensitivity(self) -> tuple[int, int]:
        """Supported claims that pass, of all supported ones."""
        passed = [v for v, label in zip(self.verdicts, self.labels, strict=True) if label]
        return sum(passed), len(passed)

    @property
    def specificity(self) -> tuple[int, int]:
        """Other claims that are refused, of all others."""
        passed = [v for v, label in zip(self.verdicts, self.labels, strict=True) if not label]
        return len(passed) - sum(passed), len(passed)

    @property
    def balanced_accuracy(self) -> float:
        """The mean of sensitivity and specificity: 0.5 is chance, whatever is more frequent."""
        shares = (self.sensitivity, self.specificity)
        return sum(right / max(cases, 1) for right, cases in shares) / 2

    @property
    def f1(self) -> float:
        """Of "supported"."""
        hits, positives = self.sensitivity
        return 2 * hits / max(sum(self.verdicts) + positives, 1)


def main(arguments: list[str]) -> None:
    """Measure, print the table, and with ``--write`` put it into docs/checking.md."""
    parser = argparse.ArgumentParser(prog="python -m bench.claims", description=__doc__)
    parser.add_argument("questions", type=Path, metavar="QUESTIONS_DIR")
    parser.add_argument("--write", action="store_true", help="also into docs/checking.md")
    chosen = parser.parse_args(arguments)
    measured_on = circumstances()
    selections, labels = load_selections(chosen.questions / "wice_dev" / "claims.jsonl")
    table = [_HEADING, *measure(selections, labels)]
    print(aligned(table))
    if chosen.write:
        replace_part(_PAGE, "claims", f"{measured_on}\n\n{markdown(table)}")
        print(f"written: {_PAGE.relative_to(ROOT)}", file=sys.stderr)


def load_selections(path: Path) -> tuple[list[list[Selection]], list[bool]]:
    """The selections of each claim, and whether its page supports it wholly."""
    selections: dict[str, list[Selection]] = defaultdict(list)
    labels: dict[str, bool] = {}
    for row in rows(path):
        name = row["meta"]["id"]
        sentences = tuple(" ".join(text.split()) or "…" for text in row["evidence"])
        selections[name].append(Selection(row["claim"], sentences, row["meta"]["claim_title"]))
        labels[name] = row["label"] == "supported"
    return list(selections.values()), list(labels.values())


def measure(
    selections: Sequence[Sequence[Selection]], labels: Sequence[bool]
) -> list[tuple[str, ...]]:
    """The lines of the table: the check, then word overlap, then what lies between them."""
    check = _confusion(selections, labels, lambda one: float(passes(one)), 1.0)
    plain = _confusion(selections, labels, overlap, 0.5)
    best = max(
        (_confusion(selections, labels, overlap, step / 20) for step in range(1, 20)),
        key=lambda confusion: confusion.balanced_accuracy,
    )
    return [
        *_lines("the check", check),
        *_lines("half of the words", plain),
        *_lines("words, best threshold", best),
        _difference("check − half of the words", check, plain),
        _difference("check − words, best threshold", check, best),
    ]


def passes(selection: Selection) -> bool:
    """Whether the check lets a claim pass that cites all these sentences as one passage."""
    text, sentences = "", []
    for number, words in enumerate(selection.sentences):
        sentences.append(Sentence(number, len(text), len(text) + len(words)))
        text += f"{words} "
    passage = passage_of(text, sentences, title=selection.subject)
    return isinstance(verdict(passage, Claim(selection.claim, (Label(1),))), Statement)


def overlap(selection: Selection) -> float:
    """The share of a claim's different words that stand in its sentences."""
    claimed = set(words_in(selection.claim))
    return len(claimed & set(words_in(" ".join(selection.sentences)))) / max(len(claimed), 1)


def _confusion(
    selections: Sequence[Sequence[Selection]],
    labels: Sequence[bool],
    score: Callable[[Selection], float],
    threshold: float,
) -> Confusion:
    verdicts = (max(map(score, group)) >= threshold for group in selections)
    return Confusion(tuple(verdicts), tuple(labels))


def _lines(how: str, confusion: Confusion) -> list[tuple[str, ...]]:
    cases = str(len(confusion.labels))
    return [
        (
            how,
            "balanced accuracy",
            f"{confusion.balanced_accuracy:.1%}",
            _interval(confusion),
            cases,
        ),
        (how, "F1 of supported", f"{confusion.f1:.1%}", "", cases),
        (how, "supported: passes", *_share(*confusion.sensitivity)),
        (how, "partly or not supported: refused", *_share(*confusion.specificity)),
    ]


def _share(right: int, cases: int) -> tuple[str, str, str]:
    share = Share(right, cases)
    return f"{share.value:.1%}", share.interval, str(cases)


def _interval(confusion: Confusion) -> str:
    return _quantiles([drawn.balanced_accuracy for drawn in _draws(confusion)])


def _difference(how: str, one: Confusion, other: Confusion) -> tuple[str, ...]:
    """How much better one is than the other on the same claims (paired bootstrap)."""
    drawn = zip(_draws(one), _draws(other), strict=True)
    interval = _quantiles([a.balanced_accuracy - b.balanced_accuracy for a, b in drawn])
    value = f"{one.balanced_accuracy - other.balanced_accuracy:+.1%}"
    return how, "balanced accuracy", value, interval, str(len(one.labels))


def _draws(confusion: Confusion) -> list[Confusion]:
    """The same claims drawn with replacement, the same ones for whoever judges them."""
    draw, count = random.Random(_SEED), range(len(confusion.labels))
    samples = ([draw.choice(count) for _ in count] for _ in range(_DRAWS))
    return [
        Confusion(
            tuple(confusion.verdicts[at] for at in sample),
            tuple(confusion.labels[at] for at in sample),
        )
        for sample in samples
    ]


def _quantiles(values: list[float]) -> str:
    ordered = sorted(values)
    low, high = ordered[len(values) // 40], ordered[-len(values) // 40]
    return f"{low:.1%} to {high:.1%}"


if __name__ == "__main__":
    main(sys.argv[1:])
