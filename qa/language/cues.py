"""The words by which a sentence gives somebody the word: verbs of speech, "according to"."""

from __future__ import annotations

import re

from qa.language.names import CAPITALISED_RUN

__all__ = ["DENIES", "SPOKEN"]

DENIES = r"(?:den(?:y|ies|ied)|disput(?:e|es|ed)|refut(?:es|ed)|rebut(?:s|ted)|rejected|dismissed)"
_SPEECH = (
    r"(?:said|says|say|told|tells|claim(?:s|ed)?|confirm(?:s|ed)?|think(?:s)?|thought"
    r"|believe[sd]?|report(?:s|ed)|argue[sd]?|warn(?:s|ed)?|announce[sd]|suggest(?:s|ed)|insist(?:s|ed)?"
    r"|promise[sd]?|pledge[sd]|vow(?:s|ed)|predict(?:s|ed)?|state[sd]|add(?:s|ed)|wrote|writes"
    rf"|explain(?:s|ed)?|admit(?:s|ted)|call(?:s|ed)\s+for|{DENIES}"
    r"|found(?=\s*[.;,]|$)"
    r"|call(?:s|ed)(?=\s+(?:it|this|them|him|her)\b))"
)
_NAMED_SPEECH = (
    r"(?:declared|stated|noted|asserted|alleged|contended|maintained|stressed|emphasi[sz]ed"
    r"|acknowledged|conceded|affirmed|revealed|disclosed|mentioned|estimate[sd]|tweeted|testified"
    r"|complained|accused|blamed|condemned|denounced|criticized|criticised|hope[sd]|fear(?:s|ed)|expects"
    r"|suspected|doubt(?:s|ed)|recommended|urged|remarked|observed|joked|hailed|praised|disagree[sd]"
    r"|(?:replie[sd]|answer(?:s|ed))"
    r"(?=(?:\s+(?:on|in|to|at)\s[^,.;:]{1,30})?\s*(?:\bthat\b|,?\s*[:\"“]))"
    r"|call(?:s|ed)(?=\s+(?!(?:for|off|in|at|up|on|by|back|out)\b)\S+\s+\S)"
    r"|described(?=\s[^.;]{1,80}\sas\b))"
)
"""Verbs that after a common noun may be participles: "the boats noted in May"."""
_ADVERBS = r"(?:(?:(?!family|assembly|ally\b)[a-z]+ly|also|all|both|each|has|had|have)\s+){0,3}"
_STOPS_NAME = r"(?:the|an?|that|who|which|on|at|and|but|there|it|is|was|are|were|will|may|has)\b"
_BESIDE = (
    r",\s(?P<beside>(?:the|an?|its|his|her|their|who|which|whose|led|headed|chaired|run|based"
    r"|represented|including)\b[^,.;:!?\"“”]{1,100}),"
)
"""What stands beside a noun: "the firms, led by Alta, [said]"."""
SPOKEN = re.compile(
    r"\b(?:(?P<head>[a-zß-öø-ÿ]{3,})\s+(?:of|from|in|at)\s+(?:the\s+)?)?"
    rf"(?:(?!(?:The|An?)\s+[a-z])(?P<named>{CAPITALISED_RUN})"
    r"(?:,\s(?P<aside>[^,.;:!?\"“”]{1,100}),|\s\([^()]{1,40}\))?\s+"
    rf"{_ADVERBS}(?P<does>{_NAMED_SPEECH}|{_SPEECH})"
    rf"|(?P<role>[a-zß-öø-ÿ]{{3,}}),\s(?P<apposed>{CAPITALISED_RUN}),\s+"
    rf"{_ADVERBS}(?P<done>{_NAMED_SPEECH}|{_SPEECH})"
    rf"|(?P<noun>[^\W\d_]{{2,}})(?:\s+(?:in|of)\s+\d{{4}}|{_BESIDE})?\s+{_ADVERBS}(?P<cue>{_SPEECH}|{_NAMED_SPEECH}(?=\s+that\b)))"
    r"\b(?!\s+by\b)"
    r"|\b[Aa]ccording\s+to\s+(?:(?:the|an?)\s+)?"
    rf"(?P<after>[\w.’'&-]+(?:\s+(?!{_STOPS_NAME})[\w’'&-]+){{0,6}})"
    r"|(?<=[,?!\"”’»])\s+said\s+(?:the\s+)?"
    rf"(?P<inverted>{CAPITALISED_RUN}|[^\W\d_]{{3,}})(?=[.,;:]?(?:\s|$))"
)
