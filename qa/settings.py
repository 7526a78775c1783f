"""All settings, from the environment (``QA_…``), ``.env`` and ``qa.toml``, in this order.

The only module that reads the environment.
"""

from __future__ import annotations

import os
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from enum import StrEnum
from pathlib import Path
from typing import Annotated
from urllib.parse import urlsplit

from pydantic import Field, SecretStr, StringConstraints, ValidationError, field_validator
from pydantic_settings import (
    BaseSettings,
    DotEnvSettingsSource,
    EnvSettingsSource,
    NoDecode,
    PydanticBaseSettingsSource,
    SettingsConfigDict,
    TomlConfigSettingsSource,
)

from index.embed import BUNDLED
from qa.answer_settings import AnswerSettings
from qa.errors import ConfigurationError
from qa.model.budget import LEAST_CONTEXT
from qa.model.ollama import OLLAMA, is_this_machine

__all__ = [
    "TOML",
    "Origin",
    "Settings",
    "load_settings",
    "origins",
    "proposed_settings",
    "variable",
]

TOML = Path("qa.toml")
"""The file of settings, in the folder where the program is started."""

_DEFAULTS = AnswerSettings()

_HostName = Annotated[str, StringConstraints(strip_whitespace=True, pattern=r"^[\w.:-]+$")]


class Origin(StrEnum):
    """Where a setting has its value from; what stands first wins."""

    ENVIRONMENT = "the environment"
    DOTENV = ".env"
    FILE = "qa.toml"
    DEFAULT = "default"

    @property
    def is_fixed(self) -> bool:
        """Whether it wins over ``qa.toml``, so that a change there would do nothing."""
        return self in (Origin.ENVIRONMENT, Origin.DOTENV)


class Settings(BaseSettings):
    """Every setting with its default; ``QA_MODEL`` in the environment is ``model`` here."""

    model_config = SettingsConfigDict(
        env_prefix="QA_", env_file=".env", toml_file=TOML, extra="ignore", frozen=True
    )

    library: Path = Field(default=Path("library"), description="Folder of the library.")
    embedder: str = Field(
        default=BUNDLED,
        description="Embedding model: a folder or a hub name; the default is bundled.",
    )
    model: str | None = Field(
        default=None,
        description="Language model as provider:name, such as openai:gpt-5-mini, or local: and a "
        "folder, a .gguf file or a hub name; empty: answers are made of quotes alone.",
    )
    model_base_url: str | None = Field(
        default=None,
        description="Address of an OpenAI-compatible server, for llama.cpp, vLLM, LM Studio.",
    )
    model_api_key: SecretStr | None = Field(
        default=None, description="Key for the model; the provider's own variable works as well."
    )
    evidence_only: bool = Field(
        default=False,
        description="Whether the model is left unasked, so that answers are made of quotes alone.",
    )
    model_seconds: float = Field(
        default=_DEFAULTS.model_seconds,
        gt=0,
        allow_inf_nan=False,
        description="How long a model may take, all tries together, before the quotes stand alone.",
    )
    model_context: int | None = Field(
        default=None,
        ge=LEAST_CONTEXT,
        description="Tokens that the model reads at once, prompt and reply together; by default "
        "what is known of the model, else 8192.",
    )
    show_withdrawn: bool = Field(
        default=_DEFAULTS.show_withdrawn,
        description="Whether a model's statements that the check refused are shown, struck through "
        "with the reason; otherwise only how many there were.",
    )
    ollama_url: str = Field(
        default=OLLAMA,
        description="Where an Ollama server on this machine listens, whose models the chat offers; "
        "empty: none is looked for.",
    )
    reader: str = Field(
        default="bundled",
        description="Folder of another reader's weights; `bundled` for the one that comes along, "
        "`none` to find answers by words and meaning alone.",
    )
    reader_seconds: float = Field(
        default=_DEFAULTS.reader_seconds,
        gt=0,
        allow_inf_nan=False,
        description="How long the reader may take for a question; what it has not read by then "
        "is not quoted.",
    )
    threshold: float = Field(
        default=_DEFAULTS.threshold,
        ge=0,
        le=1,
        description="Confidence from which on a sentence is an answer; higher declines more.",
    )
    host: str = Field(default="127.0.0.1", description="Address that the chat listens on.")
    port: int = Field(default=7860, ge=0, le=65535, description="Port that the chat listens on.")
    allowed_hosts: Annotated[tuple[_HostName, ...], NoDecode] = Field(
        default=(),
        description="Further host names under which a browser may reach the chat, with commas "
        "between them.",
    )
    user: str = Field(
        default="reader", description="Name to sign in with, where a password is set."
    )
    password: SecretStr | None = Field(
        default=None, description="Password of the chat; needed for any other host than 127.0.0.1."
    )
    max_upload_mb: int = Field(default=50, gt=0, description="Largest file that can be dropped in.")

    @field_validator("allowed_hosts", mode="before")
    @classmethod
    def _split_at_commas(cls, value: object) -> object:
        return [name for name in value.split(",") if name] if isinstance(value, str) else value

    @field_validator("model_base_url")
    @classmethod
    def _speak_http(cls, value: str | None) -> str | None:
        address = value and value.strip()
        if address and not _is_web_address(address):
            raise ValueError(
                "must be an address that begins with http:// or https:// and names a server, such "
                "as http://127.0.0.1:1234/v1"
            )
        return address

    @field_validator("ollama_url")
    @classmethod
    def _stay_here(cls, value: str) -> str:
        if value and not is_this_machine(value):
            raise ValueError(
                "must be an http address of this machine, such as http://127.0.0.1:11434; "
                "an Ollama elsewhere is named in QA_MODEL_BASE_URL"
            )
        return value

    @property
    def asked_model(self) -> str | None:
        """The model that is asked; ``None`` where answers are made of quotes alone."""
        return None if self.evidence_only else self.model or None

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,
        file_secret_settings: PydanticBaseSettingsSource,
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """Environment before ``.env`` before ``qa.toml``."""
        toml = TomlConfigSettingsSource(settings_cls)
        return init_settings, env_settings, dotenv_settings, toml


class _Proposed(Settings):
    """Settings whose ``qa.toml`` is not read, but given."""

    model_config = SettingsConfigDict(toml_file=None)

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,
        file_secret_settings: PydanticBaseSettingsSource,
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """What is given comes last, as the file would."""
        return env_settings, dotenv_settings, init_settings


def load_settings(library: Path | None = None) -> Settings:
    """The settings in force.

    Args:
        library: overrides the library's folder.

    Raises:
        ConfigurationError: a setting has a value that it cannot have, or ``.env`` or ``qa.toml``
            cannot be read.
    """
    with _problems_told():
        settings = Settings()
        if TOML.is_file():
            _refuse_unknown(tomllib.loads(TOML.read_text(encoding="utf-8")))
    return settings if library is None else settings.model_copy(update={"library": library})


def proposed_settings(file: Mapping[str, object]) -> Settings:
    """The settings that would be in force if ``qa.toml`` held these values.

    Raises:
        ConfigurationError: a value or a name cannot be, or ``.env`` cannot be read.
    """
    _refuse_unknown(file)
    with _problems_told():
        return _Proposed(**file)  # type: ignore[arg-type]


def origins() -> dict[str, Origin]:
    """Where each setting has its value from, at present.

    Raises:
        ConfigurationError: ``.env`` or ``qa.toml`` cannot be read.
    """
    told = dict.fromkeys(Settings.model_fields, Origin.DEFAULT)
    with _problems_told():
        found = {
            Origin.FILE: TomlConfigSettingsSource(Settings)(),
            Origin.DOTENV: DotEnvSettingsSource(Settings)(),
            Origin.ENVIRONMENT: EnvSettingsSource(Settings)(),
        }
    for origin, values in found.items():
        told |= dict.fromkeys(told.keys() & values.keys(), origin)
    return told


def variable(*names: str) -> str:
    """The first of these variables that the environment sets; empty where it sets none.

    For what the clients of language models read by themselves, such as ``OPENAI_API_KEY``.
    """
    return next((value for name in names if (value := os.environ.get(name))), "")


@contextmanager
def _problems_told() -> Iterator[None]:
    """Say in a sentence what is wrong with a setting or a file.

    Raises:
        ConfigurationError: something is.
    """
    try:
        yield
    except ValidationError as error:
        problems = "; ".join(
            f"QA_{str(problem['loc'][0]).upper()}: {problem['msg']}"
            for problem in error.errors(include_input=False, include_url=False)
        )
        raise ConfigurationError(f"A setting cannot be used. {problems}.") from error
    except tomllib.TOMLDecodeError as error:
        raise ConfigurationError(f"The file qa.toml is no valid TOML: {error}.") from error
    except (OSError, UnicodeDecodeError) as error:
        raise ConfigurationError(
            f"The files .env and qa.toml must be readable and in UTF-8, and one is not: {error}."
        ) from error


def _refuse_unknown(names: Iterable[str]) -> None:
    """A misspelt name would otherwise be a setting that silently does nothing."""
    unknown = set(names) - Settings.model_fields.keys()
    if unknown:
        raise ConfigurationError(
            f"The file qa.toml has a setting that there is not: {', '.join(sorted(unknown))}. "
            f"The settings are: {', '.join(Settings.model_fields)}."
        )


def _is_web_address(address: str) -> bool:
    try:
        parts = urlsplit(address)
        named = parts.hostname is not None and parts.port != 0
    except ValueError:
        return False
    is_clean = address.isprintable() and " " not in address
    return parts.scheme in ("http", "https") and named and is_clean
