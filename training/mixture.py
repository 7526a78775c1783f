"""What one pass over the data consists of: plain, still answered, and unanswerable examples."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from random import Random

import torch
from safetensors.torch import load_file
from tokenizers import Tokenizer

from training.attributed import attributed
from training.examples import Example
from training.nearest import with_others
from training.negatives import Changes, names_of, words_of
from training.said import said
from training.sources import qamr, squadshifts

__all__ = ["SHARES", "Data", "epoch", "load"]

SHARES = (2.0, 0.8, 0.6, 0.3)
"""Of each set in a pass: reports are most like Wikipedia."""

_UNANSWERED = 0.33
_CHANGED = 0.12
_UNTOLD = 0.25  # of the examples whose reader is not told what the text is about
_KEYWORDS = 0.15  # questions typed without capitals and question mark
_SPEECH = 4  # wordings of every question about speech that people annotated
_BY_RULE = 2  # the same of those whose speaker our own rules named
_RANKS = range(6, 40)  # nearer neighbours of a word often mean the same


@dataclass(frozen=True, slots=True)
class Data:
    """All examples, and how they may be changed."""

    sets: tuple[tuple[Example, ...], ...]
    """Of Wikipedia, Reddit and Amazon paragraphs, and of single sentences."""
    speech: tuple[Example, ...]
    changes: Changes


def load(folder: Path, encoder: Path, seed: int) -> Data:
    """Everything that is learnt from.

    Args:
        folder: holds the three data sets.
        encoder: whose word embeddings say which words are of one kind.
        seed: of the questions about speech.
    """
    sets = (
        *(
            with_others(squadshifts(folder / "squadshifts" / f"{name}.json"))
            for name in ("new_wiki", "reddit", "amazon_reviews")
        ),
        with_others(qamr(folder / "qamr")),
    )
    everything = [example for examples in sets for example in examples]
    random = Random(seed)
    annotated = (e for _ in range(_SPEECH) for e in said(folder / "qasrl_gs", random))
    edited = (*sets[0], *sets[-1])  # the rules of attribution need texts that an editor has seen
    by_rule = (e for _ in range(_BY_RULE) for e in attributed(edited, random))
    speech = with_others((*annotated, *by_rule))
    names = names_of(everything)
    related = _related(encoder, words_of(everything))
    return Data(sets, speech, Changes(names, related))


def epoch(
    data: Data, random: Random, shares: Sequence[float] = SHARES, most_others: int = 0
) -> list[Example]:
    """The examples of one pass, each changed or not by chance.

    Args:
        data: whence they are drawn.
        random: draws and changes them.
        shares: how much of each set, those of speech apart; 2 is each of its examples twice.
        most_others: texts that are read for the same answer besides, at most.
    """
    chosen = [*data.speech]
    for examples, share in zip(data.sets, shares, strict=True):
        whole, rest = divmod(round(share * len(examples)), len(examples))
        chosen += [*examples * whole, *random.sample(examples, rest)]
    return [
        _typed(_changed(_among(example, most_others, random), data.changes, random), random)
        for example in chosen
    ]


def _among(example: Example, most: int, random: Random) -> Example:
    """The example with a few of the other texts, or none, and a few of its topics, or none."""
    count = min(random.randint(0, most), len(example.others))
    known = example.article.about
    told = 0 if random.random() < _UNTOLD else random.randint(1, max(len(known), 1))
    chosen = sorted(random.sample(range(len(known)), min(told, len(known))))
    return replace(
        example,
        others=tuple(random.sample(example.others, count)),
        about=tuple(known[place] for place in chosen),
    )


def _changed(example: Example, changes: Changes, random: Random) -> Example:
    chance = random.random()
    if chance < _UNANSWERED:
        return changes.unanswered(example, random) or example
    if chance < _UNANSWERED + _CHANGED:
        return changes.still_answered(example, random) or example
    return example


def _typed(example: Example, random: Random) -> Example:
    if random.random() < _KEYWORDS:
        return replace(example, question=example.question.lower().rstrip("? "))
    return example


def _related(encoder: Path, words: Sequence[str]) -> dict[str, tuple[str, ...]]:
    """For every word the model knows whole: words of the same kind, by their embeddings."""
    tokenizer = Tokenizer.from_file(str(encoder / "tokenizer.json"))
    known = [(w, i) for w in words if (i := tokenizer.token_to_id(w)) is not None]
    weights = load_file(encoder / "model.safetensors")["embeddings.word_embeddings.weight"]
    vectors = torch.nn.functional.normalize(weights[[i for _, i in known]].float(), dim=1)
    nearest = (vectors @ vectors.T).topk(_RANKS.stop, dim=1).indices.tolist()
    related = {
        word: tuple(known[i][0] for i in row[_RANKS.start :] if _one_kind(word, known[i][0]))
        for (word, _), row in zip(known, nearest, strict=True)
    }
    return {word: others for word, others in related.items() if others}


def _one_kind(word: str, other: str) -> bool:
    """Whether the words end alike, where the ending tells the kind of word."""
    endings = ("ing", "ed", "ly", "s")
    return [word.endswith(e) for e in endings] == [other.endswith(e) for e in endings]
