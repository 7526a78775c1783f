"""How many fair restatements of attributed sentences the check shows, and how many wrong ones.

    python -m bench.restatements [FILE ...] [--failures] [--write]

Each file of ``bench/statements/`` has sources, one to three sentences in the manner of reports,
with fair restatements of them and wrong ones, each wrong in one respect. Attribution is worked out
by the rules, as it is for every document, and each statement cites all sentences of its source.
"""

from __future__ import annotations

import argparse
import sys
import tomllib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from bench.document import ROOT, aligned, circumstances, markdown, replace_part
from bench.judged import verdict_on_text
from qa.evaluation.scores import Share
from qa.types import Rejection

__all__ = ["Restatement", "main", "measure", "restatements"]

_PAGE = ROOT / "docs" / "checking.md"
_FOLDER = ROOT / "bench" / "statements"
_HEADING = ("statements", "should be", "right", "share", "95 % interval")


@dataclass(frozen=True, slots=True)
class Restatement:
    """A statement about a source, and what is wrong with it."""

    source: str
    text: str
    fault: str | None
    """``None`` for a fair one."""


def main(arguments: list[str]) -> None:
    """Measure, print the table, and with ``--write`` put it into docs/checking.md."""
    parser = argparse.ArgumentParser(prog="python -m bench.restatements", description=__doc__)
    parser.add_argument("files", type=Path, nargs="*", metavar="FILE")
    parser.add_argument("--failures", action="store_true", help="print what was judged wrongly")
    parser.add_argument("--write", action="store_true", help="also into docs/checking.md")
    chosen = parser.parse_args(arguments)
    measured_on = circumstances()
    files = chosen.files or sorted(_FOLDER.glob("*.toml"))
    table = [_HEADING, *measure({path.stem: list(restatements(path)) for path in files})]
    print(aligned(table))
    if chosen.failures:
        _print_failures(one for path in files for one in restatements(path))
    if chosen.write:
        replace_part(_PAGE, "restatements", f"{measured_on}\n\n{markdown(table)}")
        print(f"written: {_PAGE.relative_to(ROOT)}", file=sys.stderr)


def restatements(path: Path) -> Iterator[Restatement]:
    """The statements of a file, in its order."""
    for source in tomllib.loads(path.read_text("utf-8"))["source"]:
        for text in source.get("fair", ()):
            yield Restatement(source["text"], text, None)
        for fault, text in source.get("wrong", ()):
            yield Restatement(source["text"], text, fault)


def measure(files: Mapping[str, Sequence[Restatement]]) -> list[tuple[str, ...]]:
    """The lines of the table: fair and wrong ones of each file, then wrong ones by their fault."""
    verdicts: dict[tuple[str, bool], list[bool]] = {}
    for name, statements in files.items():
        for one in statements:
            right = (_rejection(one) is None) is (one.fault is None)
            verdicts.setdefault((name, one.fault is None), []).append(right)
            if one.fault:
                verdicts.setdefault((f"all, {one.fault}", False), []).append(right)
    first = [key for key in verdicts if key[0] in files]
    return [_line(key, verdicts[key]) for key in (*first, *sorted(verdicts.keys() - {*first}))]


def _line(key: tuple[str, bool], verdicts: Sequence[bool]) -> tuple[str, ...]:
    name, is_fair = key
    share = Share.of(verdicts)
    return (
        f"{name}, fair" if is_fair else f"{name}, wrong",
        "shown" if is_fair else "refused",
        f"{share.right:,} of {share.cases:,}",
        f"{share.value:.1%}",
        share.interval,
    )


def _print_failures(statements: Iterable[Restatement]) -> None:
    for one in statements:
        rejection = _rejection(one)
        if (rejection is None) is not (one.fault is None):
            told = rejection.detail if rejection else f"shown, though wrong: {one.fault}"
            print(f"\n{one.source}\n  => {one.text}\n  {told}")


def _rejection(statement: Restatement) -> Rejection | None:
    verdict = verdict_on_text(statement.source, statement.text)
    return verdict if isinstance(verdict, Rejection) else None


if __name__ == "__main__":
    main(sys.argv[1:])
