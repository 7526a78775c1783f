"""Where the files of a model inside the process are, and whether they are a chat model's.

Only file names and small JSON files are looked at: no weights are read, and nothing of them runs.
"""

from __future__ import annotations

import importlib.util
import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from qa.errors import ConfigurationError
from qa.installing import install_command

__all__ = ["LOCAL", "LocalFiles", "find_local_model", "missing_local_packages"]

LOCAL = "local"
"""What stands before the colon in ``QA_MODEL`` where the model runs inside the process."""

_GGUF_PACKAGES = ("gguf", "accelerate")
_WANTED = ("*.safetensors", "*.json", "*.jinja", "*.model", "*.txt")
_WRITES = ("ForCausalLM", "LMHeadModel", "ForConditionalGeneration")
_LEAVE = "Name another one in QA_MODEL, or leave QA_MODEL empty to answer with quotes alone."


@dataclass(frozen=True, slots=True)
class LocalFiles:
    """The files of one model."""

    name: str
    """As the user named it."""
    folder: Path
    gguf: str | None = None
    """The name of the one file in the folder that holds it all; ``None`` for safetensors."""
    context: int | None = None
    """Tokens that it can read at most; ``None`` where that is told inside the file only."""

    @property
    def weight_bytes(self) -> int:
        """The size of the weights on disk."""
        if self.gguf:
            return (self.folder / self.gguf).stat().st_size
        return sum(path.stat().st_size for path in self.folder.glob("*.safetensors"))


def missing_local_packages(files: LocalFiles) -> bool:
    """Whether a package is missing that these files need."""
    return files.gguf is not None and not all(map(importlib.util.find_spec, _GGUF_PACKAGES))


def find_local_model(name: str, *, download: bool = True) -> LocalFiles | None:
    """The files of a model.

    Args:
        name: a folder with safetensors, a ``.gguf`` file, or a name on the Hugging Face hub, which
            is looked up on this machine first.
        download: whether a hub's model that is not on this machine is fetched.

    Returns:
        The files; ``None`` only for a hub's model that is not on this machine, if ``download`` is
        false.

    Raises:
        ConfigurationError: they are not there, are no chat model, or need a missing package.
    """
    path = Path(name).expanduser()
    if path.suffix.casefold() == ".gguf":
        files = _gguf(name, path)
    elif _is_folder(path):
        files = _checked(name, path)
    else:
        folder = _hub_folder(name, download=download)
        if folder is None:
            return None
        files = _checked(name, folder)
    if missing_local_packages(files):
        raise ConfigurationError(
            f"The model {name!r} is a GGUF file, and a package that reads these is not installed. "
            f"Run: {install_command('-r requirements-local.txt')}"
        )
    return files


def _is_folder(path: Path) -> bool:
    try:
        return path.is_dir()
    except OSError:  # longer than any path can be
        return False


def _gguf(name: str, path: Path) -> LocalFiles:
    if not path.is_file():
        raise ConfigurationError(f"QA_MODEL names the file {name!r}, which is not there. {_LEAVE}")
    with path.open("rb") as file:
        if file.read(4) != b"GGUF":
            raise ConfigurationError(
                f"The file {name!r} is not in the GGUF format: it is damaged or was not downloaded "
                "wholly. Download it again."
            )
    return LocalFiles(name, path.absolute().parent, path.name)


def _checked(name: str, folder: Path) -> LocalFiles:
    """The model in a folder.

    Raises:
        ConfigurationError: a file is missing, or it is another kind of model.
    """
    config = _json(folder / "config.json")
    missing = [file for file in ("config.json", "tokenizer.json") if not (folder / file).is_file()]
    if not any(folder.glob("*.safetensors")):
        missing.append("*.safetensors")
    if missing:
        raise ConfigurationError(
            f"The model {name!r} lacks {' and '.join(missing)} in {str(folder)!r}. Its folder must "
            "hold config.json, tokenizer.json, tokenizer_config.json and its weights as "
            f"safetensors; one GGUF file is named by its path. {_LEAVE}"
        )
    kinds = [kind for kind in config.get("architectures") or [] if isinstance(kind, str)]
    if kinds and not any(kind.endswith(_WRITES) for kind in kinds):
        raise ConfigurationError(
            f"The model {name!r} is no model that writes text, but a {kinds[0]}. {_LEAVE}"
        )
    told = _json(folder / "tokenizer_config.json").get("chat_template")
    if not told and not (folder / "chat_template.jinja").is_file():
        raise ConfigurationError(
            f"The model {name!r} has no chat template: it was not trained to follow instructions. "
            "Take the variant of it that is called Instruct or Chat."
        )
    context = config.get("max_position_embeddings")
    return LocalFiles(name, folder, context=context if isinstance(context, int) else None)


def _json(path: Path) -> dict[str, Any]:
    """The object in a small file; empty where there is none."""
    try:
        value = json.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return {}
    except (OSError, ValueError) as error:
        raise ConfigurationError(
            f"The file {str(path)!r} cannot be read; it seems to be damaged. Download the model "
            "again, or name another one in QA_MODEL."
        ) from error
    return value if isinstance(value, dict) else {}


def _hub_folder(name: str, *, download: bool) -> Path | None:
    from huggingface_hub import snapshot_download
    from huggingface_hub.errors import HfHubHTTPError, HFValidationError, LocalEntryNotFoundError

    try:
        return Path(snapshot_download(name, local_files_only=True, allow_patterns=list(_WANTED)))
    except HFValidationError as error:
        raise ConfigurationError(
            f"QA_MODEL names {name!r}, which is neither a folder here, nor a .gguf file, nor a "
            "model's name."
        ) from error
    except LocalEntryNotFoundError:
        pass
    if not download:
        return None
    try:
        return Path(snapshot_download(name, allow_patterns=list(_WANTED)))
    except (HfHubHTTPError, LocalEntryNotFoundError, OSError) as error:
        raise ConfigurationError(
            f"The model {name!r} is neither a folder nor a model on this machine, and could not be "
            "downloaded. Check its name and the connection, or put a model's folder or .gguf file "
            "behind 'local:' in QA_MODEL."
        ) from error
