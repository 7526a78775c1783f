"""Case files that are right: every key, every type of assertion, and scalars as written."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path

import pytest
from case_texts import asserting, assertion_of, cases_of, saved
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from qa.evaluation.case_files import find_case_files, read_cases
from qa.evaluation.errors import CaseError
from qa.evaluation.types import Assertion, AssertionType, Case, CaseTurn

WHOLE = """
description: What the river papers say
files: [../papers, extra/tide.txt]
documents: [gauge.txt]
defaultTest:
  tags: [river]
  assert:
    - type: latency
      threshold: 5000
tests:
  - description: the depth
    question: How deep is the Lenn?
    documents: [gauge.txt, tide.txt]
    tags: [numbers, river]
    xfail: "the gauge is read wrongly"
    assert:
      - type: quotes
        value: the Lenn is four metres deep
        document: gauge.txt
        page: 2
        section: The gauge
        threshold: 0.5
    followups:
      - question: And who says so?
        assert:
          - type: not-attributed-to
            value: [Mara Holt, the document]
  - question: How wide is it?
    assert:
      - type: status
        value: not_in_documents
"""


def test_every_key_is_read(tmp_path: Path) -> None:
    read = cases_of(tmp_path, WHOLE)
    latency = Assertion(AssertionType.LATENCY, threshold=5000.0, line=8)
    quotes = Assertion(
        AssertionType.QUOTES,
        ("the Lenn is four metres deep",),
        0.5,
        "gauge.txt",
        2,
        "The gauge",
        line=17,
    )
    who = Assertion(
        AssertionType.ATTRIBUTED_TO, ("Mara Holt", "the document"), negated=True, line=26
    )
    assert read.description == "What the river papers say"
    assert read.files == (tmp_path / "../papers", tmp_path / "extra/tide.txt")
    assert read.cases[0] == Case(
        name="the depth",
        turns=(
            CaseTurn("How deep is the Lenn?", (latency, quotes)),
            CaseTurn("And who says so?", (latency, who)),
        ),
        documents=("gauge.txt", "tide.txt"),
        tags=("river", "numbers"),
        xfail="the gauge is read wrongly",
        line=11,
    )


def test_what_a_case_does_not_say_is_the_files_or_empty(tmp_path: Path) -> None:
    second = cases_of(tmp_path, WHOLE).cases[1]
    assert second.name == "How wide is it?"
    assert second.documents == ("gauge.txt",)
    assert second.tags == ("river",)
    assert second.xfail == ""
    bare = cases_of(tmp_path, asserting("{type: abstains}")).cases[0]
    assert bare.documents is None
    assert (bare.tags, bare.line) == ((), 2)


@pytest.mark.parametrize(
    ("written", "values"),
    [
        ("{type: status, value: answered}", ("answered",)),
        ("{type: status, value: [partial, not_in_documents]}", ("partial", "not_in_documents")),
        ("{type: quotes, value: [one, two]}", ("one", "two")),
        ("{type: quotes, page: 2}", ()),
        ("{type: says, value: x}", ("x",)),
        ("{type: says-not, value: x}", ("x",)),
        ("{type: attributed-to, value: A > B}", ("A > B",)),
        ("{type: cites, document: a.txt}", ()),
        ("{type: cites, section: News}", ()),
        ("{type: quotes-verbatim}", ()),
        ("{type: supported, threshold: 0.5}", ()),
        ("{type: abstains}", ()),
        ("{type: abstains, value: false}", ("false",)),
        ("{type: conflict}", ()),
        ("{type: conflict, value: 'true'}", ("true",)),
        ("{type: short-answer, value: [nine, '9'], threshold: 1}", ("nine", "9")),
        ("{type: latency, threshold: 1e3}", ()),
    ],
)
def test_every_type_is_read(tmp_path: Path, written: str, values: tuple[str, ...]) -> None:
    made = assertion_of(tmp_path, written)
    assert made.name == written.removeprefix("{type: ").split(",")[0].rstrip("}")
    assert made.values == values
    assert made.line == 4


@pytest.mark.parametrize("kind", ["status", "quotes", "says", "attributed-to", "short-answer"])
def test_not_turns_a_type_round(tmp_path: Path, kind: str) -> None:
    value = "partial" if kind == "status" else "x"
    made = assertion_of(tmp_path, f"{{type: not-{kind}, value: {value}}}")
    assert (made.type, made.negated, made.name) == (kind, True, f"not-{kind}")


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("no", "no"),
        ("~", "~"),
        ("null", "null"),
        ("12:30", "12:30"),
        ("1_000", "1_000"),
        ("0x10", "0x10"),
        ("1.50", "1.50"),
        ("2024-03-01", "2024-03-01"),
        ("!!int 3", "3"),
        ("'it''s'", "it's"),
        ('"a\\tb"', "a\tb"),
        ('"\\U0001F6A2 and \\u00e9"', "\U0001f6a2 and é"),
        ('"\\ud83d\\udea2"', "\U0001f6a2"),
        ("|\n          two\n          lines\n", "two\nlines"),
        (">-\n          one\n          line\n", "one line"),
    ],
)
def test_scalars_stay_as_they_are_written(tmp_path: Path, written: str, read: str) -> None:
    text = asserting(f"type: says\n        value: {written}")
    assert cases_of(tmp_path, text).cases[0].turns[0].assertions[0].values == (read,)


def test_an_alias_stands_for_what_it_names(tmp_path: Path) -> None:
    text = """
    tests:
      - question: One?
        assert: &same [{type: says, value: &word ferry}]
      - question: Two?
        assert: *same
      - question: Three?
        assert: [{type: says, value: *word}]
    """
    found = [case.turns[0].assertions[0].values for case in cases_of(tmp_path, text).cases]
    assert found == [("ferry",)] * 3


def test_a_byte_order_mark_and_windows_line_ends_are_no_text(tmp_path: Path) -> None:
    text = asserting("{type: says, value: x}").replace("\n", "\r\n")
    assert cases_of(tmp_path, text.encode("utf-8-sig")).cases[0].line == 2


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(st.text(st.sampled_from("[]{}:-&*!|>'\"%@`# \n\ttests?aq\ud7ff\0\x85é"), max_size=60))
def test_any_text_is_cases_or_one_sentence(tmp_path: Path, text: str) -> None:
    with suppress(CaseError):
        assert cases_of(tmp_path, text).cases


# -- finding the files -----------------------------------------------------------------------


def test_case_files_are_found_below_folders_in_order(tmp_path: Path) -> None:
    for name in ("b.qa.yaml", "sub/a.qa.yaml", ".hidden/c.qa.yaml", "notes.yaml", "x.qa.yml"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text("")
    (tmp_path / "folder.qa.yaml").mkdir()
    found = find_case_files([tmp_path / "sub/a.qa.yaml", tmp_path])
    assert found == (tmp_path / "sub/a.qa.yaml", tmp_path / "b.qa.yaml")


def test_a_hidden_folder_that_is_named_is_looked_through(tmp_path: Path) -> None:
    (tmp_path / ".cases").mkdir()
    path = saved(tmp_path / ".cases", "")
    assert find_case_files([tmp_path / ".cases"]) == (path,)


@pytest.mark.parametrize(
    ("name", "told"), [("lost", "no such file or folder"), ("notes.txt", "ends in .qa.yaml")]
)
def test_a_path_that_is_none_is_refused(tmp_path: Path, name: str, told: str) -> None:
    (tmp_path / "notes.txt").write_text("")
    with pytest.raises(CaseError, match=told):
        find_case_files([tmp_path / name])


@pytest.mark.parametrize(
    ("theirs", "ours"),
    [("icontains", "says"), ("not-contains", "says"), ("is-refusal", "abstains")],
)
def test_a_word_of_promptfoo_is_told_what_it_is_called_here(tmp_path, theirs, ours):
    path = tmp_path / "a.qa.yaml"
    path.write_text(
        f"tests:\n  - question: Who?\n    assert:\n      - {{type: {theirs}, value: x}}\n"
    )
    with pytest.raises(CaseError, match=f"line 4: .*'{theirs}' is `{ours}` here"):
        read_cases(path)
