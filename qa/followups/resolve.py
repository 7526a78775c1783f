"""What a leaning word stands for, found in the questions before it and in who answered them."""

from __future__ import annotations

import re
from collections.abc import Sequence

from qa.followups.kinds import Kind
from qa.followups.leaning import Lean, Role, fits, is_of_gender, leaning_words
from qa.followups.mentions import Frame, Mention, mention_at, read_frame
from qa.followups.told_names import told_names
from qa.language.names import CAPITALISED_RUN
from qa.language.terms import NUMBER_WORDS
from qa.types import Turn

__all__ = ["resolved"]

_MOST_TURNS = 3
"""How far back a word may lean: what was asked before that is no longer in mind."""
_SOMEBODY_DOES = frozenset(
    """pay paid say said plan decide announce want deny claim promise offer hire employ earn expect
    agree refuse demand own buy sell support oppose respond answer react know believe meet ask warn
    vote think intend respond reply fear hope need make fire sign accept reject criticise criticize
    admit argue respond insist propose recommend urge work live spend study""".split()
)
_SOMETHING_DOES = frozenset(
    """cost open opened close closed begin start end last happen weigh contain melt run take look
    measure built located stand lie expire resume collapse sink sank reach include mean called stall
    continue fail succeed break""".split()
)
_WITHIN = re.compile(r"\s+(?:in|at|near|between)\s+")
_PLACED = re.compile(
    rf"\b(in|at|on|near|from|to|around)\s+((?:the\s+)?{CAPITALISED_RUN})(?=[\s?.,;]|$)"
)
_COMPANIES = frozenset(
    "company firm airline bank carmaker club team party agency university".split()
)
_THE_COMPANY = re.compile(
    rf"\bthe\s+({'|'.join(sorted(_COMPANIES))})\b(?!\s+(?:of|that|which|in)\b)"
)
_OWNER = re.compile(r"(his|her|its|their)\s+", re.IGNORECASE)
_REDUCED = re.compile(
    r"^how many (?P<noun>[\w -]+?) (?:were|was|have been|had been|are) "
    r"(?P<rest>\w+(?:ed|n|t|ld|ost)\b[^?]*)\?*$",
    re.IGNORECASE,
)


def resolved(question: str, history: Sequence[Turn]) -> str | None:
    """The question with each leaning word replaced by what it stands for.

    Args:
        question: in words.
        history: the turns before it, oldest first.

    Returns:
        The question; unchanged where nothing leans, ``None`` where a word leans on nothing that
        can be told.
    """
    replaced: list[tuple[int, int, str]] = []
    done: set[str] = set()
    for lean in leaning_words(question):
        if _person(lean.word) in done:  # "… he said he …": the first one is enough
            continue
        meant = _meant(lean, question, history)
        if meant is None:
            if lean.role is Role.NOUN and lean.word == "that":
                continue  # the conjunction
            return None
        done.add(_person(lean.word))
        replaced.append((lean.start, lean.end, meant))
    if not replaced:
        replaced = _company(question, history)
    for start, end, meant in reversed(replaced):
        question = question[:start] + meant + question[end:]
    return question


def _person(word: str) -> str:
    """One word for all cases of a pronoun."""
    cases = {"him": "he", "his": "he", "her": "she", "its": "it", "them": "they", "their": "they"}
    return cases.get(word, word)


def _meant(lean: Lean, question: str, history: Sequence[Turn]) -> str | None:
    if not history:
        return None
    if lean.role is Role.MATTER:
        return None
    if lean.role is Role.PLACE:
        return _place(lean, question, history[-1])
    if lean.role is Role.PAIR:
        return _of_two(lean.word, read_frame(history[-1].question))
    if lean.role is Role.NOUN:
        return _same_noun(question[lean.start : lean.end], history)
    for turn in reversed(history[-_MOST_TURNS:]):
        found, stop = _in_turn(lean, question, turn)
        if found is not None:
            return _owning(found) if lean.role is Role.OWNER else found
        if stop:
            return None
    return None


def _in_turn(lean: Lean, question: str, turn: Turn) -> tuple[str | None, bool]:
    """What the word stands for in one turn, and whether to look no further back."""
    frame = read_frame(turn.question)
    mentions = [m for m in frame.mentions if fits(m, lean.word) and m.text not in question]
    if not mentions:
        inner = (_after_of(mention) for mention in frame.mentions)
        mentions = [m for m in inner if m and fits(m, lean.word) and m.text not in question]
    if _person(lean.word) in ("he", "she"):
        return _somebody(lean.word, turn, frame, mentions)
    if _person(lean.word) == "they":
        return _several(lean, turn, frame, mentions)
    asked_for = [mention for mention in mentions if mention.counted and not frame.auxiliary]
    mentions = [mention for mention in mentions if not mention.counted]
    if asked_for and lean.verb not in _SOMETHING_DOES:  # "which company": the answer is meant
        named = told_names(turn.named)
        return (named[0] if len(named) == 1 else None), True
    chosen = _one_thing(lean, mentions)
    if chosen is not None:
        return _whole(chosen, frame), True
    return None, bool(mentions)


def _after_of(mention: Mention) -> Mention | None:
    """*the treaty* in "the skeptics of the treaty"."""
    return mention_at(mention.text.rpartition(" of ")[2]) if " of " in mention.text else None


def _somebody(
    word: str, turn: Turn, frame: Frame, mentions: list[Mention]
) -> tuple[str | None, bool]:
    asks_who = frame.opening.lower().startswith("who") or any(
        m.counted and m.kind is Kind.PERSON for m in frame.mentions
    )
    mentions = [mention for mention in mentions if not mention.counted]
    if asks_who:
        named = _persons(told_names(turn.named), word)
        if named:
            return (named[0], True) if len(named) == 1 else (None, True)
        if frame.subject not in mentions:
            return None, True
    sure = [mention for mention in mentions if is_of_gender(mention.text, word)]
    if mentions:
        return _whole((sure or mentions)[0], frame), True
    said = _persons(told_names(turn.speakers[-1:]), word)
    return (said[0], True) if said else (None, False)


def _persons(names: Sequence[str], word: str) -> list[str]:
    found = ((name, mention_at(name)) for name in names)
    return [name for name, m in found if m is not None and m.text == name and fits(m, word)]


def _several(
    lean: Lean, turn: Turn, frame: Frame, mentions: list[Mention]
) -> tuple[str | None, bool]:
    if any(mention.counted and mention.plural for mention in frame.mentions):
        reduced = _REDUCED.match(turn.question)
        return (f"the {reduced['noun']} {reduced['rest'].strip()}" if reduced else None), True
    many = [mention for mention in mentions if mention.plural]
    kinds = {mention.kind is Kind.THING for mention in many}
    if len(kinds) > 1:
        if lean.verb in _SOMEBODY_DOES:
            many = [mention for mention in many if mention.kind is not Kind.THING]
        elif lean.verb in _SOMETHING_DOES:
            many = [mention for mention in many if mention.kind is Kind.THING]
        else:
            return None, True
    elif kinds == {True} and lean.verb in _SOMEBODY_DOES:
        return None, True
    if many:
        return _whole(many[0], frame), True
    bodies = [mention for mention in mentions if mention.kind is Kind.BODY]
    if bodies:
        return (bodies[0].text, True) if len(bodies) == 1 else (None, True)
    groups = [m for m in map(mention_at, told_names(turn.speakers[-1:])) if m and m.plural]
    return (groups[0].text, True) if groups else (None, False)


def _one_thing(lean: Lean, mentions: list[Mention]) -> Mention | None:
    """The subject before an object; a body where only a body does so, a thing where none does."""
    near = [mention for mention in mentions if mention.kind is not Kind.PLACE] or mentions
    bodies = [mention for mention in near if mention.kind is Kind.BODY]
    things = [mention for mention in near if mention.kind is not Kind.BODY]
    if bodies and things:
        if lean.role is Role.SUBJECT and lean.verb in _SOMEBODY_DOES:
            return bodies[0] if len(bodies) == 1 else None
        if lean.role is Role.OBJECT or lean.verb in _SOMETHING_DOES:
            return things[0] if len(things) == 1 else None
        return None
    if len(bodies) > 1:
        return None
    return near[0] if near else None


def _whole(mention: Mention, frame: Frame) -> str | None:
    """A mention with the place that belongs to it, and "the" for what is known by now.

    ``None`` where it is somebody's of whom nothing is known: *his wife*.
    """
    text = mention.text
    within = _WITHIN.match(frame.text, mention.end)
    if within and not mention.acts and mention.kind is not Kind.PLACE:
        where = next((m for m in frame.mentions if m.start == within.end()), None)
        if where and where.kind is not Kind.TIME:
            text = frame.text[mention.start : where.end]
    if owner := _OWNER.match(text):
        subject = frame.subject
        if subject is None or not fits(subject, owner[1].lower(), easily=True):
            return None
        return f"{_owning(subject.text)} {text[owner.end() :]}"
    counted = text[0].isdigit() or text.split()[0].lower() in NUMBER_WORDS
    text = f"the {text}" if counted else text
    return re.sub(r"^(?:an?|some)\s", "the ", text, flags=re.IGNORECASE)


def _owning(name: str) -> str:
    noun = mention_at(name)
    plural = noun is not None and noun.plural and name.endswith("s")
    return name + ("'" if plural else "'s")


def _place(lean: Lean, question: str, turn: Turn) -> str | None:
    places = {
        (match[1].lower(), match[2])
        for match in _PLACED.finditer(turn.question)
        if (mention := mention_at(match[2])) is None or mention.kind is not Kind.TIME
    }
    if len(places) != 1:
        return None
    ((preposition, name),) = places
    if re.search(r"\b(?:from|to|near|around)\s+$", question[: lean.start]):
        return name
    return f"{preposition if preposition in ('at', 'on', 'near') else 'in'} {name}"


def _of_two(word: str, frame: Frame) -> str | None:
    """The first or the second of the only two that a question compares."""
    compared = re.search(r"\bbetween (.+?) and (.+?)\s*\??$", frame.text)
    if compared:
        return compared[1 if word == "former" else 2]
    found = [m for m in frame.mentions if m.kind is not Kind.TIME and not m.counted]
    for alike in (lambda m: (m.kind, m.noun), lambda m: m.kind):
        pairs = [[m for m in found if alike(m) == alike(first)] for first in found]
        pair = next((pair for pair in pairs if len(pair) == 2), None)
        if pair and all(len(other) != 2 or other == pair for other in pairs):
            return pair[0 if word == "former" else 1].text
    return None


def _same_noun(phrase: str, history: Sequence[Turn]) -> str | None:
    """*this ice shelf* as it was called in full: *the Greenland ice shelf*."""
    noun = " ".join(phrase.split()[1:])
    for turn in reversed(history[-_MOST_TURNS:]):
        frame = read_frame(turn.question)
        full = [
            m for m in frame.mentions
            if not m.counted and re.search(rf"(?i)\b{re.escape(noun)}(?: of\b|$)", m.text)
        ]  # fmt: skip
        if full:
            return _whole(full[0], frame) if len(full) == 1 else None
    return None


def _company(question: str, history: Sequence[Turn]) -> list[tuple[int, int, str]]:
    """*the company* as the last question named it, where it named just one."""
    found = _THE_COMPANY.search(question)
    if found is None or not history:
        return []
    mentions = read_frame(history[-1].question).mentions
    bodies = [m for m in mentions if m.kind is Kind.BODY and m.noun not in _COMPANIES]
    named = [mention for mention in bodies if mention.text[0].isupper()]
    known = any(mention.noun == found[1] for mention in mentions)
    named = [m for m in named if found[1] in ("company", "firm") or found[1] in m.text.lower()]
    if known or len(named) != 1 or named[0].text in question:
        return []
    return [(found.start(), found.end(), named[0].text)]
