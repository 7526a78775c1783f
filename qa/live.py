"""What is in force while the chat is served, and how it changes without a new start.

A change is made wholly or not at all: the new model is set up, then ``qa.toml`` is written, then
everybody's next question goes by it. Answers that are being written are finished as they began.
"""

from __future__ import annotations

import threading
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from index import Library
from qa.assistant import Assistant
from qa.errors import ConfigurationError
from qa.model.connection import Connection, check_connection
from qa.model.keys import Keys
from qa.model.models import chat_model, made_of, missing_package, offered_model
from qa.model.ollama import OllamaModel, ollama_models
from qa.model.providers import where_words_go
from qa.model.writers import Writers
from qa.settings import TOML, Origin, Settings, origins, proposed_settings
from qa.settings_file import CHANGEABLE, Changes, edit_settings, refuse_unchangeable
from qa.wiring import answer_settings, open_reader

if TYPE_CHECKING:
    from langchain_core.language_models import BaseChatModel

__all__ = ["Configuration", "InForce"]

_OFFERED_ARE_MADE_OF = ("ollama_url", "model_seconds")
"""What the models are made of that Ollama has on this machine."""


@dataclass(frozen=True, slots=True)
class InForce:
    """A setting that can be changed while the chat is served."""

    name: str
    """As in ``qa.toml``."""
    value: str | float | bool | None
    origin: Origin

    @property
    def variable(self) -> str:
        """Its name in the environment and in ``.env``."""
        return f"QA_{self.name.upper()}"


@dataclass(frozen=True, slots=True)
class _State:
    """All that a change replaces, at once."""

    settings: Settings
    origins: Mapping[str, Origin]
    keys: Keys
    assistant: Assistant
    """With the configured model, also while that is left unasked."""
    made: tuple[object, ...] | None
    """What its model is made of; ``None`` while none was to be made."""
    problem: str = ""


class Configuration:
    """The settings in force, and who answers by them; safe to use from several threads.

    A model that cannot be set up at the start leaves the chat with answers made of quotes alone,
    and ``problem`` says why: its key may have been typed into the page, which writes none down.

    Args:
        settings: as they were loaded.
        library: what is asked.
        path: the file of settings, which changes are written to.

    Raises:
        ConfigurationError: the reader cannot be set up, or a file of settings cannot be read.
    """

    def __init__(self, settings: Settings, library: Library, path: Path = TOML) -> None:
        self.path = path
        """The file that changes are written to."""
        self._changing = threading.Lock()
        model: BaseChatModel | None = None
        problem = ""
        try:
            model = chat_model(settings)
        except ConfigurationError as error:
            problem = str(error)
        answering, reader = answer_settings(settings), open_reader(settings)
        self._state = _State(
            settings,
            origins(),
            Keys.given_by(settings),
            Assistant(library, model, answering, reader=reader),
            None if settings.evidence_only else made_of(settings),
            problem,
        )
        self.writers = Writers(
            self._state.assistant, self._look, self._make, quotes_alone=settings.evidence_only
        )
        """Who may write the answers: what the page and the published calls ask."""

    @property
    def settings(self) -> Settings:
        """Those in force."""
        return self._state.settings

    @property
    def problem(self) -> str:
        """Why the configured model is not there; empty where it is, or none is wanted."""
        return self._state.problem

    @property
    def key_is_typed(self) -> bool:
        """Whether the model's key was typed while the chat is served, and can be taken back."""
        return self._state.keys.own is not None

    def shown(self) -> tuple[InForce, ...]:
        """The settings that can be changed, with their values and where they have them from."""
        state = self._state
        return tuple(
            InForce(name, getattr(state.settings, name), state.origins[name]) for name in CHANGEABLE
        )

    def where_words_go(self, changes: Changes) -> str:
        """What would leave this machine with a question, in one sentence; empty: nothing.

        Args:
            changes: as for ``change``; nothing is changed, and nobody is asked.

        Raises:
            ConfigurationError: a setting cannot be what is given.
        """
        return where_words_go(self._with(self._real(changes)))

    def check(self, changes: Changes, key: str | None = None, seconds: float = 20.0) -> Connection:
        """Ask the model for one word, as if the changes had been made; nothing is changed.

        Args:
            changes: as for ``change``.
            key: as for ``change``.
            seconds: how long the model may take.

        Raises:
            ConfigurationError: a setting or the key cannot be what is given.
        """
        settings = self._with(self._real(changes))
        keys = self._state.keys.typed(key, settings)
        return check_connection(keys.applied(settings), seconds)

    def change(self, changes: Changes, key: str | None = None) -> None:
        """Change settings for everybody, from the next question on, and for the next start.

        With no change at all, a model that could not be set up is tried again.

        Args:
            changes: new values by name; ``None``, or no words, gives a setting its default. What
                is in force already is left alone.
            key: for the model, kept in memory until the program ends and written nowhere. ``None``
                leaves it as it is; an empty one takes back what was typed before.

        Raises:
            ConfigurationError: a setting or the key cannot be what is given, the environment or
                ``.env`` wins over it, the model cannot be set up, or ``qa.toml`` cannot be written.
                Then all stays as it was.
        """
        with self._changing:
            before, changes = self._state, self._real(changes)
            settings = self._with(changes)
            keys = before.keys.typed(key, settings)
            settings = keys.applied(settings)
            edited = edit_settings(changes, self.path) if changes else None
            after = replace(self._made_by(settings, again=not changes), keys=keys)
            if edited:
                edited.write()
            told = {n: Origin.DEFAULT if v is None else Origin.FILE for n, v in changes.items()}
            self._state = replace(after, origins={**before.origins, **told})
            anew = any(
                getattr(settings, name) != getattr(before.settings, name)
                for name in _OFFERED_ARE_MADE_OF
            )
            self.writers.reconfigure(
                after.assistant, quotes_alone=settings.evidence_only, anew=anew
            )

    def _made_by(self, settings: Settings, *, again: bool) -> _State:
        """The state that these settings make of the present one; a model stays where it can.

        Args:
            settings: which come into force.
            again: whether a model that could not be set up is tried again.

        Raises:
            ConfigurationError: the model cannot be set up.
        """
        state = self._state
        assistant = state.assistant.with_settings(answer_settings(settings))
        if made_of(settings) == state.made and not (again and state.problem):
            return replace(state, settings=settings, assistant=assistant)
        return replace(
            state,
            settings=settings,
            assistant=assistant.with_model(chat_model(settings)),
            made=None if settings.evidence_only else made_of(settings),
            problem="",
        )

    def _real(self, changes: Changes) -> Changes:
        """What differs from what is in force."""
        refuse_unchangeable(changes)
        tidied = {name: _tidy(name, value) for name, value in changes.items()}
        present = self._state.settings
        return {n: v for n, v in tidied.items() if v != _tidy(n, getattr(present, n))}

    def _with(self, changes: Changes) -> Settings:
        """The settings as the changes would make them, their key apart."""
        given = {name: value for name, value in changes.items() if value is not None}
        proposed = proposed_settings(given)
        changed = {name: getattr(proposed, name) for name in changes}
        return self._state.settings.model_copy(update=changed)

    def _look(self) -> tuple[OllamaModel, ...]:
        return () if missing_package("ollama:") else ollama_models(self.settings.ollama_url)

    def _make(self, name: str) -> BaseChatModel:
        return offered_model(name, self.settings)


def _tidy(name: str, value: str | float | bool | None) -> str | float | bool | None:
    """Without spaces around words; no words are no value, where a setting may have none."""
    told = value.strip() if isinstance(value, str) else value
    return None if told == "" and Settings.model_fields[name].default is None else told
