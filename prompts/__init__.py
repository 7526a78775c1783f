"""The templates that a language model reads, as text files beside this module.

A template names its placeholders as ``$name``. Filling is one pass over the template: the values
are never read as templates themselves, so a document may hold any ``$name`` or ``{name}``.
"""

from __future__ import annotations

import hashlib
import importlib.resources
import string
from collections.abc import Mapping
from dataclasses import dataclass, fields

__all__ = ["Prompt", "PromptError", "Prompts", "load_prompts"]

PLACEHOLDERS: Mapping[str, frozenset[str]] = {
    "answer_system": frozenset(),
    "answer_brief": frozenset(),
    "answer_question": frozenset({"code", "passages", "history", "question"}),
    "answer_history": frozenset({"turns"}),
    "followup_system": frozenset(),
    "followup_question": frozenset({"code", "turns", "names", "question"}),
}
"""Which placeholders each template must have: no more and no fewer."""


class PromptError(Exception):
    """A template is damaged, or is filled with other values than it asks for."""


@dataclass(frozen=True, slots=True)
class Prompt:
    """One template with the placeholders that it asks for.

    Raises:
        PromptError: a placeholder is missing, unknown or malformed.
    """

    name: str
    text: str
    placeholders: frozenset[str]

    def __post_init__(self) -> None:
        template = string.Template(self.text)
        if not template.is_valid():
            raise PromptError(
                f"The template prompts/{self.name}.md has a '$' that begins no placeholder. "
                "Write '$$' for a dollar sign."
            )
        self._demand(frozenset(template.get_identifiers()), "The template")

    def fill(self, values: Mapping[str, str]) -> str:
        """The text with every placeholder replaced by its value, in one pass.

        Raises:
            PromptError: a value is missing, or belongs to no placeholder.
        """
        self._demand(frozenset(values), "The call that fills")
        return string.Template(self.text).substitute(values)

    def _demand(self, found: frozenset[str], who: str) -> None:
        missing = ", ".join(f"${name}" for name in sorted(self.placeholders - found))
        unknown = ", ".join(f"${name}" for name in sorted(found - self.placeholders))
        if missing:
            raise PromptError(f"{who} prompts/{self.name}.md lacks {missing}. Put it back.")
        if unknown:
            raise PromptError(f"{who} prompts/{self.name}.md has an unknown {unknown}. Remove it.")


@dataclass(frozen=True, slots=True)
class Prompts:
    """All templates, and the hash that a receipt names them by."""

    answer_system: Prompt
    """The rules; the same for every question, so that a provider can cache it."""
    answer_brief: Prompt
    """The rules in short, for small models that read slowly."""
    answer_question: Prompt
    """Passages first, the question last."""
    answer_history: Prompt
    """Earlier questions of the conversation; left out when there are none."""
    followup_system: Prompt
    """The rules for saying a question in full that leans on the conversation."""
    followup_question: Prompt
    """The conversation, the leaning question last."""

    @property
    def sha256(self) -> str:
        """Hash of all templates, in hexadecimal: changes with any character of any of them."""
        digest = hashlib.sha256()
        for prompt in (getattr(self, field.name) for field in fields(self)):
            digest.update(f"{prompt.name}\0{prompt.text}\0".encode())
        return digest.hexdigest()


def load_prompts() -> Prompts:
    """The templates of this package.

    Raises:
        PromptError: a file is missing or its placeholders are not the expected ones.
    """
    return Prompts(**{name: _read(name) for name in PLACEHOLDERS})


def _read(name: str) -> Prompt:
    try:
        text = importlib.resources.files(__name__).joinpath(f"{name}.md").read_text("utf-8")
    except FileNotFoundError as error:
        raise PromptError(
            f"The template prompts/{name}.md is missing. Restore it from the distribution."
        ) from error
    return Prompt(name, text, PLACEHOLDERS[name])
