"""Cases written as YAML read as the same cases, whatever their texts are made of."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml
from case_texts import cases_of
from evaluated_cases import texts, without_lines
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from qa.evaluation.case_writing import written
from qa.evaluation.types import Assertion, AssertionType, Case, CaseTurn


@st.composite
def assertions(draw: st.DrawFn) -> Assertion:
    kind = draw(st.sampled_from(AssertionType))
    values = tuple(draw(st.lists(texts, min_size=1, max_size=3)))
    negated = draw(st.booleans())
    match kind:
        case AssertionType.STATUS:
            return Assertion(kind, ("partial", "answered"), negated=negated)
        case AssertionType.ABSTAINS | AssertionType.CONFLICT:
            return Assertion(kind, draw(st.sampled_from([(), ("true",), ("false",)])))
        case AssertionType.LATENCY:
            return Assertion(kind, threshold=draw(st.floats(1e-9, 1e300)))
        case AssertionType.QUOTES_VERBATIM | AssertionType.SUPPORTED:
            return Assertion(kind)
        case AssertionType.CITES:
            return Assertion(kind, document=draw(texts), page=draw(st.integers(1, 10**9 - 1)))
        case AssertionType.QUOTES:
            share = draw(st.floats(0, 1, exclude_min=True))
            return Assertion(kind, values, share, section=draw(texts), negated=negated)
    return Assertion(kind, values, negated=negated and kind is not AssertionType.SAYS_NOT)


@st.composite
def cases(draw: st.DrawFn) -> Case:
    turns = st.builds(CaseTurn, texts, st.lists(assertions(), min_size=1).map(tuple))
    tags = st.text(st.characters(categories=["L", "Nd"]), min_size=1)
    return Case(
        name=draw(texts),
        turns=tuple(draw(st.lists(turns, min_size=1, max_size=2))),
        documents=draw(st.none() | st.lists(texts, min_size=1, max_size=2).map(tuple)),
        tags=tuple(draw(st.lists(tags, unique=True, max_size=2))),
        xfail=draw(st.just("") | texts),
    )


def plain(name: str) -> Case:
    return Case(name, (CaseTurn(name, (Assertion(AssertionType.SAYS, (name,)),)),))


@settings(suppress_health_check=list(HealthCheck), deadline=None, max_examples=60)
@given(st.lists(cases(), min_size=1, max_size=3, unique_by=lambda case: case.name))
@example([plain("two\n\nparagraphs\n   and an indented line")])
@example([plain("# no comment"), plain("- no list"), plain("{no: map}"), plain("no")])
@example([plain("next\x85line"), plain("line\u2028break"), plain("\ufeffmark"), plain("a\x00b")])
@example([plain("word " * 60 + "end")])
def test_cases_written_read_as_the_same_cases(tmp_path: Path, given_cases: list[Case]) -> None:
    read = cases_of(tmp_path, written(given_cases))
    assert [without_lines(case) for case in read.cases] == given_cases


@settings(suppress_health_check=list(HealthCheck), deadline=None, max_examples=60)
@given(texts, st.text("a #:-\n\r\u2028"))
def test_what_stands_above_the_cases_reads_as_it_was(
    tmp_path: Path, description: str, note: str
) -> None:
    text = written([plain("Who?")], description, ["../papers", "a b"], note)
    read = cases_of(tmp_path, text)
    assert read.description == description
    assert read.files == (tmp_path / "../papers", tmp_path / "a b")
    assert [without_lines(case) for case in read.cases] == [plain("Who?")]


def test_what_is_written_is_what_a_person_would_write() -> None:
    cites = Assertion(AssertionType.CITES, document="gauge.txt", page=2, negated=True)
    case = Case(
        "the depth",
        (
            CaseTurn(
                "How deep is it?", (Assertion(AssertionType.SAYS, ("four – or “five”",)), cites)
            ),
            CaseTurn("Who says so?", (Assertion(AssertionType.ABSTAINS),)),
        ),
        tags=("river",),
    )
    assert (
        written([case, plain("no")], note="Two proposals.\nRead them.")
        == """\
# Two proposals.
# Read them.
tests:
  - description: the depth
    question: How deep is it?
    tags:
    - river
    assert:
    - type: says
      value: four – or “five”
    - type: not-cites
      document: gauge.txt
      page: 2
    followups:
    - question: Who says so?
      assert:
      - type: abstains

  - question: 'no'
    assert:
    - type: says
      value: 'no'
"""
    )


@pytest.mark.parametrize("line", ["word " * 60, "a" * 300])
def test_a_long_question_is_folded_where_it_has_spaces(line: str) -> None:
    text = written([plain(line.strip())])
    assert yaml.safe_load(text)["tests"][0]["question"] == line.strip()
    assert " " not in line or max(map(len, text.splitlines())) <= 110
