"""How a program is told to end: SIGTERM is heeded as Ctrl-C is, so that files are let go of."""

from __future__ import annotations

import _thread
import signal
import sys
import threading
from types import FrameType

__all__ = ["Terminated", "end_at_once", "heed_signals"]

_MOMENT = 0.05  # seconds


class Terminated(KeyboardInterrupt):
    """The system, or whoever runs services on it, has asked the program to end."""


def heed_signals() -> None:
    """Let SIGTERM end what is at work where Ctrl-C would; the exit code tells which it was."""
    signal.signal(signal.SIGTERM, _end)
    sys.unraisablehook = _end_again


def end_at_once() -> None:
    """Let SIGTERM end the program without a word, for one that writes nothing."""
    signal.signal(signal.SIGTERM, signal.SIG_DFL)


def _end(_number: int, _frame: FrameType | None) -> None:
    raise Terminated


def _end_again(told: sys.UnraisableHookArgs) -> None:
    """Heed a signal that came while an object was being cleared away, where Python drops it."""
    if issubclass(told.exc_type, KeyboardInterrupt):
        number = signal.SIGTERM if issubclass(told.exc_type, Terminated) else signal.SIGINT
        # Not here, where it is dropped, too.
        threading.Timer(_MOMENT, _thread.interrupt_main, [number]).start()
    else:
        sys.__unraisablehook__(told)
