"""What ``eval`` prints: data on standard output, progress on standard error."""

from __future__ import annotations

import math
import shlex
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import typer

from qa.evaluation.command import Watch
from qa.evaluation.comparing import Comparison, Flip
from qa.evaluation.errors import CaseError
from qa.evaluation.runs import REPORT, Run
from qa.evaluation.statistics import Difference, Estimate
from qa.evaluation.summary import Measure, Summary
from qa.evaluation.told import (
    failure_lines,
    interval_in_words,
    share_in_words,
    summary_lines,
)
from qa.evaluation.types import CaseResult
from qa.report import added_so_far, bar, on_terminal, print_json, say
from qa.types import to_json

__all__ = ["cases", "compared", "left_out", "ran", "save", "stopped", "watching"]


@contextmanager
def watching() -> Iterator[Watch]:
    """A bar on standard error where that is a terminal, else a line for each tenth of the cases."""
    wrong = 0
    with bar() as move:

        def asked(result: CaseResult | None, done: int, total: int) -> None:
            nonlocal wrong
            wrong += result is not None and not result.outcome.is_good
            told = f"cases, {wrong} not as they should be"
            move(done, total, told)
            if not on_terminal() and done and _is_tenth(done, total):
                say(f"{done} of {total} {told}", err=True)

        yield Watch(lambda step: added_so_far(step, move), asked)


def ran(run: Run, summary: Summary, folder: Path, *, as_json: bool) -> None:
    """What a run came to: what went wrong, case by case, then the tables."""
    if as_json:
        print_json(_finite({"summary": summary, "receipt": run.receipt, "results": _bare(run)}))
    else:
        for result in run.results:
            if not result.outcome.is_good:
                which = f" (repetition {result.repetition})" if run.receipt.repetitions > 1 else ""
                say(f"── {result.outcome}: {result.case.name}{which}")
                say("\n".join(f"   {line}" for line in failure_lines(result)) + "\n")
        say("\n".join(summary_lines(summary)))
        say("\n" + "\n".join(_table("tag", _tag_rows(summary))))
        say("\n" + "\n".join(_table("metric", map(_metric_row, summary.measures))))
        if summary.slowest_seconds:  # else nothing was answered
            seconds = f"{summary.median_seconds:.2f} s, 95 % within {summary.slowest_seconds:.2f} s"
            say(f"\nan answer takes {seconds} (median)")
    say(f"report: {folder / REPORT}", err=True)


def stopped(arguments: Sequence[str]) -> None:
    """How a run that was stopped goes on."""
    say(f"go on with: python -m qa eval {shlex.join(arguments)}", err=True)


def left_out(names: Sequence[str]) -> None:
    """Which cases could not be judged again, for want of an answer."""
    for name in names:
        say(f"not asked in that run, and left out: {name}", err=True)


def compared(comparison: Comparison, *, as_json: bool) -> None:
    """What changed between two runs."""
    if as_json:
        print_json(
            _finite(
                {
                    "before": comparison.before,
                    "after": comparison.after,
                    "difference": comparison.difference,
                    "gained": [flip.case for flip in comparison.gained],
                    "lost": [flip.case for flip in comparison.lost],
                    "only_before": comparison.only_before,
                    "only_after": comparison.only_after,
                    "changed": comparison.changed,
                }
            )
        )
        return
    difference = comparison.difference
    if not difference.cases:
        say(
            "The two runs have no case in common. Cases are told apart by the path of their "
            "file and their name: ask them from the same folder, and under the same names."
        )
        return
    say(f"before: {share_in_words(comparison.before)}")
    say(f"after:  {share_in_words(comparison.after)}")
    say(f"difference: {_difference(difference)}")
    for title, flips in (("lost", comparison.lost), ("gained", comparison.gained)):
        for flip in flips:
            say(f"{title}: {_flip(flip)}")
    for title, names in (("old", comparison.only_before), ("new", comparison.only_after)):
        if names:
            say(f"only in the {title} run: {len(names)} cases")
    for change in comparison.changed:
        say(f"changed: {change}")


def cases(text: str, output: Path | None, skipped: Sequence[str] = ()) -> None:
    """Cases as YAML, on standard output or into a new file; what was left out, beside it."""
    for sentence in skipped:
        say(f"left out: {sentence}", err=True)
    if output is None:
        typer.echo(text, nl=False)
    else:
        save(output, text)


def save(path: Path, text: str) -> None:
    """Write a new file.

    Raises:
        CaseError: it is there already, or cannot be written.
    """
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("x", encoding="utf-8") as file:
            file.write(text)
    except FileExistsError:
        raise CaseError(path, 0, "It exists already. Name another file with --output.") from None
    except OSError as error:
        raise CaseError(path, 0, f"It cannot be written: {error.strerror}.") from error
    say(f"written: {path}", err=True)


def _difference(found: Difference) -> str:
    if found.is_none:
        return "none, no case came out differently"
    verdict = "more than chance" if found.is_real else "may be chance"
    return (
        f"{100 * found.value:+.1f} points, 95 % interval "
        f"{100 * found.low:+.1f} to {100 * found.high:+.1f}, "
        f"p = {found.p_value:.3f} (randomisation test): {verdict}"
    )


def _flip(flip: Flip) -> str:
    reason = flip.after.failure or flip.before.failure
    return f"{flip.case} ({reason})" if reason else flip.case


def _tag_rows(summary: Summary) -> Iterator[tuple[str, str, str, int]]:
    yield "all", _share(summary.right), _interval(summary.right), summary.right.cases
    for tag, share in sorted(summary.tags.items()):
        yield tag, _share(share), _interval(share), share.cases


def _metric_row(measure: Measure) -> tuple[str, str, str, int]:
    share = measure.estimate
    return measure.name, _share(share), _interval(share), share.cases


def _share(share: Estimate) -> str:
    return f"{share.value:.1%}" if share.cases else "–"


def _interval(share: Estimate) -> str:
    return interval_in_words(share) if share.cases else ""


def _table(first: str, rows: Iterator[tuple[str, str, str, int]]) -> Iterator[str]:
    yield f"{first:<28}{'value':>8}  {'95 % interval':<16}{'cases':>6}"
    for name, value, interval, count in rows:
        yield f"{name:<28}{value:>8}  {interval:<16}{count:>6}"


def _bare(run: Run) -> list[object]:
    """The results without the answers, which are in the run's folder."""
    told = []
    for result in run.results:
        row = to_json(result)
        if isinstance(row, dict):
            for turn in row["turns"]:
                turn.pop("answer")
        told.append(row)
    return told


def _is_tenth(done: int, total: int) -> bool:
    return done == total or done % max(1, total // 10) == 0


def _finite(value: object) -> object:
    """The value as JSON knows it, with ``null`` for what is not a number."""
    value = to_json(value)
    if isinstance(value, dict):
        return {key: _finite(item) for key, item in value.items()}
    if isinstance(value, list):
        return [_finite(item) for item in value]
    return None if isinstance(value, float) and math.isnan(value) else value
