"""Several rankings into one, and neighbouring chunks into one passage. Pure: ids in, ids out."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable, Iterable, Mapping, Sequence
from typing import TypeVar

__all__ = ["fuse", "join_neighbours"]

Id = TypeVar("Id", bound=Hashable)


def fuse(
    rankings: Mapping[str, Sequence[Id]], weights: Mapping[str, float], k: int
) -> dict[Id, float]:
    """Weighted reciprocal rank fusion: each ranking gives ``weight / (k + rank)`` to its ids.

    Cormack, Clarke and Buettcher, "Reciprocal Rank Fusion outperforms Condorcet and individual
    rank learning methods", SIGIR 2009.

    Args:
        rankings: ids by the name of the search that ranked them, best first, each id once.
        weights: how much each search counts.
        k: the larger, the less the very first ranks stand out.

    Returns:
        Scores between 0 and 1 by id, best first; 1 is the first place in every ranking.
    """
    best = sum(weights[name] for name in rankings) / (k + 1)
    scores: defaultdict[Id, float] = defaultdict(float)
    for name, ranking in rankings.items():
        for rank, identifier in enumerate(ranking, 1):
            scores[identifier] += weights[name] / (k + rank) / best
    return dict(sorted(scores.items(), key=lambda item: -item[1]))


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
