"""Which proposals are taken: of every document in turn, none whose question has two answers."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from qa.evaluation.proposing.source import Proposal
from qa.evaluation.proposing.told import Told

__all__ = ["Choice"]


class Choice:
    """The proposals that have been taken so far."""

    def __init__(self, told: Told) -> None:
        """Begin with none.

        Args:
            told: what all documents tell that will be asked.
        """
        self.taken: list[Proposal] = []
        self._told = told
        self._of_document: Counter[str] = Counter()
        self._known: set[object] = set()
        """Questions, and places of sentences, of the proposals taken."""

    def offer(self, proposals: Iterable[Proposal]) -> dict[str, list[Proposal]]:
        """Proposals by document, in the documents' order; those to be taken first at the end."""
        by_document: dict[str, list[Proposal]] = {}
        for proposal in proposals:
            by_document.setdefault(proposal.document, []).append(proposal)
        for offered in by_document.values():
            offered.sort(key=self._rank, reverse=True)
        return by_document

    def take(self, offered: dict[str, list[Proposal]], until: int) -> None:
        """Take proposals, always of the document that has the fewest so far.

        Args:
            offered: what ``offer`` gave; what is taken or refused goes out of it.
            until: how many shall have been taken in all.
        """
        while offered and len(self.taken) < until:
            document = min(offered, key=self._of_document.__getitem__)
            proposal = offered[document].pop()
            if not offered[document]:
                del offered[document]
            place = document, proposal.sentence
            if not {proposal.question, place} & self._known and not self._told.is_told_again(
                proposal
            ):
                self.taken.append(proposal)
                self._known |= {proposal.question, place}
                self._of_document[document] += 1

    def _rank(self, proposal: Proposal) -> tuple[int, float, int]:
        """The surest first, of these the one with the rarest words."""
        rarity = round(self._told.rarity(proposal.question), 2)
        return proposal.weight, -rarity, proposal.sentence
