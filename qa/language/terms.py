"""Words as they are compared: stems of telling words, names, and numbers."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from index.words import STOP_WORDS

__all__ = ["NUMBER_WORDS", "is_past", "names_in", "stem", "telling_stems", "words_in"]

_WORD = re.compile(r"[^\W_]+(?:[.,]\d+)*(?:['’][^\W_]+)?")

NUMBER_WORDS = frozenset(
    """zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen
    fifteen sixteen seventeen eighteen nineteen twenty thirty forty fifty sixty seventy eighty
    ninety hundred hundreds thousand thousands million millions billion billions trillion dozen
    dozens half third quarter""".split()
)

# Forms that no suffix rule brings together.
_IRREGULAR = {
    form: base
    for base, forms in {
        "add": "added adding",
        "age": "aged ages aging ageing",
        "arise": "arose arisen",
        "be": "been being",
        "beat": "beaten",
        "become": "became",
        "begin": "began begun",
        "bend": "bent",
        "bleed": "bled",
        "blow": "blew blown",
        "boycott": "boycotted boycotting",
        "break": "broke broken",
        "breed": "bred",
        "bring": "brought",
        "build": "built",
        "burn": "burnt",
        "buy": "bought",
        "catch": "caught",
        "choose": "chose chosen",
        "come": "came",
        "creep": "crept",
        "deal": "dealt",
        "die": "dying died dead death deaths",
        "dig": "dug",
        "draw": "drew drawn",
        "drive": "drove driven",
        "eat": "ate eaten",
        "exceed": "exceeded exceeding",
        "fall": "fell fallen",
        "feed": "fed",
        "feel": "felt",
        "fight": "fought",
        "find": "found",
        "flee": "fled flees fleeing",
        "fly": "flew flown flight",
        "forbid": "forbade forbidden",
        "foresee": "foresaw foreseen",
        "forget": "forgot forgotten",
        "forgive": "forgave forgiven",
        "free": "freed frees freeing",
        "freeze": "froze frozen",
        "gas": "gassed gasses gassing",
        "get": "got gotten",
        "give": "gave given",
        "go": "went gone",
        "grow": "grew grown growth",
        "guarantee": "guaranteed guarantees guaranteeing",
        "hang": "hung",
        "hear": "heard",
        "hide": "hid hidden",
        "hold": "held",
        "keep": "kept",
        "know": "knew known",
        "lay": "laid",
        "lead": "led leader leaders",
        "leave": "left",
        "lend": "lent",
        "lie": "lied lies lying",
        "light": "lit",
        "lose": "lost loses losing loss losses",
        "make": "made",
        "mean": "meant",
        "meet": "met",
        "mislead": "misled",
        "mistake": "mistook mistaken",
        "overcome": "overcame",
        "overtake": "overtook overtaken",
        "overthrow": "overthrew overthrown",
        "owe": "owed owes owing",
        "panic": "panicked panicking",
        "pay": "paid",
        "proceed": "proceeded proceeding",
        "rebuild": "rebuilt",
        "repay": "repaid",
        "resell": "resold",
        "retake": "retook retaken",
        "rewrite": "rewrote rewritten",
        "ride": "rode ridden",
        "ring": "rang rung",
        "rise": "rose risen",
        "run": "ran",
        "see": "saw seen",
        "seek": "sought",
        "sell": "sold sale sales",
        "send": "sent",
        "shake": "shook shaken",
        "shine": "shone",
        "shoot": "shot",
        "shrink": "shrank shrunk",
        "sing": "sang sung",
        "sink": "sank sunk",
        "sit": "sat",
        "sleep": "slept",
        "slide": "slid",
        "speak": "spoke spoken",
        "spend": "spent",
        "spin": "spun",
        "spring": "sprang sprung",
        "stand": "stood",
        "steal": "stole stolen",
        "strike": "struck",
        "succeed": "succeeded succeeding",
        "sue": "sued sues suing",
        "swear": "swore sworn",
        "sweep": "swept",
        "swim": "swam swum",
        "swing": "swung",
        "take": "took taken",
        "teach": "taught",
        "tear": "tore torn",
        "tell": "told",
        "think": "thought",
        "throw": "threw thrown",
        "tie": "tied ties tying",
        "undergo": "underwent undergone",
        "understand": "understood",
        "undertake": "undertook undertaken",
        "uphold": "upheld",
        "use": "used uses using",
        "wake": "woke woken",
        "wear": "wore worn",
        "weave": "wove woven",
        "win": "won",
        "withdraw": "withdrew withdrawn",
        "withhold": "withheld",
        "withstand": "withstood",
        "write": "wrote written",
    }.items()
    for form in forms.split()
}

_NO_PAST = frozenset("dead death flight growth leader loss sale".split())
"""Forms of the table above that are nouns; those in "-s" and "-ing" are no past either."""

# Verbs of four letters that end in "e"; it is taken from longer words only ("car" is not "care").
_SHORT_VERBS = frozenset(
    """bake bare base bite bore care cede cite code cope cure dare date dine dive dupe ease edge
    face fade fake file fine fire fume fuse gaze glue hate hide hike hire hone hope joke lace like
    line live love lure mine move mute name note pace page pave pile poke pose race rage rape rate
    rave ride rule save side size tame tape time tire tone tube tune type urge vote wage wake wane
    wave wipe wire zone""".split()
)

# A capital letter at a sentence's start, or in a question word, makes no name.
_NOT_A_NAME = STOP_WORDS | frozenset(
    """although however meanwhile while if once since later earlier today yesterday monday tuesday
    wednesday thursday friday saturday sunday january february march april may june july august
    september october november december mr mrs ms dr list give name describe explain please
    in""".split()
)
_TOKEN = re.compile(r"[^\W\d_](?:[\w’'-])*|\S")
_LINKS = frozenset("of the de la van von der den al bin and for".split())
"""Small words inside a name: at most two between two capitalised words."""


def words_in(text: str) -> list[str]:
    """The words and numbers of a text in lower case, in order."""
    return [match.group().lower() for match in _WORD.finditer(text)]


@lru_cache(maxsize=65_536)
def stem(word: str) -> str:
    """A word without its inflection; equal for ``travelled``, ``traveled`` and ``travels``.

    A light stemmer for English: it joins what a reader would call the same word, and leaves
    derivations (``negotiator``, ``negotiation``) apart.
    """
    word = re.sub(r"['’]s?$", "", word.lower())
    word = _IRREGULAR.get(word, word)
    if len(word) < 4 or word[0].isdigit():
        return word
    if word.endswith(("ies", "ied")) and len(word) > 4:
        return word[:-3] + "y"
    if word.endswith(("ical", "sses", "axes", "ixes", "oxes", "exes")) and len(word) > 4:
        return word[:-2]
    if word.endswith("s") and not word.endswith(("ss", "us", "is", "news")):
        word = word[:-1]
    for suffix in ("ing", "ed"):
        rest = word.removesuffix(suffix)
        if rest != word and re.search("[aeiouy]", rest) and len(rest) > 2:
            if f"{rest}e" in _SHORT_VERBS:
                return f"{rest}e"
            word = rest[:-1] if re.search(r"([bdfglmnprt])\1$", rest) else rest
            break
    if word.endswith(("ff", "ll")):
        return word[:-1]  # as of "called" above, where nobody can tell whose letter it is
    return word.removesuffix("e") if len(word) > 4 else word


def is_past(word: str) -> bool:
    """Whether a word is a past form or a participle, as far as can be told: "sold", "ordered"."""
    word = word.lower()
    if word.endswith(("s", "ing")) or word in _NO_PAST:
        return False
    return word in _IRREGULAR or (word.endswith("ed") and stem(word) != word)


def telling_stems(text: str) -> frozenset[str]:
    """Stems of the words of a text that say something; numbers stay as they are written."""
    return frozenset(stem(word) for word in words_in(text) if word not in STOP_WORDS)


def names_in(text: str) -> tuple[str, ...]:
    """Capitalised phrases of a text, question words and weekdays left out, in order."""
    names = []
    for start, end in _capitalised_runs(text):
        words = text[start:end].split()
        while words and _bare(words[0]) in _NOT_A_NAME:
            words = words[1:]
        while words and words[-1].lower() in _NOT_A_NAME:
            words = words[:-1]
        if words:
            names.append(re.sub(r"['’]s?$", "", " ".join(words)))
    return tuple(dict.fromkeys(names))


def _capitalised_runs(text: str) -> Iterator[tuple[int, int]]:
    """Stretches from one capitalised word to another, over initials and small linking words."""
    run: list[int] | None = None
    links = 0
    for token in _TOKEN.finditer(text):
        word = token.group()
        if word[0].isupper():
            run = [run[0] if run else token.start(), token.end()]
            links = 0
        elif run and word == "." and token.start() == run[1] and _is_initial(text, run[1]):
            continue
        elif run and word in _LINKS and links < 2:
            links += 1
        elif run:
            yield run[0], run[1]
            run, links = None, 0
    if run:
        yield run[0], run[1]


def _is_initial(text: str, end: int) -> bool:
    """Whether the word that ends here is a single letter: *J. Holt*."""
    return end < 2 or not text[end - 2].isalnum()


def _bare(word: str) -> str:
    return re.sub(r"['’]s?$", "", word.lower())
