"""What can go wrong with kept conversations, told so that the reader knows what to do."""

from __future__ import annotations

from qa.errors import QaError

__all__ = ["ConversationsUnavailable", "TitleRefused", "UnknownConversation", "UnknownExchange"]


class ConversationsUnavailable(QaError):
    """The file of the conversations cannot be opened, read or written."""


class UnknownConversation(QaError, KeyError):
    """There is no conversation of that id, or it has been deleted."""

    def __str__(self) -> str:
        """The message itself, not ``KeyError``'s quoted form of it."""
        return str(self.args[0])


class UnknownExchange(UnknownConversation):
    """There is no answer of that id, or its conversation has been deleted."""


class TitleRefused(QaError):
    """A conversation cannot have this title."""
