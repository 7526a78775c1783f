"""Two runs side by side: which cases flipped, and whether the difference is more than chance."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from qa.evaluation.runs import Run
from qa.evaluation.statistics import Difference, Estimate, estimate, paired_difference
from qa.evaluation.summary import case_key, is_right
from qa.evaluation.types import CaseResult, Outcome

__all__ = ["Comparison", "Flip", "compare"]


@dataclass(frozen=True, slots=True)
class Flip:
    """A case that came out differently."""

    case: str
    """Its file and its name."""
    before: CaseResult
    """Of several repetitions one that came out as most did."""
    after: CaseResult


@dataclass(frozen=True, slots=True)
class Comparison:
    """What changed from one run to another, on the cases that both asked."""

    before: Estimate
    """The share that was right."""
    after: Estimate
    difference: Difference
    gained: tuple[Flip, ...]
    """Wrong before, right after."""
    lost: tuple[Flip, ...]
    """Right before, wrong after."""
    only_before: tuple[str, ...]
    only_after: tuple[str, ...]
    changed: tuple[str, ...]
    """What else differs between the runs, from their receipts: the model, a setting, a document."""


def compare(before: Run, after: Run) -> Comparison:
    """What changed from one run to another.

    A case counts once in each, with the mean of its repetitions; it has flipped where more than
    half of them were right in one run and not in the other.
    """
    old, new = _by_case(before.results), _by_case(after.results)
    both = [case for case in old if case in new]
    was, now = [_rate(old[case]) for case in both], [_rate(new[case]) for case in both]
    flips = [Flip(case, _typical(old[case]), _typical(new[case])) for case in both]
    return Comparison(
        before=estimate(was),
        after=estimate(now),
        difference=paired_difference(was, now),
        gained=tuple(f for f in flips if is_right(f.after) and not is_right(f.before)),
        lost=tuple(f for f in flips if is_right(f.before) and not is_right(f.after)),
        only_before=tuple(case for case in old if case not in new),
        only_after=tuple(case for case in new if case not in old),
        changed=tuple(_changes(before, after)),
    )


def _by_case(results: Sequence[CaseResult]) -> dict[str, list[CaseResult]]:
    found: dict[str, list[CaseResult]] = defaultdict(list)
    for result in results:
        if result.outcome is not Outcome.INVALID:
            found[case_key(result)].append(result)
    return dict(found)


def _rate(results: Sequence[CaseResult]) -> float:
    return sum(map(is_right, results)) / len(results)


def _typical(results: Sequence[CaseResult]) -> CaseResult:
    """The first that came out as more than half of them did; wrong where it is half."""
    return next(result for result in results if is_right(result) is (_rate(results) > 0.5))


def _changes(before: Run, after: Run) -> list[str]:
    old, new = before.receipt, after.receipt
    told = [
        f"{name}: {was or 'none'} → {now or 'none'}"
        for name, was, now in (
            ("model", old.model, new.model),
            ("commit", old.commit, new.commit),
            ("prompts", old.prompts[:12], new.prompts[:12]),
        )
        if was != now
    ]
    for kind, was_all, now_all in (
        ("setting", old.settings, new.settings),
        ("version of", old.versions, new.versions),
    ):
        for name in sorted(was_all.keys() | now_all.keys()):
            was, now = was_all.get(name), now_all.get(name)
            if was != now:
                told.append(f"{kind} {name}: {was or 'none'} → {now or 'none'}")
    for name in sorted(old.case_files.keys() & new.case_files.keys()):
        if old.case_files[name] != new.case_files[name]:
            told.append(f"the cases of {name}")
    told += _changed_documents(before, after)
    return told


def _changed_documents(before: Run, after: Run) -> list[str]:
    changed = {name for name, _ in before.receipt.documents ^ after.receipt.documents}
    told = ["1 document" if len(changed) == 1 else f"{len(changed)} documents"] if changed else []
    was, now = ({kept.index for kept in run.receipt.libraries} for run in (before, after))
    return [*told, "the index"] if was != now else told
