"""Who may write the answers: nobody, the configured model, or what Ollama has on this machine."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from typing import TYPE_CHECKING

from qa.assistant import Assistant
from qa.errors import ConfigurationError
from qa.model.ollama import OllamaModel

if TYPE_CHECKING:
    from langchain_core.language_models import BaseChatModel

__all__ = ["CONFIGURED", "QUOTES", "Writers"]

QUOTES = "quotes"
"""The choice of nobody: answers are made of quotes alone."""

CONFIGURED = "configured"
"""The choice of what the settings name: a model, or nobody. It follows when they change."""

_QUOTES_ALONE = "Quotes alone"

_FRESH = 10.0  # seconds for which a list holds: every visitor's page asks for it


class Writers:
    """The choices of a visitor, each with its assistant, which is made when it is first asked.

    Safe to use from several threads at once. A choice is only ever one of those that were offered.

    Args:
        assistant: with the configured model, or with none.
        look: lists what Ollama has; never raises.
        make: makes the chat model of a name that ``look`` gave.
            It may raise ``ConfigurationError``.
        quotes_alone: whatever is chosen, no model is offered or asked.
    """

    def __init__(
        self,
        assistant: Assistant,
        look: Callable[[], tuple[OllamaModel, ...]] = tuple,
        make: Callable[[str], BaseChatModel] | None = None,
        *,
        quotes_alone: bool = False,
    ) -> None:
        self._look = look
        self._make = make
        self._offered: tuple[OllamaModel, ...] = ()
        self._looked = -_FRESH
        self._lock = threading.Lock()
        self._made: dict[str, Assistant] = {}
        self.reconfigure(assistant, quotes_alone=quotes_alone)

    def reconfigure(
        self, assistant: Assistant, *, quotes_alone: bool = False, anew: bool = False
    ) -> None:
        """Change who answers, for every visitor, from the next question on.

        Answers that are being written are finished by who began them.

        Args:
            assistant: with the configured model, or with none.
            quotes_alone: whatever is chosen, no model is offered or asked.
            anew: whether what Ollama has is looked up and made anew; otherwise its models stay,
                and only answer by the assistant's settings.
        """
        with self._lock:
            quotes = assistant.with_model(None)
            kept = {} if anew else self._made
            self._made = {c: m.with_settings(assistant.settings) for c, m in kept.items()}
            self._made[QUOTES] = quotes
            self._configured = quotes if quotes_alone else assistant
            self._quotes_alone = quotes_alone
            if anew:
                self._offered, self._looked = self._look(), time.monotonic()

    @property
    def default(self) -> str:
        """The choice at first: what the settings name, which may be no model."""
        return CONFIGURED

    def choices(self) -> list[tuple[str, str]]:
        """Every choice as its label and its value, after a new look at what Ollama has."""
        with self._lock:
            if not self._quotes_alone and time.monotonic() - self._looked > _FRESH:
                self._offered, self._looked = self._look(), time.monotonic()
            offered = () if self._quotes_alone else self._offered
            name = self._configured.model_name
        choices = [(_QUOTES_ALONE, QUOTES if name else CONFIGURED)]
        if name:
            choices.append((name, CONFIGURED))
        return choices + [(m.name, _value(m)) for m in offered if m.name != name]

    def name_of(self, choice: str) -> str | None:
        """The model that writes for a choice; ``None`` where only quotes are shown."""
        if choice == CONFIGURED:
            return self._configured.model_name
        return None if self._quotes_alone else self._named().get(choice)

    def assistant(self, choice: str = CONFIGURED) -> Assistant:
        """The assistant of a choice.

        Raises:
            ConfigurationError: it was not offered, or its model cannot be set up.
        """
        if choice == CONFIGURED:
            return self._configured
        with self._lock:
            if self._quotes_alone:
                return self._made[QUOTES]
            if choice not in self._made:
                self._made[choice] = self._configured.with_model(self._model(choice))
            return self._made[choice]

    def _model(self, choice: str) -> BaseChatModel:
        names = self._named()
        if choice not in names or self._make is None:
            raise ConfigurationError(
                "The model that is to write the answers is not offered. Choose another one."
            )
        return self._make(names[choice])

    def _named(self) -> dict[str, str]:
        return {_value(model): model.name for model in self._offered}


def _value(model: OllamaModel) -> str:
    return f"ollama:{model.name}"
