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
"""The choice of the model that the settings name."""

_FRESH = 10.0  # seconds for which a list holds: every visitor's page asks for it


class Writers:
    """The choices of a visitor, each with its assistant, which is made when it is first asked.

    Safe to use from several threads at once. A choice is only ever one of those that were offered.

    Args:
        assistant: with the configured model, or with none.
        look: lists what Ollama has; never raises.
        make: makes the chat model of a name that ``look`` gave.
            It may raise ``ConfigurationError``.
    """

    def __init__(
        self,
        assistant: Assistant,
        look: Callable[[], tuple[OllamaModel, ...]] = tuple,
        make: Callable[[str], BaseChatModel] | None = None,
    ) -> None:
        self._configured = assistant
        self._look = look
        self._make = make
        self._made: dict[str, Assistant] = {QUOTES: assistant.with_model(None)}
        self._offered: tuple[OllamaModel, ...] = ()
        self._looked = -_FRESH
        self._lock = threading.Lock()

    @property
    def default(self) -> str:
        """The choice at first: the configured model, or quotes alone where there is none."""
        return QUOTES if self._configured.model is None else CONFIGURED

    def choices(self) -> list[tuple[str, str]]:
        """Every choice as its label and its value, after a new look at what Ollama has."""
        with self._lock:
            if time.monotonic() - self._looked > _FRESH:
                self._offered, self._looked = self._look(), time.monotonic()
            offered = self._offered
        choices = [("Quotes alone", QUOTES)]
        if self._configured.model is not None:
            choices.append((str(self._configured.model_name), CONFIGURED))
        configured = self._configured.model_name
        return choices + [(m.name, _value(m)) for m in offered if m.name != configured]

    def name_of(self, choice: str) -> str | None:
        """The model that writes for a choice; ``None`` where only quotes are shown."""
        if choice == CONFIGURED:
            return self._configured.model_name
        return self._named().get(choice)

    def assistant(self, choice: str) -> Assistant:
        """The assistant of a choice.

        Raises:
            ConfigurationError: it was not offered, or its model cannot be set up.
        """
        if choice == CONFIGURED:
            return self._configured
        with self._lock:
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
