"""A conversation as JSON for other programs, every value as it is kept.

Format 1 is an object with ``format`` (1), ``title``, ``unreadable`` (how many answers are left out
because another release has kept them) and ``exchanges``. Each exchange has ``id``,
``question``, ``understood_as`` (empty: as asked), ``asked`` (ISO 8601, UTC), ``documents`` (the
scope; empty: all), ``status``, ``text``, ``confidence``, ``accounts_differ``, ``short``,
``statements`` (``text``, ``attribution``, ``quotes``), ``related`` (a quote or null),
``not_stated``, ``rejections`` (``claim``, ``reason``, ``detail``, ``words``, ``instead``: a
statement or null), ``notices``, ``receipt`` (``model``, ``prompts``, ``index``, ``seconds``,
``understood``), ``marked`` (``mark``, ``note``, ``saved_as``, or null) and ``checks``, what has
become of the quotes since (``label``, ``state``, ``detail``, ``document``, ``start``, ``end``,
``page``, ``place``, ``changed_on``). A quote has ``label``, ``document``, ``start``, ``end``,
``text``, ``title``, ``page``, ``section``, ``place`` (*page 3*, *slide 3*, *Costs!B7*),
``publisher``, ``date`` and ``attribution``, the speakers, outermost first. Offsets count
characters of the document's canonical text, the end excluded.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from qa.conversations.exporting.content import Checks
from qa.conversations.recheck import QuoteCheck
from qa.conversations.types import Exchange
from qa.types import to_json

__all__ = ["FORMAT", "as_json"]

FORMAT = 1
"""Raise it when a name goes or changes its meaning; a new name changes nothing."""


def as_json(
    conversation_title: str,
    exchanges: Sequence[Exchange],
    checks: Checks | None = None,
    unreadable: int = 0,
) -> str:
    """Some answers with all their proof, as JSON.

    Args:
        conversation_title: of the conversation, or the question where there is only one.
        exchanges: in the order in which they are to stand.
        checks: what has become of the quotes since, as ``check_all`` returns it.
        unreadable: how many more there are that this release cannot read.

    Returns:
        An object as the module describes it.
    """
    told = {
        "format": FORMAT,
        "title": conversation_title,
        "unreadable": unreadable,
        "exchanges": [_exchange(each, (checks or {}).get(each.id, ())) for each in exchanges],
    }
    text = json.dumps(told, ensure_ascii=False, indent=2)
    return text.encode("utf-8", "replace").decode("utf-8") + "\n"


def _exchange(exchange: Exchange, checks: Sequence[QuoteCheck]) -> dict[str, Any]:
    answer = exchange.answer.to_dict()
    return {
        "id": exchange.id,
        "question": exchange.question,
        "understood_as": answer["understood_as"],
        "asked": to_json(exchange.asked),
        "documents": to_json(exchange.documents),
        "status": answer["status"],
        "text": answer["text"],
        "confidence": answer["confidence"],
        "accounts_differ": answer["accounts_differ"],
        "short": answer["short"],
        "statements": answer["statements"],
        "related": answer["related"],
        "not_stated": answer["not_stated"],
        "rejections": answer["rejections"],
        "notices": answer["notices"],
        "receipt": answer["receipt"],
        "marked": to_json(exchange.marked),
        "checks": [_check(check) for check in checks],
    }


def _check(check: QuoteCheck) -> dict[str, Any]:
    return {
        "label": check.quote.label,
        "state": str(check.state),
        "detail": check.detail,
        "document": check.document,
        "start": check.start,
        "end": check.end,
        "page": check.page,
        "place": check.place,
        "changed_on": to_json(check.changed_on),
    }
