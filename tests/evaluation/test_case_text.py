from __future__ import annotations

from pathlib import Path

from evaluated_cases import texts, without_lines
from hypothesis import given

from qa.evaluation.case_files import read_cases, written
from qa.evaluation.types import Assertion, AssertionType, Case, CaseTurn


@given(question=texts, name=texts, words=texts, document=texts)
def test_whatever_a_case_says_it_says_again(
    tmp_path_factory, question: str, name: str, words: str, document: str
) -> None:
    made = Assertion(AssertionType.QUOTES, (words, name), threshold=0.5, document=document)
    case = Case(name, (CaseTurn(question, (made,)),) * 2, documents=(document,))
    path = tmp_path_factory.getbasetemp() / "any.qa.yaml"
    path.write_text(written([case]), "utf-8", newline="")
    assert tuple(map(without_lines, read_cases(path).cases)) == (case,)


def test_line_ends_that_yaml_would_fold_are_escaped(tmp_path: Path) -> None:
    words = "first\u2028second\x85third\n\nfourth"
    case = Case("Name", (CaseTurn("Who?", (Assertion(AssertionType.SAYS, (words,)),)),))
    text = written([case])
    assert "\u2028" not in text
    assert "\x85" not in text
    path = tmp_path / "ends.qa.yaml"
    path.write_text(text, "utf-8")
    assert read_cases(path).cases[0].turns[0].assertions[0].values == (words,)
