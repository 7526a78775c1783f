"""One more case in a file: what is there stays as it is, and nothing is ever lost."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from evaluated_cases import texts, without_lines
from hypothesis import HealthCheck, given, settings

from qa.evaluation.case_adding import add_case
from qa.evaluation.case_files import read_cases
from qa.evaluation.errors import CaseError, CaseThere
from qa.evaluation.types import Assertion, AssertionType, Case, CaseTurn

HEAD = "Answers of the harbour.\nRun them."


def case(question: str = "How deep is it?", words: str = "four metres", name: str = "") -> Case:
    made = Assertion(AssertionType.QUOTES, (words,), threshold=0.5, document="gauge.txt")
    return Case(name or question, (CaseTurn(question, (made,)),), tags=("marked-right",))


def add(path: Path, added: Case, origin: str = "Answer 1") -> str:
    return add_case(path, added, origin=origin, head=HEAD)


def cases(path: Path) -> list[Case]:
    return [without_lines(each) for each in read_cases(path).cases]


def test_a_file_is_made_with_its_folder_and_says_what_it_is(tmp_path: Path) -> None:
    path = tmp_path / "cases" / "chat.qa.yaml"
    assert add(path, case()) == "How deep is it?"
    assert path.read_text("utf-8").startswith(
        "# Answers of the harbour.\n# Run them.\n\ntests:\n  # Answer 1\n  - question: How deep"
    )
    assert cases(path) == [case()]
    assert [each.name for each in path.parent.iterdir()] == ["chat.qa.yaml"]


OWN = """\
# mine
description:   the depth   # two blanks
tests:
    - question: {}
      # to be looked at again
      tags: [ depth,tide ]
      assert:
          - {{type: says, value: 'four'}}
"""


@pytest.mark.parametrize("end", ["\n", "\r\n"])
@pytest.mark.parametrize("last", ["", "\n", "\n\n# the end\n", "\n    # the end"])
@pytest.mark.parametrize("mark", ["", "\ufeff"])
def test_the_owner_s_text_stays_character_for_character(
    tmp_path: Path, end: str, last: str, mark: str
) -> None:
    path = tmp_path / "own.qa.yaml"
    written = (mark + OWN.format("Déjà?").rstrip() + last).replace("\n", end).encode()
    path.write_bytes(written)
    mine = cases(path)
    add(path, case())
    add(path, case("And now?"), "Answer 2")
    now = path.read_bytes()
    assert now.startswith(written)
    assert (b"\r\n" in now) is (end == "\r\n")
    assert now.count(b"\n") == now.count(end.encode())
    assert cases(path) == [*mine, case(), case("And now?")]
    assert b"\n    # Answer 2" in now


@pytest.mark.parametrize(
    "text",
    [
        "tests:\n- question: Whose?\n  assert: [{type: abstains}]\n",
        "tests:\n\n  -   question: Whose?\n      assert:\n      - type: says\n        value: |\n"
        "          a\n          b\n",
        "defaultTest: {tags: [x], assert: [{type: abstains, value: false}]}\ndocuments: a.txt\n"
        "tests:\n  - question: Whose?\n    assert: [{type: conflict}]\n",
    ],
)
def test_whatever_its_style_the_file_goes_on_in_it(tmp_path: Path, text: str) -> None:
    path = tmp_path / "own.qa.yaml"
    path.write_text(text, "utf-8")
    before = cases(path)
    add(path, case())
    assert path.read_text("utf-8").startswith(text)
    after = cases(path)
    assert after[:-1] == before
    assert (after[-1].name, after[-1].turns[0].assertions[-1]) == (
        "How deep is it?",
        case().turns[0].assertions[0],
    )


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("tests:\n  - question: Whose?\n    assert: [\n", "line 4: This is no valid YAML"),
        ("tests:\n  - question: Whose?\n   assert: []\n", "line 3: "),
        ("tests:\n\t- question: Whose?\n", "Indent with spaces"),
        ("tests:\n  - question: Whose?\n", "line 2: Here is no `assert`"),
        ("description: all of them gone\n", "`tests:` is missing"),
        ("# a comment alone\n", "The file is empty"),
        (
            "tests: [{question: Whose, assert: [{type: abstains}]}]\n",
            "Nothing can be added at its end. Let `tests:` be its last key",
        ),
        (
            "tests:\n  - question: Whose?\n    assert: [{type: abstains}]\ndescription: mine\n",
            "Nothing can be added at its end.",
        ),
        (b"tests: \xff\n", "It is not in UTF-8"),
    ],
)
def test_a_file_that_cannot_be_added_to_is_told_and_left_alone(
    tmp_path: Path, text: str | bytes, told: str
) -> None:
    path = tmp_path / "own.qa.yaml"
    written = text if isinstance(text, bytes) else text.encode()
    path.write_bytes(written)
    with pytest.raises(CaseError) as refused:
        add(path, case())
    assert str(refused.value).startswith(str(path))
    assert told in str(refused.value)
    assert path.read_bytes() == written
    assert list(tmp_path.iterdir()) == [path]


def test_a_list_that_has_become_empty_can_be_added_to(tmp_path: Path) -> None:
    path = tmp_path / "own.qa.yaml"
    path.write_text("# mine\ntests:\n", "utf-8")
    add(path, case())
    assert path.read_text("utf-8").startswith("# mine\ntests:\n\n  # Answer 1\n  - question")
    assert cases(path) == [case()]


def test_the_same_is_not_added_twice(tmp_path: Path) -> None:
    path = tmp_path / "chat.qa.yaml"
    add(path, case())
    add(path, case("And now?"), "Answer 2")
    written = path.read_bytes()
    for origin in ("Answer 1", "Answer 3"):
        with pytest.raises(CaseThere, match=r"line 6: This is there already, as 'How deep") as said:
            add(path, case(name="another name"), origin)
        assert said.value.name == "How deep is it?"
    assert path.read_bytes() == written


def test_what_comes_from_the_same_and_demands_something_else_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "chat.qa.yaml"
    add(path, case())
    written = path.read_bytes()
    told = r"line 6: .*, as 'How deep is it\?', and demands something else.*save the answer again"
    with pytest.raises(CaseError, match=told) as said:
        add(path, case(words="five metres"))
    assert not isinstance(said.value, CaseThere)
    assert path.read_bytes() == written
    path.write_text(path.read_text("utf-8").replace("four metres", "five metres"), "utf-8")
    with pytest.raises(CaseThere):
        add(path, case(words="five metres"))


def test_a_name_that_is_taken_gets_a_number(tmp_path: Path) -> None:
    path = tmp_path / "chat.qa.yaml"
    names = [add(path, case(words=f"{n} metres", name="depth"), f"Answer {n}") for n in range(3)]
    assert names == ["depth", "depth (2)", "depth (3)"]
    assert [each.name for each in cases(path)] == names


@settings(suppress_health_check=list(HealthCheck), deadline=None, max_examples=60)
@given(texts, texts, texts)
def test_any_words_are_read_as_they_were_added(
    tmp_path: Path, first: str, second: str, words: str
) -> None:
    path = tmp_path / "any.qa.yaml"
    path.unlink(missing_ok=True)
    add(path, case(first, words, "one"), "Answer 1")
    add(path, case(second, words + "!", "two"), "Answer 2")
    assert cases(path) == [case(first, words, "one"), case(second, words + "!", "two")]


def test_a_linked_file_stays_linked_and_keeps_its_permissions(tmp_path: Path) -> None:
    path, link = tmp_path / "kept.qa.yaml", tmp_path / "cases" / "chat.qa.yaml"
    add(path, case())
    path.chmod(0o640)
    link.parent.mkdir()
    link.symlink_to(path)
    add(link, case("And now?"), "Answer 2")
    assert link.is_symlink()
    assert path.stat().st_mode & 0o777 == 0o640
    assert len(cases(path)) == 2


def test_what_cannot_be_written_is_told_and_leaves_the_file_as_it_was(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "chat.qa.yaml"
    add(path, case())
    written = path.read_bytes()

    def full(self: Path, target: Path) -> Path:
        raise OSError(28, os.strerror(28))

    monkeypatch.setattr(Path, "replace", full)
    with pytest.raises(CaseError, match="It cannot be written: No space left on device"):
        add(path, case("And now?"), "Answer 2")
    assert path.read_bytes() == written
    assert list(tmp_path.iterdir()) == [path]


def test_a_folder_in_the_place_of_the_file_is_told(tmp_path: Path) -> None:
    (tmp_path / "chat.qa.yaml").mkdir()
    with pytest.raises(CaseError, match="It cannot be read"):
        add(tmp_path / "chat.qa.yaml", case())
