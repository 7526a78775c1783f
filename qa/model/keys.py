"""Which key goes to whom: a key belongs to the provider and the address that it was given for.

Whoever can open the page may name another address there, and must not have a key sent to it that
was given for another one. A typed key is kept here, in memory, and nowhere else.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from pydantic import SecretStr

from qa.errors import ConfigurationError
from qa.model.providers import PROVIDERS
from qa.settings import Settings

__all__ = ["KEPT_UNTIL_THE_END", "Keys"]

KEPT_UNTIL_THE_END = (
    "The key is kept until the program ends, and written nowhere. To keep it longer, put it into "
    ".env as QA_MODEL_API_KEY."
)

_Place = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Keys:
    """The key that the settings gave at the start, and the one that was typed since."""

    given: SecretStr | None
    given_for: _Place
    """Its provider and address; the provider is empty where none was named at the start."""
    own: SecretStr | None = None
    """The typed one."""
    own_for: _Place = ("", "")

    @classmethod
    def given_by(cls, settings: Settings) -> Keys:
        """At the start."""
        return cls(settings.model_api_key, _place(settings))

    def typed(self, key: str | None, settings: Settings) -> Keys:
        """With a key that was typed for the model of ``settings``.

        Args:
            key: ``None`` where none was typed; an empty one takes back what was typed before.
            settings: with the model and the address that the key is for.

        Raises:
            ConfigurationError: it cannot be a key; the text does not repeat it.
        """
        if key is None:
            return self
        key = key.strip()
        if not key.isascii() or not key.isprintable() or " " in key:
            raise ConfigurationError(
                "The key has a character in it that no key has, such as a space or a line break. "
                "Copy it again."
            )
        return replace(self, own=SecretStr(key) if key else None, own_for=_place(settings))

    def applied(self, settings: Settings) -> Settings:
        """The settings with the key that belongs to their model and address, or with none.

        Raises:
            ConfigurationError: the provider's own variable would send a key to an address that it
                was not set for.
        """
        provider, address = place = _place(settings)
        if self.own and place == self.own_for:
            return settings.model_copy(update={"model_api_key": self.own})
        if self.given_for in (place, ("", address)):
            return settings.model_copy(update={"model_api_key": self.given})
        if address and provider != "openai" and _has_key_variable(provider):
            raise ConfigurationError(
                "Another address needs a key of its own: type the one that belongs to it."
            )
        return settings.model_copy(update={"model_api_key": None})


def _place(settings: Settings) -> _Place:
    return (settings.model or "").partition(":")[0], settings.model_base_url or ""


def _has_key_variable(provider: str) -> bool:
    return provider in PROVIDERS and bool(PROVIDERS[provider].key_variables)
