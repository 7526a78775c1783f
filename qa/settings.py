"""All settings, from the environment (``QA_…``), ``.env`` and ``qa.toml``, in this order.

The only module that reads the environment.
"""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Annotated

from pydantic import Field, SecretStr, StringConstraints, ValidationError, field_validator
from pydantic_settings import (
    BaseSettings,
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

__all__ = ["Settings", "load_settings"]

_DEFAULTS = AnswerSettings()

_HostName = Annotated[str, StringConstraints(strip_whitespace=True, pattern=r"^[\w.:-]+$")]


class Settings(BaseSettings):
    """Every setting with its default; ``QA_MODEL`` in the environment is ``model`` here."""

    model_config = SettingsConfigDict(
        env_prefix="QA_", env_file=".env", toml_file="qa.toml", extra="ignore", frozen=True
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
    model_seconds: float = Field(
        default=_DEFAULTS.model_seconds,
        gt=0,
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

    @field_validator("ollama_url")
    @classmethod
    def _stay_here(cls, value: str) -> str:
        if value and not is_this_machine(value):
            raise ValueError(
                "must be an http address of this machine, such as http://127.0.0.1:11434; "
                "an Ollama elsewhere is named in QA_MODEL_BASE_URL"
            )
        return value

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


def load_settings(library: Path | None = None) -> Settings:
    """The settings in force.

    Args:
        library: overrides the library's folder.

    Raises:
        ConfigurationError: a setting has a value that it cannot have, or ``.env`` or ``qa.toml``
            cannot be read.
    """
    try:
        settings = Settings()
        _refuse_unknown(Path("qa.toml"))
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
    return settings if library is None else settings.model_copy(update={"library": library})


def _refuse_unknown(path: Path) -> None:
    """A misspelt name would otherwise be a setting that silently does nothing."""
    if not path.is_file():
        return
    unknown = tomllib.loads(path.read_text(encoding="utf-8")).keys() - Settings.model_fields.keys()
    if unknown:
        raise ConfigurationError(
            f"The file qa.toml has a setting that there is not: {', '.join(sorted(unknown))}. "
            f"The settings are: {', '.join(Settings.model_fields)}."
        )
