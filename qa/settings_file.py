"""Changing ``qa.toml`` for the user: a few settings, and nothing else in it.

The user's comments, order and other settings stay. The file is replaced as a whole or not at all,
and no secret is ever written.
"""

from __future__ import annotations

import os
import secrets
import stat
import tomllib
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

import tomlkit
from tomlkit.exceptions import ParseError

from qa.errors import ConfigurationError
from qa.settings import TOML, origins, proposed_settings

__all__ = ["CHANGEABLE", "Changes", "Edited", "edit_settings", "refuse_unchangeable"]

CHANGEABLE = (
    "model",
    "model_base_url",
    "evidence_only",
    "threshold",
    "show_withdrawn",
    "model_seconds",
    "ollama_url",
)
"""The settings that can be changed while the chat is served; none of them is a secret."""

Changes = Mapping[str, str | float | bool | None]
"""New values by the settings' names; ``None`` leaves a setting out of the file."""

_ANYBODY_WRITES = stat.S_IWUSR | stat.S_IWGRP | stat.S_IWOTH


@dataclass(frozen=True, slots=True)
class Edited:
    """A changed ``qa.toml`` that is not yet written."""

    path: Path
    before: bytes | None
    """The file as it was read; ``None`` where there is none."""
    after: bytes

    def write(self) -> None:
        """Put it in the place of the file, in one step that a power failure cannot halve.

        Raises:
            ConfigurationError: the file was changed in the meantime, or cannot be replaced.
        """
        if self.after == (self.before or b""):
            return
        if _content(self.path) != self.before:
            raise ConfigurationError(
                f"The file {str(self.path)!r} was changed by somebody else just now, and is left "
                "as it is. Look at it, and save again."
            )
        try:
            _replace(self.path, self.after)
        except OSError as error:
            raise ConfigurationError(
                f"The file {str(self.path)!r} cannot be written ({error.strerror}); nothing in it "
                "has changed. Make its folder writable, or write the settings into it yourself."
            ) from error


def edit_settings(changes: Changes, path: Path = TOML) -> Edited:
    """Prepare a change of ``qa.toml``; nothing is written yet.

    Args:
        changes: by name, of those that can be changed.
        path: the file; it need not be there.

    Raises:
        ConfigurationError: a setting cannot be changed here or cannot have the value, or the file
            is no TOML, or is none that can be replaced.
    """
    refuse_unchangeable(changes)
    _refuse_fixed(changes)
    before = _content(path)
    try:
        text = (before or b"").decode("utf-8")
        document = tomlkit.parse(text)
        present = tomllib.loads(text)
    except (UnicodeDecodeError, ParseError, tomllib.TOMLDecodeError) as error:
        raise ConfigurationError(
            f"The file {str(path)!r} is no valid TOML, and is left as it is: {error}. Mend it, and "
            "save again."
        ) from error
    for name, value in changes.items():
        if value is not None:
            document[name] = value
        elif name in document:
            del document[name]
    after = tomlkit.dumps(document)
    wanted = {name: value for name, value in {**present, **changes}.items() if value is not None}
    proposed_settings(wanted)  # refuses values that a setting cannot have
    if tomllib.loads(after) != wanted:
        raise ConfigurationError(
            f"The file {str(path)!r} is written in a way that cannot be changed here without loss. "
            "Write the settings into it yourself."
        )
    return Edited(path, before, after.encode())


def refuse_unchangeable(changes: Changes) -> None:
    """Refuse what is never changed by the program itself, first of all secrets.

    Raises:
        ConfigurationError: there is something of that kind among the changes.
    """
    for name in changes:
        if name not in CHANGEABLE:
            raise ConfigurationError(
                f"{name!r} is no setting that can be changed here. Those that can are: "
                f"{', '.join(CHANGEABLE)}."
            )
    address = changes.get("model_base_url")
    if isinstance(address, str) and _may_hold_secret(address):
        raise ConfigurationError(
            "The address has a name, a password or parameters in it, and qa.toml keeps no secrets. "
            "Write the address alone, and the key where the key goes."
        )


def _refuse_fixed(changes: Changes) -> None:
    """What wins over the file would make a change of the file do nothing."""
    told = origins()
    for name in changes:
        if told[name].is_fixed:
            raise ConfigurationError(
                f"QA_{name.upper()} is set in {told[name]}, which wins over qa.toml. Change it "
                "there, and start the program anew."
            )


def _may_hold_secret(address: str) -> bool:
    try:
        parts = urlsplit(address)
    except ValueError:  # told by the settings, which refuse it
        return False
    return "@" in parts.netloc or bool(parts.query or parts.fragment)


def _content(path: Path) -> bytes | None:
    """What the file holds; ``None`` where there is none.

    Raises:
        ConfigurationError: it is none that can be read and replaced.
    """
    try:
        mode = path.lstat().st_mode
    except FileNotFoundError:
        return None
    except OSError as error:
        raise _unusable(path, str(error.strerror)) from error
    if stat.S_ISLNK(mode):
        raise _unusable(path, "it is a link to another file")
    if not stat.S_ISREG(mode):
        raise _unusable(path, "it is no file")
    if not mode & _ANYBODY_WRITES or not os.access(path, os.W_OK):
        raise _unusable(path, "it is read-only")
    try:
        return path.read_bytes()
    except OSError as error:
        raise _unusable(path, str(error.strerror)) from error


def _unusable(path: Path, reason: str) -> ConfigurationError:
    return ConfigurationError(
        f"The file {str(path)!r} cannot be changed here: {reason}. Nothing in it has changed; "
        "write the settings into it yourself."
    )


def _replace(path: Path, content: bytes) -> None:
    """Write beside the file and rename, so that the file is the old one or the new one.

    Raises:
        OSError: the folder cannot be written to.
    """
    folder = path.absolute().parent
    beside = folder / f".{path.name}.{secrets.token_hex(4)}"
    try:
        with beside.open("xb") as file:
            with suppress(FileNotFoundError):  # a new file gets the permissions of any new file
                beside.chmod(stat.S_IMODE(path.stat().st_mode))  # while it is empty
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        beside.replace(path)
    except BaseException:
        with suppress(OSError):
            beside.unlink()
        raise
    with suppress(OSError):  # not every file system can; the rename itself has happened
        _sync(folder)


def _sync(folder: Path) -> None:
    number = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(number)
    finally:
        os.close(number)
