"""Cases into YAML, which reads as the same cases."""

from __future__ import annotations

from collections.abc import Sequence

from qa.evaluation.nodes import dump
from qa.evaluation.types import Assertion, Case

__all__ = ["written"]


def written(
    cases: Sequence[Case], description: str = "", files: Sequence[str] = (), note: str = ""
) -> str:
    """Cases as the text of a case file, which reads as the same cases.

    Args:
        cases: to be written.
        description: of the whole.
        files: what makes up the library, relative to where the text will be saved.
        note: a comment for the top.
    """
    whole: dict[str, object] = {}
    if description:
        whole["description"] = description
    if files:
        whole["files"] = list(files)
    head = "".join(f"# {line}\n" for line in note.splitlines())
    body = "\n".join(_indented(_case_entry(case)) for case in cases)
    return f"{head}{dump(whole) if whole else ''}tests:\n{body}"


def _case_entry(case: Case) -> str:
    first, *later = case.turns
    entry: dict[str, object] = {}
    if case.name != first.question:
        entry["description"] = case.name
    entry["question"] = first.question
    if case.documents is not None:
        entry["documents"] = list(case.documents)
    if case.tags:
        entry["tags"] = list(case.tags)
    if case.xfail:
        entry["xfail"] = case.xfail
    entry["assert"] = [_assertion_entry(a) for a in first.assertions]
    if later:
        entry["followups"] = [
            {"question": t.question, "assert": [_assertion_entry(a) for a in t.assertions]}
            for t in later
        ]
    return dump(entry)


def _assertion_entry(made: Assertion) -> dict[str, object]:
    entry: dict[str, object] = {"type": made.name}
    if made.values:
        entry["value"] = made.values[0] if len(made.values) == 1 else list(made.values)
    for key in ("threshold", "document", "page", "section"):
        value = getattr(made, key)
        if value is not None:
            entry[key] = value
    return entry


def _indented(entry: str) -> str:
    first, *rest = entry.removesuffix("\n").split("\n")
    return "\n".join([f"  - {first}", *(f"    {line}" if line else "" for line in rest)]) + "\n"
