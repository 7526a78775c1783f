"""A model's failure: what kind it was, and words that say what to do.

Never the provider's own text, which may hold a key. Each provider's client has errors of its own:
LangChain's classes tell their kind where the client uses them, else a status code, else the name.
"""

from __future__ import annotations

import datetime
import math
import re
import ssl
from collections.abc import Iterator
from dataclasses import dataclass
from email.utils import parsedate_to_datetime
from enum import StrEnum

from langchain_core.exceptions import (
    ContextOverflowError,
    ModelConnectionError,
    ModelTimeoutError,
)

from qa.errors import QaError

__all__ = ["Failure", "Fault", "causes", "describe_failure", "diagnose", "in_words"]

_BY_STATUS = {
    400: "it refused the request; the log of its server says why",
    401: "it refused the key; check QA_MODEL_API_KEY",
    403: "the key may not use this model; choose another in QA_MODEL",
    404: "it does not know this model's name; check QA_MODEL",
}
_TOO_LONG = re.compile(
    r"context[ _-]?(?:length|window|size)|maximum context|prompt is too long|too many tokens|"
    r"token count.{0,40}exceeds|too large for model",
    re.IGNORECASE,
)
_BROKEN_NAMES = re.compile(r"Protocol|ReadError|WriteError|IncompleteRead|BrokenPipe|Reset|Aborted")
_CONNECT_NAMES = re.compile(r"connect|gaierror|NetworkError", re.IGNORECASE)
_DEEPEST = 8  # errors that an error is looked for its causes


class Fault(StrEnum):
    """What kind of failure it was, as far as that decides what to do next."""

    TOOK_TOO_LONG = "took_too_long"
    UNREACHABLE = "unreachable"
    BROKE_OFF = "broke_off"
    NOT_TRUSTED = "not_trusted"
    """No encrypted connection: the certificate is not valid, or the server speaks plain HTTP."""
    PROMPT_TOO_LONG = "prompt_too_long"
    BUSY = "busy"
    """Status 429: too many requests, or a quota that is used up."""
    SERVER = "server"
    """Status 500 and above, or an error in the middle of a reply."""
    REFUSED = "refused"
    """Any other status from 400 on."""
    UNREADABLE = "unreadable"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class Failure:
    """A failure as far as it can be told from what a client raised."""

    fault: Fault
    status: int | None = None
    """Of the HTTP response, 400 and above."""
    asked_wait: float | None = None
    """Seconds that the server asks to wait before another try, as in ``Retry-After``."""
    name: str = ""
    """The type of the error."""


def describe_failure(error: BaseException, *, begun: bool = False) -> str:
    """Why the model could not answer, from what its client raised; a sentence or two.

    Args:
        error: The exception.
        begun: Whether something of the answer was written before.
    """
    if isinstance(error, QaError):  # a model of our own, in words of our own
        return f"The language model {_fell_short(begun)}. {error}"
    return in_words(diagnose(error), begun=begun)


def in_words(failure: Failure, *, begun: bool = False) -> str:
    """One sentence about why the model could not answer, and what to do."""
    return f"The language model {_fell_short(begun)}: {_reason(failure)}."


def _fell_short(begun: bool) -> str:
    return "did not finish its answer" if begun else "could not answer"


def diagnose(error: BaseException, now: datetime.datetime | None = None) -> Failure:
    """What kind of failure a provider's client raised.

    Args:
        error: the exception; its causes are looked at, too.
        now: an aware time that a date in ``Retry-After`` is compared with; the present by default.
    """
    chain = tuple(causes(error))
    status = next((code for one in chain if (code := _status(one)) is not None), None)
    fault = _fault(chain, status)
    failed = status if status is not None and status >= 400 else None
    name = type(error).__name__
    return Failure(
        fault, failed, _asked_wait(chain, now or datetime.datetime.now(datetime.UTC)), name
    )


def causes(error: BaseException) -> Iterator[BaseException]:
    """An error, what caused it, and what caused that."""
    following: BaseException | None = error
    for _ in range(_DEEPEST):
        if following is None:
            return
        yield following
        following = following.__cause__ or following.__context__


def _status(error: BaseException) -> int | None:
    """The HTTP status, wherever a client keeps it: OpenAI and others, Google, httpx."""
    response = getattr(error, "response", None)
    places = (
        getattr(error, "status_code", None),
        getattr(error, "code", None),
        getattr(response, "status_code", None),
    )
    return next((int(place) for place in places if isinstance(place, int)), None)


def _fault(chain: tuple[BaseException, ...], status: int | None) -> Fault:
    if _is_too_long(chain, status):
        return Fault.PROMPT_TOO_LONG
    if status is not None and status >= 400:
        return _by_status(status)
    if any(isinstance(one, ssl.SSLError) for one in chain):
        return Fault.NOT_TRUSTED
    told = next((fault for one in chain if (fault := _by_type(one))), Fault.OTHER)
    # Below 400: the response began well, and an error came in the middle of it.
    return Fault.SERVER if told is Fault.OTHER and status is not None else told


def _is_too_long(chain: tuple[BaseException, ...], status: int | None) -> bool:
    if status == 413 or any(isinstance(one, ContextOverflowError) for one in chain):
        return True
    return status == 400 and any(_TOO_LONG.search(_text(one)) for one in chain)


def _text(error: BaseException) -> str:
    """All that the provider wrote, to be searched and never shown."""
    told = (error, getattr(error, "code", ""), getattr(error, "type", ""))
    return " ".join(str(part) for part in told)


def _by_status(status: int) -> Fault:
    if status == 429:
        return Fault.BUSY
    return Fault.REFUSED if status < 500 else Fault.SERVER


def _by_type(error: BaseException) -> Fault | None:
    name = type(error).__name__
    if isinstance(error, TimeoutError | ModelTimeoutError) or "timeout" in name.lower():
        return Fault.TOOK_TOO_LONG
    if _BROKEN_NAMES.search(name):
        return Fault.BROKE_OFF
    if isinstance(error, ModelConnectionError) or name == "APIConnectionError":
        return _by_cause(error)
    if isinstance(error, ConnectionError) or _CONNECT_NAMES.search(name):
        return Fault.UNREACHABLE
    if isinstance(error, ValueError):  # no JSON, no UTF-8, not the expected fields, no reply at all
        return Fault.UNREADABLE
    return Fault.SERVER if name == "APIError" else None


def _by_cause(error: BaseException) -> Fault:
    """Clients have one class for servers that are not there and connections that broke."""
    names = [type(one).__name__ for one in causes(error)][1:]
    broken = any(_BROKEN_NAMES.search(name) for name in names)
    return Fault.BROKE_OFF if broken else Fault.UNREACHABLE


def _asked_wait(chain: tuple[BaseException, ...], now: datetime.datetime) -> float | None:
    for error in chain:
        headers = getattr(getattr(error, "response", None), "headers", None)
        if headers is not None:
            precise = _seconds(headers.get("retry-after-ms"), 0.001)
            return _wait(headers.get("retry-after"), now) if precise is None else precise
    return None


def _wait(told: str | None, now: datetime.datetime) -> float | None:
    """``Retry-After`` as seconds from now: a number of them, or a date."""
    seconds = _seconds(told, 1.0)
    if seconds is not None or not told:
        return seconds
    try:
        moment = parsedate_to_datetime(told)
    except ValueError:
        return None
    aware = moment if moment.tzinfo else moment.replace(tzinfo=datetime.UTC)
    return max((aware - now).total_seconds(), 0.0)


def _seconds(told: str | None, unit: float) -> float | None:
    try:
        seconds = float(told or "") * unit
    except ValueError:
        return None
    return seconds if math.isfinite(seconds) and seconds >= 0 else None


def _reason(failure: Failure) -> str:
    if failure.fault is Fault.REFUSED:
        told = f"its server refused the request{_with_status(failure)}"
        return _BY_STATUS.get(failure.status or 0, told)
    reason = {
        Fault.TOOK_TOO_LONG: "it took too long; QA_MODEL_SECONDS is the time that it has",
        Fault.UNREACHABLE: "it cannot be reached; check its server and QA_MODEL_BASE_URL",
        Fault.BROKE_OFF: "the connection to it broke off; ask again",
        Fault.NOT_TRUSTED: "there is no safe connection to it; check its certificate and whether "
        "QA_MODEL_BASE_URL begins with the right http:// or https://",
        Fault.PROMPT_TOO_LONG: "the passages were too long for it; set QA_MODEL_CONTEXT to the "
        "tokens that it reads at once",
        Fault.BUSY: "too many requests, or the account's quota is used up; try again later",
        Fault.SERVER: f"its server failed{_with_status(failure)}; ask again later",
        Fault.UNREADABLE: "what its server sent cannot be read; check that QA_MODEL_BASE_URL is "
        "the address of a model server",
    }.get(failure.fault, f"its client failed with {failure.name}")
    if failure.asked_wait is not None and failure.fault in (Fault.BUSY, Fault.SERVER):
        reason += f" (its server asks to wait {math.ceil(failure.asked_wait)} seconds)"
    return reason


def _with_status(failure: Failure) -> str:
    return f" with status {failure.status}" if failure.status else ""
