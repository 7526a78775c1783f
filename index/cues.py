"""The words that mark speech and thought, and what each says about the speaker's stance.

A table and nothing else: the grammar that reads it is in `index.clauses`.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from index.types import Stance

__all__ = ["EVIDENCE", "PHRASES", "VERBS", "Cue", "Demand", "Form", "inflections"]


class Form(StrEnum):
    """The inflection of a verb, as far as its subject depends on it."""

    BASE = "base"
    THIRD = "third"
    PAST = "past"
    ING = "ing"


class Demand(StrEnum):
    """What must stand beside a verb for it to mark speech."""

    ANY = "any"
    CLAUSE = "clause"
    """``that``, a question word, a quotation or a colon: *noted that*, not *noted music*."""
    QUOTE = "quote"
    """A quotation: *he laughed* marks speech only beside one."""
    INFINITIVE = "infinitive"
    """*refused to*."""
    EVIDENCE = "evidence"
    """A poll, a record or a paper as the subject, or ``that``: *the survey shows*, not *the actor
    shows*."""
    VERDICT = "verdict"
    """What something is called: *called the plan a mistake*, not *called the mayor*."""
    FIGURE = "figure"
    """A number: *put the loss at 40 million*, not *put the boat at anchor*."""


@dataclass(frozen=True, slots=True)
class Cue:
    """One form of a verb that marks speech or thought."""

    stance: Stance
    demand: Demand
    form: Form
    particle: str = ""
    """The word that must follow: the ``out`` of *pointed out*."""


_TABLE: dict[Stance, dict[Demand, str]] = {
    Stance.SAID: {
        Demand.ANY: """say:said tell:told report announce explain mention declare tweet email
            testify put:it stress emphasize emphasise warn caution inform remind lament decry
            recount reveal
            disclose joke quip quote point:out point:to reiterate describe retweet""",
        Demand.CLAUSE: """state add note observe remark comment write:wrote reply respond answer
            conclude repeat underscore indicate signal learn:learned convey relay hear:heard brief
            notify elaborate proclaim detail predict caution stipulate hold:held
            opine muse relate apologize specify clarify vent surmise posit hypothesize theorize
            speculate scold confide post marvel lecture
            recall cite""",
        Demand.QUOTE: """continue laugh shout cry whisper mutter tease post call label praise
            hail exclaim yell sigh snap murmur blog text sing:sang title headline retort brand
            start begin:began gush chide crow intone thunder riff deadpan conclude close
            interject interrupt counter refer:to chant express voice defend read:read""",
        Demand.EVIDENCE: "show find:found state list contain detail cite",
        Demand.VERDICT: "call label brand praise hail portray characterize characterise",
        Demand.FIGURE: "put estimate",
    },
    Stance.CLAIMED: {
        Demand.ANY: """allege assert argue insist accuse brag complain blame criticize criticise
            condemn denounce mock""",
        Demand.CLAUSE: """maintain charge counter profess object fume gripe claim contend
            boast blast slam""",
        Demand.INFINITIVE: "claim",
        Demand.VERDICT: "blast slam",
        Demand.QUOTE: "attack",
    },
    Stance.CONFIRMED: {
        Demand.ANY: "confirm acknowledge affirm reaffirm admit:to",
        Demand.CLAUSE: """agree recognize recognise verify certify grant accept admit
            concede""",
    },
    Stance.DENIED: {
        Demand.ANY: "deny dispute refute rebut reject",
        Demand.CLAUSE: "disagree dismiss",
        Demand.VERDICT: "dismiss",
        Demand.INFINITIVE: "refuse decline",
    },
    Stance.THINKS: {
        Demand.ANY: """think:thought believe expect hope fear want worry:about suspect doubt
            predict anticipate wish""",
        Demand.CLAUSE: """worry feel:felt know:knew consider assume prefer imagine reckon estimate
            forecast realize realise guess calculate determine decide""",
        Demand.INFINITIVE: "plan hope",
        Demand.VERDICT: "consider regard",
    },
    Stance.SUGGESTED: {
        Demand.ANY: "suggest propose recommend hint imply advocate call:for",
        Demand.CLAUSE: "advise",
    },
    Stance.ASKED: {
        Demand.ANY: "ask urge implore beg plead call:on",
        Demand.CLAUSE: "demand request question wonder inquire query encourage",
        Demand.INFINITIVE: "demand",
    },
    Stance.PROMISED: {
        Demand.ANY: "promise pledge vow",
        Demand.CLAUSE: "swear:swore guarantee threaten assure offer",
        Demand.INFINITIVE: "threaten offer",
    },
}
"""Verbs as ``lemma``, ``lemma:irregular past`` or ``lemma:particle``."""

_PARTICLES = frozenset("out to for on it about back off up in of".split())

PHRASES: dict[str, Stance] = {
    "according to": Stance.SAID,
    "in the words of": Stance.SAID,
    "in the view of": Stance.THINKS,
    "in the opinion of": Stance.THINKS,
    "in the eyes of": Stance.THINKS,
}
"""Phrases with the speaker after them."""


EVIDENCE = frozenset(
    """poll polls survey surveys study studies report reports data figures results records emails
    e-mails documents numbers research analysis transcript transcripts filing filings review
    statistics findings audit investigation polling census memo letter letters documents memos
    papers logs projections forecast estimates estimate page website history evidence tapes footage
    video article book bill law sign""".split()
)
"""Things that tell by being read: polls, studies, records."""

_DOUBLING = frozenset(
    """admit ban bar beg bet bid brag commit compel concur hit infer jab pan permit pin plan prefer
    put quip rebut refer regret rip slam slap tar transmit""".split()
)
"""Verbs that double their last letter before *-ed* and *-ing*."""


def _third(lemma: str) -> str:
    if lemma.endswith("y") and lemma[-2] not in "aeiou":
        return lemma[:-1] + "ies"
    return lemma + ("es" if lemma.endswith(("s", "sh", "ch", "x", "z", "o")) else "s")


def _past(lemma: str) -> str:
    if lemma == "put":
        return lemma
    if lemma.endswith("e"):
        return lemma + "d"
    if lemma.endswith("y") and lemma[-2] not in "aeiou":
        return lemma[:-1] + "ied"
    return _doubled(lemma) + "ed"


def _ing(lemma: str) -> str:
    dropped = lemma[:-1] if lemma.endswith("e") and not lemma.endswith("ee") else _doubled(lemma)
    return dropped + "ing"


def _doubled(lemma: str) -> str:
    return lemma + lemma[-1] if lemma in _DOUBLING else lemma


def inflections(entry: str) -> dict[str, tuple[Form, str]]:
    """The inflected forms of one entry of a table, each with its particle.

    Args:
        entry: ``lemma``, ``lemma:irregular past``, ``lemma:particle`` or all three.
    """
    lemma, *extras = entry.split(":")
    particle = next((extra for extra in extras if extra in _PARTICLES), "")
    past = next((extra for extra in extras if extra not in _PARTICLES), _past(lemma))
    return {
        lemma: (Form.BASE, particle),
        _third(lemma): (Form.THIRD, particle),
        _ing(lemma): (Form.ING, particle),
        past: (Form.PAST, particle),
    }


def _verbs() -> dict[str, tuple[Cue, ...]]:
    verbs: dict[str, tuple[Cue, ...]] = {}
    for stance, by_demand in _TABLE.items():
        for demand, entries in by_demand.items():
            for entry in entries.split():
                for word, (form, particle) in inflections(entry).items():
                    cue = Cue(stance, demand, form, particle)
                    verbs[word] = (*verbs.get(word, ()), cue)
    return verbs


VERBS: dict[str, tuple[Cue, ...]] = _verbs()
"""Each form of each verb with its readings; the first whose demand is met counts."""
