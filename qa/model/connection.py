"""Whether the configured model answers: it is asked for one word, the way that answers go."""

from __future__ import annotations

import time
from contextlib import closing
from dataclasses import dataclass

from langchain_core.language_models import BaseChatModel
from langchain_core.messages import HumanMessage, SystemMessage

from qa.errors import ConfigurationError
from qa.installing import install_command
from qa.model.local_files import LOCAL, find_local_model
from qa.model.models import chat_model, missing_package
from qa.model.providers import lacks_key
from qa.model.remedies import Trouble, trouble_of
from qa.model.streaming import Deadline, Ending, Finish, reply_pieces
from qa.settings import Settings

__all__ = ["Connection", "check_connection"]

_WORD_WANTED = (SystemMessage("Answer with one word."), HumanMessage("Write the word: ready"))

_SILENT = {
    Finish.WHOLE: Trouble("The model answered with nothing.", "Choose another model."),
    Finish.LENGTH: Trouble(
        "The model used up the tokens of its reply before it wrote a word.",
        "Give it more with QA_MODEL_CONTEXT, or choose a model that thinks less.",
    ),
    Finish.FILTERED: Trouble(
        "The model refused to answer, or its provider withheld the reply.",
        "Choose another model.",
    ),
    Finish.BROKEN_OFF: Trouble(
        "The model's reply broke off before its first word.",
        "Try again; if it stays so, its server's log says why.",
    ),
}


@dataclass(frozen=True, slots=True)
class Connection:
    """How a test of the model went."""

    works: bool
    seconds: float
    """How long the answer took; 0 where nothing was asked."""
    model: str
    """As the settings name it; empty where they name none."""
    told: str
    """What happened, in one sentence."""
    to_do: str = ""
    """What to do, in a sentence or two; empty when it works."""


def check_connection(settings: Settings, seconds: float = 20.0) -> Connection:
    """Ask the configured model for one word, once, and say what to do where it does not answer.

    It is asked even where the settings leave it unasked. A model inside the process is not loaded
    for this, only looked for.

    Args:
        settings: with the model; those in force, or those that somebody is about to choose.
        seconds: how long it may take to write the word, unless answers have even less time.
    """
    settings = settings.model_copy(update={"evidence_only": False})
    name = settings.model or ""
    provider, _, own = name.partition(":")
    trouble, model = _lacking(settings), None
    try:
        if provider == LOCAL and own:
            return Connection(True, 0.0, name, _found(own))
        if trouble is None:
            model = chat_model(settings)
    except ConfigurationError as error:
        told, _, to_do = str(error).partition(". ")
        trouble = Trouble(f"{told.rstrip('.')}.", to_do or "Correct the model's name (QA_MODEL).")
    took = 0.0
    if model is not None:
        began = time.monotonic()
        trouble = _asked(model, settings, min(seconds, settings.model_seconds))
        took = time.monotonic() - began
    if trouble:
        return Connection(False, took, name, trouble.told, trouble.to_do)
    return Connection(True, took, name, f"{name} answered after {took:.1f} seconds.")


def _lacking(settings: Settings) -> Trouble | None:
    """What must be there before a model can be set up at all."""
    name = settings.model
    if not name:
        return Trouble(
            "No language model is set; answers are made of quotes alone.",
            "Name one as provider:name (QA_MODEL), such as ollama:qwen3 or openai:gpt-5-mini.",
        )
    package = missing_package(name)
    if package is not None:
        return Trouble(
            f"The package {package} is not installed.", f"Run: {install_command(package)}"
        )
    if lacks_key(settings):
        provider = name.partition(":")[0]
        return Trouble(
            f"Models of {provider} need a key, and none is given.",
            "Give one in the chat's settings, or as QA_MODEL_API_KEY in .env.",
        )
    return None


def _found(name: str) -> str:
    """What is there of a model inside the process; nothing is downloaded and nothing loaded.

    Raises:
        ConfigurationError: it cannot be used.
    """
    files = find_local_model(name, download=False)
    if files is None:
        return (
            f"{name!r} is neither a folder nor a model on this machine: it is downloaded from the "
            "Hugging Face hub when it is first used."
        )
    size = f"{files.weight_bytes / 1e9:.1f} GB of weights in {str(files.folder)!r}"
    return f"{name!r} runs inside this process: {size}, which the first question loads."


def _asked(model: BaseChatModel, settings: Settings, seconds: float) -> Trouble | None:
    """Why the model writes no word; ``None`` as soon as it has written one."""
    deadline = Deadline.after(seconds)
    try:
        with closing(reply_pieces(model, _WORD_WANTED, deadline, again=False)) as pieces:
            for piece in pieces:
                if isinstance(piece, Ending):
                    return _SILENT[piece.finish]
                if isinstance(piece, str) and piece.strip():
                    return None
    except Exception as error:  # noqa: BLE001 - every provider has errors of its own
        return trouble_of(error, settings, seconds)
    raise AssertionError("a reply has an ending")
