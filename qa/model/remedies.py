"""What a failed test of a model means and what to do, never in its provider's own words."""

from __future__ import annotations

import math
import socket
import ssl
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from qa.model.failures import Failure, Fault, causes, diagnose
from qa.model.offers import Offer, nearest, offered_by
from qa.model.providers import Destination, destination, key_given
from qa.settings import Settings

__all__ = ["Trouble", "trouble_of"]

_ADDRESS = "the address (QA_MODEL_BASE_URL)"
_NAME = "the model's name (QA_MODEL)"
_WRONG_PLACE = frozenset({400, 404, 405})  # what servers answer to a wrong name or address
_LISTING = ("openai", "mistralai", "ollama")  # providers whose servers list their models alike
_CONTAINER_MARKS = ("/.dockerenv", "/run/.containerenv")
_ENDPOINTS = ("/chat/completions", "/completions", "/models", "/api/chat", "/api", "/v1")


@dataclass(frozen=True, slots=True)
class Trouble:
    """Why a model does not answer."""

    told: str
    """What happened, in one sentence."""
    to_do: str
    """What to do, in a sentence or two."""


def trouble_of(error: BaseException, settings: Settings, seconds: float) -> Trouble:
    """What a client's error means for the one who set the model up.

    Where a server refuses the model or the address, it is asked which models it has.

    Args:
        error: what the model's client raised.
        settings: with the model.
        seconds: how long it was waited for.
    """
    failure = diagnose(error)
    place = destination(settings)
    server = place.name if place else "The model"
    if failure.fault is Fault.UNREACHABLE:
        return _unreachable(error, server, place)
    if failure.fault is Fault.NOT_TRUSTED:
        return _not_trusted(error, server)
    is_refused = failure.fault is Fault.REFUSED
    is_misplaced = is_refused and failure.status in _WRONG_PLACE
    if place and (is_misplaced or failure.fault is Fault.UNREADABLE):
        return _misnamed(failure, settings, place)
    if is_refused:
        return _refused(failure, settings, server)
    return _other(failure, server, seconds)


def _unreachable(error: BaseException, server: str, place: Destination | None) -> Trouble:
    if any(isinstance(one, socket.gaierror) for one in causes(error)):
        return Trouble(
            f"No machine of the name {place.host if place else server} is known here.",
            f"Check {_ADDRESS}, and this machine's connection to the network.",
        )
    told = f"No server answers at {server}."
    if place is None or not place.is_here:
        return Trouble(told, f"Check {_ADDRESS}, and that this machine may reach it.")
    to_do = f"Start the server, or correct {_ADDRESS}."
    if any(Path(mark).exists() for mark in _CONTAINER_MARKS):
        to_do += (
            f" This program runs in a container, where {place.host} is the container itself; the "
            "machine around it is often called host.docker.internal."
        )
    return Trouble(told, to_do)


def _not_trusted(error: BaseException, server: str) -> Trouble:
    if any(isinstance(one, ssl.SSLCertVerificationError) for one in causes(error)):
        return Trouble(
            f"The certificate of {server} is not one that this machine trusts.",
            "Have it renewed, or name the file of its authority in SSL_CERT_FILE.",
        )
    return Trouble(
        f"{server} does not answer encrypted.",
        f"If it speaks plain HTTP, begin {_ADDRESS} with http:// instead of https://.",
    )


def _misnamed(failure: Failure, settings: Settings, place: Destination) -> Trouble:
    """The model's name or the address is wrong: which, the server's own list may tell."""
    provider, _, model = (settings.model or "").partition(":")
    if provider in _LISTING:
        told = _by_its_list(settings, place, model, has_tags=provider == "ollama")
        if told:
            return told
    if failure.fault is Fault.UNREADABLE:
        return Trouble(
            f"What {place.name} answers is not a model's reply.",
            f"Check {_ADDRESS}: that of most servers ends in /v1.",
        )
    if failure.status == 400:
        return _refused(failure, settings, place.name)
    if not settings.model_base_url:
        return Trouble(f"{place.name} has no model named {model!r}.", f"Correct {_NAME}.")
    return Trouble(
        f"{place.name} does not know this model or this address{_status(failure)}.",
        f"Check {_NAME} and {_ADDRESS}, which for most servers ends in /v1.",
    )


def _by_its_list(
    settings: Settings, place: Destination, model: str, *, has_tags: bool
) -> Trouble | None:
    """What a server's list of models explains; ``None`` where it explains nothing."""
    key = key_given(settings)
    offered = _offer(place.address, key, has_tags=has_tags)
    if offered is None:
        for address in _likelier(place.address, has_tags=has_tags):
            if _offer(address, key, has_tags=has_tags) is not None:
                told = f"{place.name} answers, but not at the address {place.address}."
                return Trouble(told, f"Write {_ADDRESS} as {address}.")
        return None
    if model in offered:
        return None
    to_do = f"Correct {_NAME}"
    if offered:
        to_do = f"Choose one that it has: {', '.join(nearest(offered, model))}"
    if has_tags:
        to_do += f"; or fetch this one: ollama pull {model}"
    return Trouble(f"{place.name} has no model named {model!r}.", f"{to_do}.")


def _offer(address: str, key: str, *, has_tags: bool) -> Offer:
    return offered_by(f"{address.rstrip('/')}/{'api/tags' if has_tags else 'models'}", key)


def _likelier(address: str, *, has_tags: bool) -> list[str]:
    """The addresses that may have been meant."""
    address = address.rstrip("/")
    root = urlsplit(address)._replace(path="").geturl()
    meant = [address.removesuffix(end) for end in _ENDPOINTS if address.endswith(end)]
    meant += [root] if has_tags else [f"{address}/v1", f"{root}/v1"]
    return [other for other in dict.fromkeys(meant) if other != address]


def _refused(failure: Failure, settings: Settings, server: str) -> Trouble:
    if failure.status == 401 and not key_given(settings):
        return Trouble(
            f"{server} asks for a key, and none is given.",
            "Give one in the chat's settings, or as QA_MODEL_API_KEY in .env.",
        )
    if failure.status == 401:
        return Trouble(
            f"{server} refused the key.",
            "Copy the key again from the provider's page; each provider has keys of its own.",
        )
    if failure.status == 402:
        return Trouble(f"The account at {server} has no credit left.", "Look at it there.")
    if failure.status == 403:
        return Trouble(
            f"{server} does not let this key use this model.",
            "Choose another model, or allow this one for the key there.",
        )
    return Trouble(
        f"{server} refused the request{_status(failure)}.",
        f"The server's log says why; check {_NAME} and {_ADDRESS}.",
    )


def _other(failure: Failure, server: str, seconds: float) -> Trouble:
    wait = failure.asked_wait
    again = f"Try again in {math.ceil(wait)} seconds" if wait else "Try again in a minute"
    told, to_do = {
        Fault.TOOK_TOO_LONG: (
            f"{server} did not answer within {seconds:g} seconds.",
            "It may still be loading the model: try again. If it stays silent, check "
            f"{_ADDRESS}, or choose a smaller model.",
        ),
        Fault.BROKE_OFF: (
            f"The connection to {server} broke off.",
            f"Try again; if it stays so, check whether {_ADDRESS} must begin with https://.",
        ),
        Fault.PROMPT_TOO_LONG: (
            f"{server} gives this model less room than it was asked for.",
            "Set QA_MODEL_CONTEXT to the tokens that it reads at once, reply included, or have "
            "the server give it more.",
        ),
        Fault.BUSY: (
            f"{server} turned the request away: too many of them, or a quota that is used up.",
            f"{again}; if it stays so, look at the account's limits and credit there.",
        ),
        Fault.SERVER: (
            f"{server} failed{_status(failure)}.",
            f"{again}; if it stays so, the server's log says why.",
        ),
    }.get(
        failure.fault,
        (
            f"The model's client failed with {failure.name}.",
            f"Check {_NAME} and {_ADDRESS}; the program's log may say more.",
        ),
    )
    return Trouble(told, to_do)


def _status(failure: Failure) -> str:
    return f" (status {failure.status})" if failure.status else ""
