"""Takes wishes for the settings from browsers; each may be anything, as anybody may send it."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TypedDict

from index import Library
from index.errors import LibraryError
from qa.chat.words import words_of
from qa.errors import ConfigurationError
from qa.live import Configuration, InForce
from qa.model.providers import PROVIDERS, key_given
from qa.settings import Settings
from qa.settings_file import CHANGEABLE, Changes
from qa.strictness import STEPS, Step

__all__ = ["Reply", "SettingsDesk", "SettingsState", "StepRow", "ValueRow"]

_SAY = words_of("settings")
_FOR_ALL_TO_SEE = ("model", "evidence_only", "threshold", "show_withdrawn")
_OWNERS = ("model_base_url",)  # tells of the machine, so only those see it who may change it
_LONGEST = 2_000  # characters of anything that is typed here


class ValueRow(TypedDict):
    """A setting in force."""

    value: str | float | bool | None
    fixed: str
    """What sets it, where it cannot be changed here; else empty."""


class StepRow(TypedDict):
    """A choice of how readily questions are declined."""

    name: str
    threshold: float
    cost: str


class SettingsState(TypedDict):
    """All that the area shows; plain data, none of it markup and none of it secret."""

    locked: str
    """Why nothing can be changed; empty where it can."""
    problem: str
    """Why the model that is named does not write; empty where it does, or none is named."""
    leaves: str
    """What leaves this machine with a question, in one sentence; empty: nothing."""
    values: dict[str, ValueRow]
    """By the settings' names; empty where the page has no settings of its own."""
    key: str
    """``typed`` on this page, ``given`` otherwise, or empty: there is none."""
    models: list[str]
    """What could stand in the field for the model."""
    steps: list[StepRow]
    about: list[tuple[str, str]]


class Reply(TypedDict):
    """What became of a wish."""

    problem: str
    """Why it could not be met; empty where it was."""
    told: str


@dataclass(frozen=True, slots=True)
class _Wish:
    """New values, and perhaps a key for the model, which is never shown."""

    configuration: Configuration
    changes: Changes
    key: str | None = field(repr=False)


@dataclass(frozen=True, slots=True)
class SettingsDesk:
    """What is in force, and what becomes of a wish for something else.

    A wish is a list of two: new values by the settings' names, and a key or ``None``.
    """

    library: Library
    configuration: Configuration | None
    """``None`` where the page has no settings of its own."""
    editable: bool
    """Whether visitors may change what holds for everybody."""

    def state(self) -> SettingsState:
        """What is in force."""
        told: SettingsState = {
            "locked": self._locked(), "problem": "", "leaves": "", "values": {}, "key": "",
            "models": [], "steps": _steps(), "about": self._about(),
        }  # fmt: skip
        configuration = self.configuration
        if configuration is None:
            return told
        told["problem"] = configuration.problem
        told["leaves"] = configuration.where_words_go({})
        shown = (*_FOR_ALL_TO_SEE, *(_OWNERS if self.editable else ()))
        told["values"] = {one.name: _row(one) for one in configuration.shown() if one.name in shown}
        if self.editable:
            told["key"] = _key(configuration)
            told["models"] = _models(configuration)
        return told

    def where(self, wish: object) -> Reply:
        """What would leave this machine if a wish were met; nothing is changed."""

        def meet(wish: _Wish) -> Reply:
            return _met(wish.configuration.where_words_go(wish.changes))

        return self._reply(wish, meet)

    def check(self, wish: object) -> Reply:
        """Ask the model for one word, as if a wish had been met; nothing is changed."""

        def meet(wish: _Wish) -> Reply:
            found = wish.configuration.check(wish.changes, wish.key)
            return _met(found.told) if found.works else _refused(f"{found.told} {found.to_do}")

        return self._reply(wish, meet)

    def save(self, wish: object) -> Reply:
        """Make the changes, for everybody and for the next start."""

        def meet(wish: _Wish) -> Reply:
            wish.configuration.change(wish.changes, wish.key)
            return _met(_SAY("saved"))

        return self._reply(wish, meet)

    def _reply(self, given: object, meet: Callable[[_Wish], Reply]) -> Reply:
        """What becomes of a wish, where it is one and may be met."""
        if self.configuration is None or not self.editable:
            return _refused(self._locked())
        wish = _wish(self.configuration, given)
        if wish is None:
            return _refused(_SAY("bad_request"))
        try:
            return meet(wish)
        except ConfigurationError as error:
            return _refused(str(error))

    def _locked(self) -> str:
        if self.configuration is None:
            return _SAY("no_configuration")
        return "" if self.editable else _SAY("not_editable")

    def _about(self) -> list[tuple[str, str]]:
        """Facts with their labels; where things lie on the machine is for its owners alone."""
        try:
            documents = _SAY.count("documents", len(self.library.documents()))
        except LibraryError as error:
            documents = str(error)
        folder = [str(self.library.folder)] if self.editable else []
        about = [(_SAY("library"), " · ".join([documents, *folder]))]
        about.append((_SAY("embedder"), self.library.embedder.name))
        if self.configuration is not None and self.editable:
            about.append((_SAY("file"), str(self.configuration.path.absolute())))
        return about


def _row(one: InForce) -> ValueRow:
    origin = one.origin
    fixed = _SAY("fixed", variable=one.variable, origin=origin.value) if origin.is_fixed else ""
    return {"value": one.value, "fixed": fixed}


def _steps() -> list[StepRow]:
    return [
        {
            "name": _SAY.among("step_name", step.name),
            "threshold": step.threshold,
            "cost": _cost(step),
        }
        for step in STEPS
    ]


def _cost(step: Step) -> str:
    """What a step declines, rightly and wrongly, in one sentence."""
    far, near = step.clapnq, step.squad2
    return _SAY(
        "step_cost",
        far=_whole(far.unanswerable),
        far_good=_whole(far.answerable),
        near=_whole(near.unanswerable),
        near_good=_whole(near.answerable),
    )


def _whole(percent: float) -> str:
    return str(math.floor(percent + 0.5))


def _key(configuration: Configuration) -> str:
    if configuration.key_is_typed:
        return "typed"
    return "given" if key_given(configuration.settings) else ""


def _models(configuration: Configuration) -> list[str]:
    """Beginnings of names: what Ollama has here, and the providers."""
    offered = [value for _, value in configuration.writers.choices()]
    ollama = [value for value in offered if value.startswith("ollama:")]
    return [*ollama, *(f"{provider}:" for provider in PROVIDERS)]


def _wish(configuration: Configuration, given: object) -> _Wish | None:
    """A wish as the page sends it; ``None`` where it is something else."""
    if not isinstance(given, list) or len(given) != 2 or not isinstance(given[0], dict):
        return None
    changes: dict[str, str | float | bool | None] = {}
    for name, value in given[0].items():
        if name not in CHANGEABLE or not _fits(name, value):
            return None
        changes[name] = value
    key = given[1]
    if key is not None and (not isinstance(key, str) or len(key) > _LONGEST):
        return None
    return _Wish(configuration, changes, key)


def _fits(name: str, value: object) -> bool:
    """Whether a value is of the setting's kind; whether it can be used, the settings tell."""
    default = Settings.model_fields[name].default
    if isinstance(default, bool):
        return isinstance(value, bool | None)
    if isinstance(default, float):
        return value is None or (isinstance(value, int | float) and not isinstance(value, bool))
    if value is None:
        return True
    return isinstance(value, str) and len(value) <= _LONGEST and value.isprintable()


def _met(told: str) -> Reply:
    return {"problem": "", "told": told}


def _refused(problem: str) -> Reply:
    return {"problem": problem, "told": ""}
