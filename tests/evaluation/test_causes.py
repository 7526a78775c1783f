"""At which step a planted failure is seen to have gone wrong: each kind, and which comes first."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import pytest
from river_papers import TWIN, answer, passage, quote, says

from index import Library
from index.types import Passage
from qa.drafts.places import Lookup
from qa.evaluation.causes import failure_of
from qa.evaluation.checks import findings
from qa.evaluation.gold import gold_of
from qa.evaluation.judge import Judge
from qa.evaluation.types import Assertion, AssertionType, Case, CaseTurn, FailureKind, Finding
from qa.types import Answer, AnswerStatus, ShortAnswer

GATE = "The gate was closed at nine."
BREAD = "His brother Halvard Osk, a baker, said that the bread was wet."


def made(kind: str, *values: str, **other: object) -> Assertion:
    negated = kind.startswith("not-")
    return Assertion(AssertionType(kind.removeprefix("not-")), values, negated=negated, **other)  # type: ignore[arg-type]


class Why:
    """The kind of failure of an answer by real findings."""

    def __init__(self, library: Library, lookup: Lookup, judge: Judge) -> None:
        self.library, self.lookup, self.judge = library, lookup, judge
        self.gate = passage(library, "gauge.md", GATE, 1)
        self.bread = passage(library, "gauge.md", BREAD, 2)

    def __call__(self, given: Answer, *wanted: Assertion) -> FailureKind | None:
        turn = CaseTurn("What happened?", wanted)
        (gold,) = gold_of(Case("river", (turn,)), self.lookup, "river.qa.yaml")
        found = findings(wanted, given, gold, self.judge)
        return failure_of(found, given, gold)

    def of(self, words: str, *speakers: str, passages: Sequence[Passage] = ()) -> Answer:
        """An answer that quotes these words of gauge.md."""
        cited = quote(self.library, "gauge.md", words, speakers)
        return answer(says(cited), passages=tuple(passages))

    def declined(self, *passages: Passage) -> Answer:
        return answer(passages=passages)


@pytest.fixture
def why(library: Library, lookup: Lookup, judge: Judge) -> Why:
    return Why(library, lookup, judge)


def test_no_failure(why: Why) -> None:
    right = why.of(GATE, passages=[why.gate])
    assert why(right, made("quotes", GATE), made("says", "nine"), made("not-abstains")) is None


def test_a_misquote_comes_first(why: Why) -> None:
    right = why.of(GATE, "Mara Holt")
    cited = replace(right.statements[0].quotes[0], start=3)
    wrong = answer(replace(right.statements[0], quotes=(cited,)))
    assert why(wrong) is FailureKind.MISQUOTE
    assert why(wrong, made("abstains"), made("quotes", BREAD)) is FailureKind.MISQUOTE


def test_an_unsupported_statement(why: Why) -> None:
    cited = quote(why.library, "gauge.md", GATE)
    wrong = answer(says(cited, "The gate was closed by the pope in 1911."))
    assert why(wrong) is FailureKind.UNSUPPORTED
    assert why(wrong, made("abstains"), made("quotes", BREAD)) is FailureKind.UNSUPPORTED


@pytest.mark.parametrize(
    "wanted",
    [
        made("abstains"),
        made("abstains", "true"),
        made("not-abstains", "false"),
        made("status", "not_in_documents"),
        made("status", "partial", "not_in_documents"),
        made("status", "partial"),
        made("not-status", "answered"),
        made("not-status", "answered", "partial"),
        made("says-not", "gate"),
        made("not-says", "gate"),
        made("not-quotes", GATE),
        made("not-cites", document="gauge.md"),
    ],
)
def test_an_answer_that_says_too_much(why: Why, wanted: Assertion) -> None:
    given = why.of(GATE, passages=[why.gate])
    assert why(given, wanted) is FailureKind.WRONGLY_ANSWERED
    assert why(given, made("quotes", BREAD), wanted) is FailureKind.WRONGLY_ANSWERED


def test_part_of_an_answer_where_none_is_wanted_says_too_much(why: Why) -> None:
    part = replace(why.of(GATE, passages=[why.gate]), status=AnswerStatus.PARTIAL)
    assert why(part, made("status", "not_in_documents")) is FailureKind.WRONGLY_ANSWERED
    assert why(part, made("status", "answered")) is FailureKind.EVIDENCE_MISSED


WANTED = [
    made("quotes", BREAD),
    made("quotes", BREAD, threshold=0.5),
    made("says", "bread"),
    made("cites", section="The morning"),
    made("quotes", section="The morning"),
]


@pytest.mark.parametrize("wanted", WANTED)
def test_words_that_the_search_did_not_bring(why: Why, wanted: Assertion) -> None:
    for given in (why.of(GATE, passages=[why.gate]), why.declined(why.gate), why.declined()):
        assert why(given, wanted) is FailureKind.RETRIEVAL_MISSED
        speaker = made("attributed-to", "Halvard Osk")
        assert why(given, wanted, speaker) is FailureKind.RETRIEVAL_MISSED


@pytest.mark.parametrize("wanted", [*WANTED, made("abstains", "false"), made("status", "answered")])
def test_words_that_were_brought_and_declined(why: Why, wanted: Assertion) -> None:
    declined = why.declined(why.gate, why.bread)
    assert why(declined, wanted) is FailureKind.WRONGLY_DECLINED
    speaker = made("attributed-to", "Halvard Osk")
    assert why(declined, speaker, wanted) is FailureKind.WRONGLY_DECLINED


@pytest.mark.parametrize("wanted", WANTED)
def test_words_that_were_brought_and_not_shown(why: Why, wanted: Assertion) -> None:
    given = why.of(GATE, passages=[why.gate, why.bread])
    assert why(given, wanted) is FailureKind.EVIDENCE_MISSED
    speaker = made("attributed-to", "Halvard Osk")
    short = made("short-answer", "wet bread")
    assert why(given, speaker, short, wanted) is FailureKind.EVIDENCE_MISSED


@pytest.mark.parametrize(
    ("characters", "kind"),
    [(13, FailureKind.RETRIEVAL_MISSED), (14, FailureKind.EVIDENCE_MISSED)],
)
def test_a_passage_brings_words_of_which_it_has_half(
    why: Why, characters: int, kind: FailureKind
) -> None:
    assert len(GATE) == 28
    part = replace(why.gate, end=why.gate.start + characters, text=GATE[:characters])
    given = why.of(BREAD, passages=[part])
    assert why(given, made("quotes", GATE, section="The night")) is kind
    assert why(given, made("quotes", section="The night")) is FailureKind.EVIDENCE_MISSED


def test_a_copy_of_a_passage_brings_the_words_as_well(why: Why) -> None:
    copied = replace(why.gate, copies=(why.bread,))
    for wanted in WANTED:
        given = why.of(GATE, passages=[copied])
        assert why(given, wanted) is FailureKind.EVIDENCE_MISSED


def test_of_several_pieces_one_that_is_not_brought_is_enough(why: Why) -> None:
    given = why.of("Nine boats were lost", passages=[why.bread])
    wanted = made("quotes", BREAD), made("quotes", "Engineer Marten Osk denied")
    assert why(given, *wanted) is FailureKind.RETRIEVAL_MISSED


def test_what_is_met_explains_no_failure(why: Why) -> None:
    """The words are quoted in part, as wanted; that no passage has half of them is no matter."""
    lost = passage(why.library, "gauge.md", "Nine boats")
    given = why.of("Nine boats were", passages=[lost, why.bread])
    met = made("quotes", "The gate was closed at nine. Nine boats were", threshold=0.2)
    assert why(given, met) is None
    assert why(given, met, made("attributed-to", "Mara Holt")) is FailureKind.WRONG_SPEAKER
    assert why(given, met, made("quotes", BREAD)) is FailureKind.EVIDENCE_MISSED


def test_the_wrong_speaker(why: Why) -> None:
    given = why.of(BREAD, "Marten Osk", passages=[why.bread])
    wanted = made("quotes", BREAD), made("attributed-to", "Halvard Osk")
    assert why(given, *wanted) is FailureKind.WRONG_SPEAKER
    assert why(given, wanted[0], made("not-attributed-to", "Osk")) is FailureKind.WRONG_SPEAKER
    late = made("latency", threshold=1.0), made("short-answer", "bread")
    assert why(given, *late, *wanted) is FailureKind.WRONG_SPEAKER


@pytest.mark.parametrize("differ", [True, False])
def test_a_conflict_that_is_misjudged(why: Why, differ: bool) -> None:
    given = replace(why.of(GATE, passages=[why.gate]), accounts_differ=differ)
    wanted = made("conflict", "false" if differ else "true")
    assert why(given, wanted, made("short-answer", "nine")) is FailureKind.CONFLICT_MISJUDGED
    turned = made("not-conflict", "true" if differ else "false")
    assert why(given, turned) is FailureKind.CONFLICT_MISJUDGED


def test_the_wrong_short_answer(why: Why) -> None:
    text = why.library.text("gauge.md")
    at = text.index("at nine.")
    short = ShortAnswer("at nine", "gauge.md", at, at + 7)
    given = replace(why.of(GATE, passages=[why.gate]), short=short)
    wanted = made("short-answer", "ten"), made("latency", threshold=1.0)
    assert why(given, *wanted) is FailureKind.WRONG_SHORT_ANSWER
    assert why(given, made("not-short-answer", "nine")) is FailureKind.WRONG_SHORT_ANSWER


def test_too_slow(why: Why) -> None:
    given = why.of(GATE, passages=[why.gate])
    assert why(given, made("quotes", GATE), made("latency", threshold=1.0)) is FailureKind.TOO_SLOW
    assert why(why.declined(), made("latency", threshold=1.0)) is FailureKind.TOO_SLOW


def test_a_place_goes_by_the_name_that_answers_give_it(why: Why) -> None:
    given = answer(
        says(quote(why.library, "wire.txt", "The mayor closed")), passages=(why.gate, why.bread)
    )
    assert why(given, made("cites", document=TWIN)) is FailureKind.EVIDENCE_MISSED


@pytest.mark.parametrize("kind", AssertionType)
@pytest.mark.parametrize("negated", [True, False])
def test_every_failed_assertion_has_a_kind(why: Why, kind: AssertionType, negated: bool) -> None:
    """Also one that no case file can hold."""
    wanted = Assertion(kind, ("gate",), document="gauge.md", negated=negated)
    (gold,) = gold_of(Case("river", (CaseTurn("?", (wanted,)),)), why.lookup, "river.qa.yaml")
    failed = (Finding(wanted, False, "", ""),)
    for given in (why.declined(), why.of(GATE, passages=[why.gate])):
        assert failure_of(failed, given, gold) is not None
