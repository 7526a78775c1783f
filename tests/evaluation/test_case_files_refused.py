"""Case files that are wrong: each is refused with its file, its line and what to do."""

from __future__ import annotations

from pathlib import Path

import pytest
from case_texts import asserting, refusal, saved

from qa.evaluation.case_files import read_cases
from qa.evaluation.errors import CaseError

NINES = "9" * 5_000


@pytest.mark.parametrize(
    ("assertion", "told"),
    [
        ("{type: sayz, value: x}", "'sayz' is not known. Is 'says' meant?"),
        ("{type: shouts, value: x}", "'shouts' is not known. There are `status`, "),
        ("{type: says, valeu: x}", "There is no 'valeu' here. Is 'value' meant?"),
        ("{type: says, colour: x}", "There is no 'colour' here. There are `type`, "),
        ("{value: x}", "An assertion has a `type`."),
        ("{type: says, value: x, value: y}", "'value' is given twice."),
        ("says", "Here must be `type`, `value`, "),
        ("{type: says}", "`says` needs a `value`."),
        ("{type: says, value: []}", "`says` needs a `value`."),
        ("{type: says, value: ''}", "Here a text is missing."),
        ("{type: says, value: '  '}", "Here a text is missing."),
        ("{type: says, value: {a: b}}", "Here must be a word, a number or a text."),
        ("{type: says, value: [a, [b]]}", "Here must be a word, a number or a text."),
        ('{type: says, value: "\\ud800"}', "half a character"),
        ("{type: status, value: answerd}", "'answerd' is not known. Is 'answered' meant?"),
        ("{type: conflict, value: maybe}", "There are `true` and `false`."),
        ("{type: quotes}", "`quotes` needs a `value`"),
        ("{type: cites}", "`cites` needs a `document`"),
        ("{type: cites, value: a.txt}", "`cites` names its place with `document` and `page`."),
        ("{type: latency}", "`latency` needs a `threshold`, in milliseconds."),
        ("{type: latency, value: 200, threshold: 3}", "`latency` takes no `value`."),
        ("{type: quotes-verbatim, value: x}", "`quotes-verbatim` takes no `value`."),
        ("{type: supported, value: x}", "`supported` takes no `value`."),
        ("{type: latency, threshold: soon}", "Here must be a number."),
        ("{type: latency, threshold: 0}", "A threshold is a number greater than 0."),
        ("{type: latency, threshold: nan}", "A threshold is a number greater than 0."),
        ("{type: latency, threshold: inf}", "A threshold is a number greater than 0."),
        ("{type: quotes, value: x, threshold: 0}", "is a share, up to 1."),
        ("{type: quotes, value: x, threshold: 50}", "is a share, up to 1."),
        ("{type: quotes, value: x, threshold: nan}", "is a share, up to 1."),
        ("{type: says, value: x, threshold: 0.5}", "`says` has no threshold."),
        ("{type: cites, page: 0}", "A page is a whole number, counted from 1."),
        ("{type: cites, page: -1}", "A page is a whole number, counted from 1."),
        ("{type: cites, page: 1.5}", "A page is a whole number, counted from 1."),
        ("{type: cites, page: ii}", "A page is a whole number, counted from 1."),
        (f"{{type: cites, page: {NINES}}}", "A page is a whole number, counted from 1."),
        ("{type: says, value: x, page: 2}", "`says` is of the whole answer"),
        ("{type: not-quotes-verbatim}", "Is 'quotes-verbatim' meant?"),
        ("{type: not-supported}", "Is 'supported' meant?"),
        ("{type: not-says-not, value: x}", "Is 'says-not' meant?"),
    ],
)
def test_a_wrong_assertion_is_refused_in_its_line(
    tmp_path: Path, assertion: str, told: str
) -> None:
    message = refusal(tmp_path, asserting(assertion))
    assert message.startswith("river.qa.yaml, line 4: ")
    assert told in message


CASE = "  - question: {}?\n    assert: [{{type: abstains}}]\n"


@pytest.mark.parametrize(
    ("text", "line", "told"),
    [
        ("cases: []\n", 1, "There is no 'cases' here."),
        ("# nothing\ndescription: x\n", 2, "`tests:` is missing"),
        ("tests:\n", 1, "Here must be a list"),
        ("\ntests: []\n", 2, "There is no case."),
        ("tests: [a]\n", 1, "Here must be `description`, `question`, "),
        ("tests:\n  - assert: [{type: abstains}]\n", 2, "Here is no `question`"),
        ("tests:\n  - question: a?\n", 2, "Here is no `assert`"),
        ("tests:\n  - question: a?\n    assert: []\n", 3, "tests nothing"),
        ("tests:\n  - question:\n    assert: [{type: abstains}]\n", 2, "a text is missing"),
        ("tests:\n" + CASE.format("a") * 2, 4, "already the name of the case in line 2."),
        ("tests:\n" + CASE.format("a") + "    xfail:\n", 4, "a text is missing"),
        ("tests:\n" + CASE.format("a") + "    tags: [a b]\n", 4, "The tag 'a b' must be"),
        ("defaultTest: {tags: [a/b]}\ntests:\n" + CASE.format("a"), 1, "The tag 'a/b' must be"),
        ("defaultTest: {question: b}\ntests:\n" + CASE.format("a"), 1, "no 'question' here"),
        ("documents: []\ntests:\n" + CASE.format("a"), 1, "`documents` is empty"),
        ("tests:\n" + CASE.format("a") + "    documents: []\n", 4, "`documents` is empty"),
        (
            "tests:\n" + CASE.format("a") + "    followups: [{question: b}]\n",
            4,
            "Here is no `assert`",
        ),
        ("tests: a\ntests: b\n", 2, "'tests' is given twice."),
        ("tests:\n\t- a\n", 2, "no valid YAML"),
        ("tests:\n\t- a\n", 2, "Indent with spaces, not with tabs."),
        ("description: he said: no\n", 1, "Put a text with a colon into quotes"),
        ('description: "who said "no"?"\n', 1, "put a text with quotes in it into single quotes"),
        ("description: a\n  tests: b\n", 2, "indent keys alike"),
        ("tests: *gone\n", 1, "undefined alias 'gone'"),
        ("tests: a\n---\ntests: b\n", 2, "expected a single document"),
        ("tests: [\x07]\n", 1, "U+0007"),
        ("tests:\n  - question: a\x00b?\n", 2, "U+0000"),
        ("? [a]\n: b\n", 1, "Here must be a word"),
        ("a: &a [x]\nb: &b [*a, *a]\n", 1, "There is no 'a' here."),
        ("tests: &all [*all]\n", 1, "Here must be `description`, `question`, "),
    ],
)
def test_a_wrong_file_is_refused_in_its_line(
    tmp_path: Path, text: str, line: int, told: str
) -> None:
    message = refusal(tmp_path, text)
    assert message.startswith(f"river.qa.yaml, line {line}: ")
    assert told in message


@pytest.mark.parametrize("nested", ["[" * 10_000, "- " * 10_000, "{a: " * 10_000, "? " * 10_000])
def test_a_file_nested_without_end_is_refused(tmp_path: Path, nested: str) -> None:
    assert "nested too deeply" in refusal(tmp_path, nested)


@pytest.mark.parametrize("escaped", ["\\U00110000", "\\UFFFFFFFF"])
def test_an_escaped_sign_that_is_none_is_refused(tmp_path: Path, escaped: str) -> None:
    told = refusal(tmp_path, asserting(f'{{type: says, value: "{escaped}"}}'))
    assert "no valid YAML" in told


def test_a_mapping_of_aliases_of_aliases_is_refused_at_once(tmp_path: Path) -> None:
    laughs = ["tests:", "  - &l0 [ha, ha]"]
    laughs += [f"  - &l{n} [{', '.join([f'*l{n - 1}'] * 9)}]" for n in range(1, 60)]
    assert "line 2: Here must be `description`" in refusal(tmp_path, "\n".join(laughs))


@pytest.mark.parametrize(
    ("data", "told"),
    [
        (b"", "The file is empty. It needs `tests:`"),
        (b"# only a note\n", "The file is empty. It needs `tests:`"),
        ("tests: é".encode("latin-1"), "It is not in UTF-8. Save it as UTF-8."),
        ("tests: é".encode("utf-16"), "It is not in UTF-8. Save it as UTF-8."),
        (b"#" * 10_000_001, "larger than 10 MB"),
    ],
)
def test_bytes_that_are_no_case_file_are_refused(tmp_path: Path, data: bytes, told: str) -> None:
    assert told in refusal(tmp_path, data)


def test_a_file_that_cannot_be_read_is_refused(tmp_path: Path) -> None:
    with pytest.raises(CaseError, match="It cannot be read: No such file"):
        read_cases(tmp_path / "lost.qa.yaml")
    saved(tmp_path, "").unlink()
    (tmp_path / "river.qa.yaml").mkdir()
    with pytest.raises(CaseError, match="It cannot be read: Is a directory"):
        read_cases(tmp_path / "river.qa.yaml")
