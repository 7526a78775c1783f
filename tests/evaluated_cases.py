"""Cases as tests compare them, and the texts that they may hold."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import strategies as st

from qa.evaluation.types import Case

__all__ = ["texts", "without_lines"]

_AWKWARD = (
    "a b\n\t\r\x0b\x0c\x1c\x85\u2028\u2029\x00\x7f\ufeff\u200b:#-'\"…%@&*!|>{}[],?`~\U0001f600"
)

texts = (
    st.one_of(
        st.text(st.characters(exclude_categories=("Cs",)), max_size=40),
        st.text(_AWKWARD, max_size=40),
        st.text("ab \n'", max_size=400),
        st.sampled_from(["no", "12:30", "- a", "# b", "null", "0x1f", "'", '"', "~", "1e3"]),
    )
    .map(str.strip)
    .filter(bool)
)
"""Texts without white space around them, such as YAML and people find hard."""


def without_lines(case: Case) -> Case:
    """A case as it was before it knew its line in a file."""
    turns = tuple(
        replace(turn, assertions=tuple(replace(made, line=0) for made in turn.assertions))
        for turn in case.turns
    )
    return replace(case, turns=turns, line=0)
