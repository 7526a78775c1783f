"""What can go wrong with a question, told so that the reader of the message knows what to do."""

from __future__ import annotations

__all__ = [
    "BackupRefused",
    "CallRefused",
    "ConfigurationError",
    "ModelUnavailable",
    "NoSuchPlace",
    "QaError",
    "QuestionRefused",
    "ReaderUnavailable",
]


class QaError(Exception):
    """Any failure of question answering. Its text is one or two sentences for a person."""


class QuestionRefused(QaError):
    """The question itself cannot be asked: empty, or too long."""


class BackupRefused(QaError):
    """A backup cannot be written where it should be, or cannot be restored."""


class CallRefused(QaError):
    """An argument that another program sent with its call is missing or cannot be used."""


class NoSuchPlace(QaError):
    """A place lies outside a document's text, or the words do not stand in it."""


class ConfigurationError(QaError):
    """A setting is wrong or missing; the text says which and what to write instead."""


class ReaderUnavailable(QaError):
    """The reader's weights are missing, damaged or of another kind."""


class ModelUnavailable(QaError):
    """A model inside the process cannot be loaded, or cannot read the prompt."""
