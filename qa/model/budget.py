"""Room in tokens: how much a model reads at once, and how much of that its prompt may take."""

from __future__ import annotations

import threading
from collections import deque
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

__all__ = ["PromptRoom", "Window", "window_of"]

UNKNOWN_CONTEXT = 8_192
"""Tokens: what every model of recent years reads at once."""

LEAST_CONTEXT = 2_048
"""Tokens: the rules take 500; below this hardly a passage and its answer fit."""

MOST_PROMPT = 16_000
"""Tokens: eight passages with the rules take 5,000; more is paid for and read worse."""

MOST_REPLY = 8_192
"""Tokens: ten statements need 500, but what a reasoning model thinks is counted, too."""

_REPLY_SHARE = 4  # the reply may take one part in this many of the window

FIRST_GUESS = 1.25
"""Tokens for each that is estimated, while no provider has counted: labels and names cost more
than the prose that the estimate is made for. Measured on the samples: 1.16 to 1.24."""

_LOWEST = 0.75  # a provider may count only what its cache did not hold
_REMEMBERED = 8  # counts; the highest of them holds


@dataclass(frozen=True, slots=True)
class Window:
    """How many tokens a model reads at once, and how they are shared."""

    context: int
    """Prompt and reply together."""
    reply: int
    """The most that a reply may have."""

    @property
    def prompt(self) -> int:
        """The most that a prompt may have."""
        return min(self.context - self.reply, MOST_PROMPT)


def window_of(model: object, context: int | None) -> Window:
    """The window of a chat model.

    Args:
        model: a LangChain chat model; its ``profile`` says what LangChain knows of it, ``num_ctx``
            what an Ollama server is told to give it.
        context: tokens as configured, which come before what is known.
    """
    profile: Mapping[str, Any] = getattr(model, "profile", None) or {}
    known = getattr(model, "num_ctx", None) or profile.get("max_input_tokens")
    tokens = int(context or known or UNKNOWN_CONTEXT)
    most = int(profile.get("max_output_tokens") or MOST_REPLY)
    return Window(context=tokens, reply=min(tokens // _REPLY_SHARE, most, MOST_REPLY))


class PromptRoom:
    """How long prompts to one model may be, in estimated tokens; learns from what it is told.

    Safe to use from several threads.
    """

    def __init__(self, window: Window) -> None:
        self.window = window
        self._rates: deque[float] = deque(maxlen=_REMEMBERED)
        self._ceiling: int | None = None
        self._lock = threading.Lock()

    def estimated(self) -> int:
        """The most estimated tokens that a prompt may have now; see ``compose.count_tokens``."""
        with self._lock:
            rate = max(self._rates, default=FIRST_GUESS)
            room = int(self.window.prompt / max(rate, _LOWEST))
            return room if self._ceiling is None else min(room, self._ceiling)

    def counted(self, estimate: int, tokens: int) -> None:
        """The provider counted ``tokens`` where ``estimate`` were estimated."""
        if estimate > 0 and tokens > 0:
            with self._lock:
                self._rates.append(tokens / estimate)

    def refused(self, estimate: int) -> int:
        """A prompt of so many estimated tokens was too long; half of it is what is tried next."""
        with self._lock:
            self._ceiling = estimate // 2
            return self._ceiling
