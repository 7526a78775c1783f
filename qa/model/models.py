"""Chat models by name: the only module that knows LangChain's model factory."""

from __future__ import annotations

import importlib
import importlib.util
import math
from collections.abc import Mapping
from typing import TYPE_CHECKING

from pydantic import ValidationError

from qa.errors import ConfigurationError
from qa.installing import install_command
from qa.model.budget import Window, window_of
from qa.model.local_files import LOCAL, find_local_model
from qa.model.ollama import is_this_machine
from qa.model.providers import PROVIDERS, lacks_key
from qa.settings import Settings

if TYPE_CHECKING:
    from langchain_core.language_models import BaseChatModel

__all__ = ["chat_model", "made_of", "missing_package", "offered_model"]


def missing_package(name: str) -> str | None:
    """The package to install before a model can be used; ``None`` when it is there."""
    provider = PROVIDERS.get(name.partition(":")[0])
    if provider is None or _is_installed(provider.package):
        return None
    importlib.invalidate_caches()  # it may have been installed since the last look
    return None if _is_installed(provider.package) else provider.package


def _is_installed(package: str) -> bool:
    return importlib.util.find_spec(package.replace("-", "_")) is not None


def made_of(settings: Settings) -> tuple[object, ...]:
    """What the configured model is made of; while that stays the same, so can the model."""
    if (settings.model or "").startswith(f"{LOCAL}:"):
        return (settings.model,)
    return (
        settings.model,
        settings.model_base_url,
        settings.model_api_key,
        settings.model_seconds,
        settings.model_context,
    )


def chat_model(settings: Settings) -> BaseChatModel | None:
    """The chat model to ask, not yet called; ``None`` where answers are made of quotes alone.

    Raises:
        ConfigurationError: the name has no provider, its package is missing, or it lacks a key.
    """
    name = settings.asked_model
    if name is None:
        return None
    provider, _, model = name.partition(":")
    if provider not in (*PROVIDERS, LOCAL) or not model:
        known = ", ".join((*PROVIDERS, LOCAL))
        raise ConfigurationError(
            f"QA_MODEL is {name!r}, but must be provider:name with one of the providers {known}: "
            "for example openai:gpt-5-mini, ollama:qwen3, or local: and a model's folder."
        )
    if provider == LOCAL:
        return _local(model)
    package = missing_package(name)
    if package is not None:
        raise ConfigurationError(
            f"The model {name!r} needs a package that is not installed. "
            f"Run: {install_command(package)}"
        )
    return _made(name, settings)


def offered_model(name: str, settings: Settings) -> BaseChatModel:
    """A model of the Ollama server on this machine, which gets no key and is reached directly.

    Raises:
        ConfigurationError: the package for Ollama is missing, or its client refuses the name.
    """
    own = {"model": f"ollama:{name}", "model_base_url": settings.ollama_url, "model_api_key": None}
    model = chat_model(settings.model_copy(update=own | {"evidence_only": False}))
    assert model is not None, "a model is named"
    return model


def _local(name: str) -> BaseChatModel:
    from qa.model.local_model import LocalModel

    files = find_local_model(name)
    assert files is not None, "a model that was to be downloaded is here, or an error was raised"
    return LocalModel(files=files)


def _made(name: str, settings: Settings) -> BaseChatModel:
    """The model, with its own retries off: ours know the deadline and can be stopped."""
    provider = name.partition(":")[0]
    options: dict[str, object] = {}
    if settings.model_base_url:
        options["base_url"] = settings.model_base_url
    if settings.model_api_key:
        options["api_key"] = settings.model_api_key.get_secret_value()
    elif settings.model_base_url and provider == "openai":
        options["api_key"] = "none"  # local servers ask for none, the client insists on one
    try:  # each provider's client has errors of its own
        known = _init(name, options)  # without limits: what LangChain knows of the model sets them
        window = window_of(known, settings.model_context)
        return _init(name, options | _limits(provider, window, settings))
    except Exception as error:
        if lacks_key(settings):
            raise ConfigurationError(
                f"Models of {provider} need a key, and none is given. Give one in the chat's "
                "settings, or as QA_MODEL_API_KEY in .env."
            ) from error
        raise ConfigurationError(
            f"The model {name!r} cannot be set up: {_reason(error, settings)}. "
            "Check its key (QA_MODEL_API_KEY) and name, or leave QA_MODEL empty to answer with "
            "quotes alone."
        ) from error


def _init(name: str, options: Mapping[str, object]) -> BaseChatModel:
    from langchain.chat_models import init_chat_model

    return init_chat_model(name, **options)  # type: ignore[call-overload, no-any-return]


def _limits(provider: str, window: Window, settings: Settings) -> dict[str, object]:
    """Patience and room, as each provider's client spells them.

    Each also tells how many tokens it counted in a prompt; OpenAI's has to be asked.
    """
    if provider == "ollama":
        return _limits_of_ollama(window, settings)
    seconds = math.ceil(settings.model_seconds)  # Mistral's client takes whole ones only
    limits: dict[str, object] = {"max_tokens": window.reply, "max_retries": 0, "timeout": seconds}
    if provider == "google_genai":  # colder than their default, Gemini 3 models can go in circles
        return limits
    usage = {"stream_usage": True} if provider == "openai" else {}
    return {"temperature": 0, **limits, **usage}


def _limits_of_ollama(window: Window, settings: Settings) -> dict[str, object]:
    """The same for Ollama, whose server cuts prompts without a word where no window is set."""
    client: dict[str, object] = {"timeout": settings.model_seconds}
    if settings.model_base_url and is_this_machine(settings.model_base_url):
        client["trust_env"] = False  # no proxy between us and ourselves
    return {
        "temperature": 0,
        "num_ctx": window.context,
        "num_predict": window.reply,
        "client_kwargs": client,
    }


def _reason(error: Exception, settings: Settings) -> str:
    """The first line of a client's message, without the key that it may repeat."""
    if isinstance(error, ValidationError):
        told = error.errors(include_input=False, include_url=False)[0]["msg"]
    else:
        told = next(iter(str(error).splitlines()), type(error).__name__)
    if settings.model_api_key:
        told = told.replace(settings.model_api_key.get_secret_value(), "…")
    return told.rstrip(".")
