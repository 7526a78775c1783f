"""One more case at the end of a case file, whose own text is left as its owner wrote it."""

from __future__ import annotations

import re
import shutil
import threading
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from index.files import resolved
from qa.evaluation.case_files import case_text, cases_in
from qa.evaluation.case_writing import entry
from qa.evaluation.errors import CaseError, CaseThere
from qa.evaluation.importing.imported import Names
from qa.evaluation.types import Case

__all__ = ["add_case"]

_ONE_AT_A_TIME = threading.Lock()
_LINE_END = re.compile("\r\n|[\n\r\x85\u2028\u2029]")
"""What YAML counts as the end of a line."""


def add_case(path: Path, case: Case, *, origin: str, head: str) -> str:
    """Add a case to a file, which is written wholly or not at all.

    What the file holds stays as it is, character for character; the case is only ever appended.

    Args:
        path: of the file; made when absent, with its folder.
        case: to be added. Where its name is taken, it gets a number.
        origin: one line on where the case comes from, a comment above it. A file has one case of
            each origin.
        head: the comment at the top of a new file.

    Returns:
        The name that the case has in the file.

    Raises:
        CaseThere: the file has this case already, with just these demands.
        CaseError: the file has a case of this origin that demands something else; or it cannot be
            read or written, or what stands in it cannot be understood.
    """
    with _ONE_AT_A_TIME:
        text = case_text(path) if path.exists() else ""
        there, broken = _cases(text, path)
        _refuse_known(case, there, text, origin, path)
        named = replace(case, name=Names({each.name for each in there}).own(case.name))
        tail = _tail(text, there, named, origin, head)
        _refuse_unlike(text + tail, (*there, named), path, broken)
        _append(path, tail)
    return named.name


def _cases(text: str, path: Path) -> tuple[tuple[Case, ...], CaseError | None]:
    """What stands in the file; of one that cannot be understood nothing, with the reason."""
    try:
        return (cases_in(text, path).cases if text else ()), None
    except CaseError as error:
        return (), error


def _refuse_known(case: Case, there: Sequence[Case], text: str, origin: str, path: Path) -> None:
    """Look for the case in the file: the same one, or one of the same origin."""
    lines = _LINE_END.split(text)
    for each in there:
        below = each.line > 1 and lines[each.line - 2].strip() == f"# {origin}"
        if below and _demand(each) != _demand(case):
            raise CaseError(
                path,
                each.line,
                f"This is there already, as {each.name!r}, and demands something else. Take that "
                "case out, or change it to what you want; then save the answer again.",
            )
    for each in there:
        if _demand(each) == _demand(case):
            raise CaseThere(path, each.line, each.name)


def _demand(case: Case) -> str:
    """What a case asks and expects, and of which documents, as a file would have it."""
    return entry(replace(case, name="", tags=(), xfail=""))


def _tail(text: str, there: Sequence[Case], case: Case, origin: str, head: str) -> str:
    """What is to be appended."""
    last = _LINE_END.split(text)[there[-1].line - 1] if there else "  -"
    indent = last[: len(last) - len(last.lstrip(" "))]
    added = f"{indent}# {origin}\n{entry(case, indent)}"
    if not text:
        comment = "".join(f"# {line}\n" for line in head.splitlines())
        return f"{comment}\ntests:\n{added}"
    ended = "\n" if _LINE_END.fullmatch(text[-1]) else "\n\n"
    return (ended + added).replace("\n", "\r\n" if "\r\n" in text else "\n")


def _refuse_unlike(text: str, wanted: Sequence[Case], path: Path, broken: CaseError | None) -> None:
    """Look at the whole text before it is written: it must hold what it held, and the new case."""
    now, problem = _cases(text, path)
    same = now[:-1] == tuple(wanted[:-1]) and [c.name for c in now[-1:]] == [wanted[-1].name]
    if problem or not same:
        raise broken or CaseError(
            path,
            0,
            "Nothing can be added at its end. Let `tests:` be its last key, and each case begin "
            "with a dash on a line of its own; then save the answer again.",
        )


def _append(path: Path, tail: str) -> None:
    place = resolved(path)  # a file that is a link stays one
    beside = place.with_name(f".{place.name}.part")
    try:
        place.parent.mkdir(parents=True, exist_ok=True)
        written = place.read_bytes() if place.exists() else b""
        beside.write_bytes(written + tail.encode())
        if written:
            shutil.copymode(place, beside)
        beside.replace(place)
    except OSError as error:
        beside.unlink(missing_ok=True)
        raise CaseError(
            path, 0, f"It cannot be written: {error.strerror}. Check the permissions of its folder."
        ) from error
