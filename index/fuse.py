"""Several searches into one, and neighbouring chunks into one passage. Pure: ids in, ids out."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable, Iterable, Mapping
from typing import TypeVar

__all__ = ["above_lowest", "fuse", "join_neighbours"]

Id = TypeVar("Id", bound=Hashable)

_LEAST = 0.05  # of a cosine: what the last of the nearest counts above nothing


def fuse(found: Mapping[str, Mapping[Id, float]], weights: Mapping[str, float]) -> dict[Id, float]:
    """The convex combination of several searches: each one's scores as shares of its best.

    Unlike ranks, scores tell a clear first place from a chance one: a single passage with all
    the rare words of a question stays first. S. Bruch, S. Gai and A. Ingber, "An Analysis of
    Fusion Functions for Hybrid Retrieval", ACM Transactions on Information Systems 42 (2023).

    Args:
        found: scores by id, none below 0, by the name of the search that gave them.
        weights: how much each search counts.

    Returns:
        Scores between 0 and 1 by id, best first; 1 is the best of every search.
    """
    total = sum(weights[name] for name in found)
    fused: defaultdict[Id, float] = defaultdict(float)
    for name, scores in found.items():
        best = max(scores.values(), default=0.0)
        for identifier, score in scores.items():
            fused[identifier] += weights[name] * (score / best if best else 1.0) / total
    return dict(sorted(fused.items(), key=lambda item: -item[1]))


def above_lowest(scores: Mapping[Id, float]) -> dict[Id, float]:
    """Cosines counted from the lowest of them: any two texts have something in common."""
    lowest = min(scores.values(), default=0.0)
    return {identifier: score - lowest + _LEAST for identifier, score in scores.items()}


def join_neighbours(
    ranked: Iterable[tuple[Id, int]], longest: int = 3
) -> list[list[tuple[Id, int]]]:
    """Groups of adjacent chunks of one document, in the order of their best member.

    Args:
        ranked: ``(document, number)`` of chunks, best first.
        longest: how many chunks one group may hold.

    Returns:
        Groups, each in reading order with consecutive numbers.
    """
    groups: list[list[tuple[Id, int]]] = []
    for document, number in ranked:
        for group in groups:
            fits = group[0][0] == document and len(group) < longest
            if fits and group[0][1] - number == 1:
                group.insert(0, (document, number))
                break
            if fits and number - group[-1][1] == 1:
                group.append((document, number))
                break
        else:
            groups.append([(document, number)])
    return groups
