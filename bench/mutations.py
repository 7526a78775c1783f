"""Whether the accuracy suite notices what is broken on purpose, and says what it is.

    python -m bench.mutations [FOLDER] [--write]

The cases of the folder (`tests/accuracy` by default) are asked of the product as it is, and once
with each of its parts broken. What counts are the cases that were right before and are wrong after:
each is classified as in every report, and most should be of the kind that was broken.
"""

from __future__ import annotations

import argparse
import re
import sys
import tempfile
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass, replace
from pathlib import Path
from unittest.mock import patch

from langchain_core.callbacks import CallbackManagerForLLMRun
from langchain_core.language_models import BaseChatModel
from langchain_core.language_models.chat_models import SimpleChatModel
from langchain_core.messages import BaseMessage

from bench.document import ROOT, aligned, circumstances, markdown, replace_part
from index import Library
from index.copies import labelled
from index.types import Passage, Span
from qa import Assistant
from qa.answer_settings import AnswerSettings
from qa.candidates import Candidate
from qa.checking.check import Checker
from qa.confidence import Judged, judge_by_reader
from qa.cut import cut
from qa.evaluation.case_files import find_case_files, read_cases
from qa.evaluation.evaluating import Evaluator
from qa.evaluation.libraries import UNHURRIED
from qa.evaluation.summary import case_key, is_right
from qa.evaluation.types import Case, CaseFile, CaseResult, FailureKind
from qa.question import Question
from qa.retrieval import Asked, Retrieval, retrieve
from qa.types import Claim, Quote, Rejection, Statement

__all__ = ["MUTATIONS", "Caught", "Mutation", "main", "measure"]

_PAGE = ROOT / "docs" / "accuracy-tests.md"
_CASES = ROOT / "tests" / "accuracy"
_HEADING = ("broken on purpose", "should be", "caught", "of this kind", "all kinds")
_THRESHOLD = AnswerSettings().threshold
_WORST_OF = 80  # passages, of which a search that sorts the wrong way round hands on the last
_SHOWN_SENTENCE = re.compile(r"^\[(?P<label>\d+\.\d+)\] (?:\{[^}]*\} )?(?P<text>.*)$", re.MULTILINE)


_MARKS = "“”\"'"


@dataclass(frozen=True, slots=True)
class Mutation:
    """One part of the product, broken."""

    name: str
    kind: FailureKind
    """What its failures should be called."""
    broken: Callable[[], AbstractContextManager[object]]
    threshold: float = _THRESHOLD
    model: BaseChatModel | None = None


@dataclass(frozen=True, slots=True)
class Caught:
    """What the suite noticed of a mutation."""

    mutation: Mutation
    flipped: tuple[CaseResult, ...]
    """Right before, wrong after."""

    @property
    def kinds(self) -> Counter[FailureKind]:
        """How the flipped cases were classified."""
        return Counter(result.failure for result in self.flipped if result.failure)

    @property
    def is_told(self) -> bool:
        """Whether most of the flipped cases are of the kind that was broken."""
        return 2 * self.kinds[self.mutation.kind] > len(self.flipped)


class _Writer(SimpleChatModel):
    """A chat model that repeats the first sentences it is shown, each with one thing wrong."""

    def wrong(self, sentence: str) -> str:
        """The sentence with a mistake."""
        raise NotImplementedError

    def _call(
        self,
        messages: list[BaseMessage],
        stop: list[str] | None = None,
        run_manager: CallbackManagerForLLMRun | None = None,
        **kwargs: object,
    ) -> str:
        shown = _SHOWN_SENTENCE.finditer(str(messages[-1].content))
        lines = (f"- {self.wrong(found['text'])} [{found['label']}]" for found in shown)
        return "\n".join(line for line, _ in zip(lines, range(3), strict=False))

    @property
    def _llm_type(self) -> str:
        return type(self).__name__


class _Misquoter(_Writer):
    def wrong(self, sentence: str) -> str:
        words = sentence.strip(_MARKS).split()
        return f"It says “{' '.join([*words[:4], 'certainly', *words[4:]])}”"


class _Inventor(_Writer):
    def wrong(self, sentence: str) -> str:
        told = sentence.strip(_MARKS).rstrip(".")
        return f"{told}, which cost 7,315 marks in Vellingen"


class _Credulous(Checker):
    """Lets every claim pass that cites something."""

    def check(self, claim: Claim) -> Statement | Rejection:
        """The claim as it is, with what it cites."""
        cited = self._resolve(claim)
        speakers = self._attribution(claim.text, cited)
        return Statement(claim.text, speakers, tuple(self._quotes(cited)))


def _worst_first(library: Library, asked: Asked, limit: int) -> Retrieval:
    right = retrieve(library, asked, limit)
    found = library.search(asked.question, limit=_WORST_OF, documents=asked.documents)
    worst = found[: limit - 1 : -1][:limit]
    return replace(right, passages=tuple(labelled(p, n) for n, p in enumerate(worst, 1)))


def _cut_late(passage: Passage, span: Span, label: int, speakers: tuple[str, ...]) -> Quote:
    quote = cut(passage, span, label, speakers)
    return replace(quote, start=quote.start + 3, end=quote.end + 3)


def _least_likely_first(
    question: Question, offered: Sequence[Candidate], *how: object
) -> list[Judged]:
    judged = judge_by_reader(question, offered, *how)
    surest = judged[0].confidence
    return [replace(one, score=1.0, confidence=surest) for one in reversed(judged)]


def _put(name: str, value: object) -> Callable[[], AbstractContextManager[object]]:
    return lambda: patch(name, value)


MUTATIONS: Sequence[Mutation] = (
    Mutation(
        "search: the worst passages first",
        FailureKind.RETRIEVAL_MISSED,
        _put("qa.chain.retrieve", _worst_first),
    ),
    Mutation(
        "evidence: the least likely sentence first",
        FailureKind.EVIDENCE_MISSED,
        _put("qa.evidence.judge_by_reader", _least_likely_first),
    ),
    Mutation(
        "speaker rule: nobody is ever named",
        FailureKind.WRONG_SPEAKER,
        _put("qa.evidence.speakers_of", lambda *_, **__: ()),
    ),
    Mutation(
        "speaker rule: the document's publisher says everything",
        FailureKind.WRONG_SPEAKER,
        _put("qa.evidence.speakers_of", lambda *_, **__: ("The Northern Ledger",)),
    ),
    Mutation(
        "threshold 0: everything is an answer",
        FailureKind.WRONGLY_ANSWERED,
        nullcontext,
        threshold=0.0,
    ),
    Mutation(
        "threshold 0.999: hardly anything is an answer",
        FailureKind.WRONGLY_DECLINED,
        nullcontext,
        threshold=0.999,
    ),
    Mutation(
        "quotes: cut three characters too late",
        FailureKind.MISQUOTE,
        _put("qa.evidence_answer.cut", _cut_late),
    ),
    Mutation(
        "check of quotations: off, with a model that misquotes",
        FailureKind.MISQUOTE,
        _put("qa.model.writing.Checker", _Credulous),
        model=_Misquoter(),
    ),
    Mutation(
        "check of statements: off, with a model that invents",
        FailureKind.UNSUPPORTED,
        _put("qa.model.writing.Checker", _Credulous),
        model=_Inventor(),
    ),
    Mutation(
        "accounts: never seen to differ",
        FailureKind.CONFLICT_MISJUDGED,
        _put("qa.evidence_answer.accounts_differ", lambda *_: False),
    ),
)


def measure(
    case_files: Sequence[CaseFile], mutations: Sequence[Mutation] = MUTATIONS
) -> Iterator[Caught]:
    """What the cases notice of each mutation.

    Args:
        case_files: with the files that make up their libraries, the same for all.
        mutations: to be made, one after the other.
    """
    cases = [(case_file, case) for case_file in case_files for case in case_file.cases]
    with tempfile.TemporaryDirectory() as folder, Library.open(folder) as library:
        library.add(case_files[0].files)
        before: dict[str, Mapping[str, bool]] = {}
        for mutation in mutations:
            writer = type(mutation.model).__name__
            if writer not in before:
                settings = AnswerSettings(reader_seconds=UNHURRIED)
                intact = _asked(cases, Assistant(library, mutation.model, settings))
                before[writer] = {case_key(result): is_right(result) for result in intact}
            settings = AnswerSettings(threshold=mutation.threshold, reader_seconds=UNHURRIED)
            with mutation.broken():
                after = _asked(cases, Assistant(library, mutation.model, settings))
            was_right = before[writer]
            flipped = (r for r in after if was_right[case_key(r)] and not is_right(r))
            yield Caught(mutation, tuple(flipped))


def _asked(cases: Sequence[tuple[CaseFile, Case]], assistant: Assistant) -> list[CaseResult]:
    evaluator = Evaluator(assistant)
    return [evaluator.evaluate(case, case_file.path) for case_file, case in cases]


def main(arguments: Sequence[str]) -> int:
    """Measure, print the table, and with ``--write`` put it into docs/accuracy-tests.md."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", nargs="?", type=Path, default=_CASES, help="with case files")
    parser.add_argument("--write", action="store_true", help="also into docs/accuracy-tests.md")
    chosen = parser.parse_args(arguments)
    case_files = [read_cases(path) for path in find_case_files([chosen.folder])]
    rows = [_HEADING]
    for caught in measure(case_files):
        print(caught.mutation.name, file=sys.stderr)
        rows.append(_row(caught))
    print(aligned(rows))
    if chosen.write:
        replace_part(_PAGE, "mutations", f"{circumstances()}\n\n{markdown(rows)}")
    return 0


def _row(caught: Caught) -> tuple[str, ...]:
    kind = caught.mutation.kind
    told = ", ".join(f"{name} {count}" for name, count in caught.kinds.most_common())
    return (
        caught.mutation.name,
        str(kind),
        str(len(caught.flipped)),
        str(caught.kinds[kind]),
        told or "nothing",
    )


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
