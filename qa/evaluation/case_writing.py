"""Cases into YAML, which reads as the same cases."""

from __future__ import annotations

from collections.abc import Sequence

from qa.evaluation.nodes import dump
from qa.evaluation.types import Assertion, Case

__all__ = ["entry", "written"]


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
    body = "\n".join(map(entry, cases))
    return f"{head}{dump(whole) if whole else ''}tests:\n{body}"


def entry(case: Case, indent: str = "  ") -> str:
    """A case as it stands in the list of a case file.

    Args:
        case: to be written.
        indent: the blanks before its dash.
    """
    first, *rest = _case_entry(case).removesuffix("\n").split("\n")
    lines = [f"{indent}- {first}", *(f"{indent}  {line}" if line else "" for line in rest)]
    return "\n".join(lines) + "\n"


def _case_entry(case: Case) -> str:
    first, *later = case.turns
    told: dict[str, object] = {}
    if case.name != first.question:
        told["description"] = case.name
    told["question"] = first.question
    if case.documents is not None:
        told["documents"] = list(case.documents)
    if case.tags:
        told["tags"] = list(case.tags)
    if case.xfail:
        told["xfail"] = case.xfail
    told["assert"] = [_assertion_entry(a) for a in first.assertions]
    if later:
        told["followups"] = [
            {"question": t.question, "assert": [_assertion_entry(a) for a in t.assertions]}
            for t in later
        ]
    return dump(told)


def _assertion_entry(made: Assertion) -> dict[str, object]:
    entry: dict[str, object] = {"type": made.name}
    if made.values:
        entry["value"] = made.values[0] if len(made.values) == 1 else list(made.values)
    for key in ("threshold", "document", "page", "section"):
        value = getattr(made, key)
        if value is not None:
            entry[key] = value
    return entry
