"""What each provider of language models needs, and where the requests to a model go."""

from __future__ import annotations

import re
from dataclasses import dataclass
from urllib.parse import urlsplit

from qa.model.ollama import OLLAMA, is_this_machine, runs_elsewhere
from qa.settings import Settings, variable

__all__ = [
    "PROVIDERS",
    "Destination",
    "Provider",
    "destination",
    "key_given",
    "lacks_key",
    "where_words_go",
]

_SENT = "Your questions and passages of your documents will be sent to"


@dataclass(frozen=True, slots=True)
class Provider:
    """A provider whose models LangChain knows."""

    package: str
    """To be installed."""
    address: str
    """Where its client asks, unless it is told otherwise."""
    address_variables: tuple[str, ...]
    """What tells its client otherwise, beside our own setting."""
    key_variables: tuple[str, ...] = ()
    """Where its client finds the key, beside our own setting; empty where none is needed."""


PROVIDERS = {
    "openai": Provider(
        "langchain-openai",
        "https://api.openai.com/v1",
        ("OPENAI_API_BASE", "OPENAI_BASE_URL"),
        ("OPENAI_API_KEY",),
    ),
    "anthropic": Provider(
        "langchain-anthropic",
        "https://api.anthropic.com",
        ("ANTHROPIC_API_URL", "ANTHROPIC_BASE_URL"),
        ("ANTHROPIC_API_KEY",),
    ),
    "google_genai": Provider(
        "langchain-google-genai",
        "https://generativelanguage.googleapis.com",
        ("GOOGLE_GEMINI_BASE_URL",),
        ("GOOGLE_API_KEY", "GEMINI_API_KEY"),
    ),
    "mistralai": Provider(
        "langchain-mistralai",
        "https://api.mistral.ai/v1",
        ("MISTRAL_BASE_URL",),
        ("MISTRAL_API_KEY",),
    ),
    "ollama": Provider("langchain-ollama", OLLAMA, ("OLLAMA_HOST",)),
}
"""By the names that stand before the colon in ``QA_MODEL``; each is documented."""


@dataclass(frozen=True, slots=True)
class Destination:
    """The server that a model's requests go to."""

    address: str
    """With its scheme, and without a name or password."""

    @property
    def host(self) -> str:
        """Its name or number."""
        return urlsplit(self.address).hostname or ""

    @property
    def name(self) -> str:
        """As people call it: the host, with the port where it is not the usual one."""
        parts = urlsplit(self.address)
        return parts.netloc if parts.port else self.host

    @property
    def is_here(self) -> bool:
        """Whether it is this machine."""
        return is_this_machine(self.address)


def destination(settings: Settings) -> Destination | None:
    """Where the requests to the configured model go; ``None`` without one that is asked elsewhere.

    Also told of a model that is configured and not asked at present.
    """
    provider = PROVIDERS.get(_provider(settings))
    if provider is None:
        return None
    told = settings.model_base_url or variable(*provider.address_variables)
    address = told or provider.address
    if "//" not in address:  # as OLLAMA_HOST may be written
        address = f"http://{address}" + ("" if re.search(r":\d+$", address) else ":11434")
    parts = urlsplit(address)
    return Destination(parts._replace(netloc=parts.netloc.rpartition("@")[2]).geturl())


def where_words_go(settings: Settings) -> str:
    """What leaves this machine with a question, in one sentence; empty where nothing does."""
    model = settings.asked_model or ""
    place = destination(settings) if model else None
    if place is None:
        return ""
    if model.startswith("ollama:") and runs_elsewhere(model):
        return f"{_SENT} ollama.com, where Ollama runs this model."
    return "" if place.is_here else f"{_SENT} {place.name}."


def key_given(settings: Settings) -> str:
    """The key that goes along with requests to the configured model; empty where none does."""
    if settings.model_api_key:
        return settings.model_api_key.get_secret_value()
    provider = PROVIDERS.get(_provider(settings))
    if provider is None or _may_do_without(settings):
        return ""
    return variable(*provider.key_variables)


def lacks_key(settings: Settings) -> bool:
    """Whether the configured model's provider wants a key, and none is given anywhere."""
    provider = PROVIDERS.get(_provider(settings))
    wants = provider is not None and provider.key_variables and not _may_do_without(settings)
    return bool(wants) and not key_given(settings)


def _may_do_without(settings: Settings) -> bool:
    """Whether it is a server of somebody else's that speaks OpenAI's protocol."""
    return _provider(settings) == "openai" and bool(settings.model_base_url)


def _provider(settings: Settings) -> str:
    return (settings.model or "").partition(":")[0]
