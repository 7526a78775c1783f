"""From examples to batches of tokens, grouped by length."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from random import Random

import torch
from tokenizers import Encoding, Tokenizer
from torch import Tensor

from qa.reading import opening
from training.examples import Example

__all__ = ["Batch", "batches", "encode"]

_TOKENS = 5120  # of one batch, padding counted
_LONGEST = 288
_STEP = 16  # lengths are rounded up to it: every new shape costs the processor a new program
_SHUFFLED = 40  # batches whose examples are sorted by length together


Rows = list[tuple[Encoding, Example]]
"""The texts read for one question."""


@dataclass(frozen=True, slots=True)
class Batch:
    """What one step learns from; shapes as in :mod:`training.network`."""

    input_ids: Tensor
    attention_mask: Tensor
    token_type_ids: Tensor
    allowed: Tensor
    starts: Tensor
    ends: Tensor
    here: Tensor
    question: Tensor


def encode(tokenizer: Tokenizer, pairs: Sequence[tuple[str, str]]) -> list[Encoding]:
    """Question and passage as one sequence each, the passage cut at the most tokens."""
    tokenizer.enable_truncation(_LONGEST, strategy="only_second")
    tokenizer.no_padding()
    return tokenizer.encode_batch(list(pairs))


def batches(tokenizer: Tokenizer, examples: Sequence[Example], random: Random) -> Iterator[Batch]:
    """The examples in random order, those of similar length together, each with its others."""
    rows = [_rows(example) for example in examples]
    pairs = [
        (row.question, opening(row.about) + row.paragraph.text) for group in rows for row in group
    ]
    encoded = iter(encode(tokenizer, pairs))
    asked = [[(next(encoded), row) for row in group] for group in rows]
    random.shuffle(asked)
    mean = sum(map(_size, asked)) / len(asked)
    step = int(_SHUFFLED * _TOKENS / mean)
    for start in range(0, len(asked), step):
        found = list(_filled(sorted(asked[start : start + step], key=_longest)))
        random.shuffle(found)
        for group in found:
            yield _batch(group)


def _rows(example: Example) -> list[Example]:
    """The example itself, and each of its others as one that does not answer."""
    others = [replace(example, paragraph=other, answers=()) for other in example.others]
    return [example, *others]


def _filled(asked: Sequence[Rows]) -> Iterator[list[Rows]]:
    """Runs of questions whose rows fill a batch."""
    group: list[Rows] = []
    count = 0
    for rows in asked:
        if group and (count + len(rows)) * _longest(rows) > _TOKENS:
            yield group
            group, count = [], 0
        group.append(rows)
        count += len(rows)
    yield group


def _longest(rows: Rows) -> int:
    return max(_padded(encoding) for encoding, _ in rows)


def _size(rows: Rows) -> int:
    return len(rows) * _longest(rows)


def _padded(encoding: Encoding) -> int:
    return -(-len(encoding.ids) // _STEP) * _STEP


def _batch(asked: Sequence[Rows]) -> Batch:
    rows = [(number, *row) for number, group in enumerate(asked) for row in group]
    shape = len(rows), max(map(_longest, asked))
    ids, mask, types = (torch.zeros(shape, dtype=torch.long) for _ in range(3))
    allowed = torch.zeros(shape, dtype=torch.bool)
    starts, ends, here = torch.zeros(shape), torch.zeros(shape), torch.zeros(shape[0])
    for row, (_, encoding, example) in enumerate(rows):
        count = len(encoding.ids)
        ids[row, :count] = torch.tensor(encoding.ids)
        mask[row, :count] = 1
        types[row, :count] = torch.tensor(encoding.type_ids)
        told = len(opening(example.about))
        allowed[row, :count] = torch.tensor(
            [
                sequence == 1 and end > start >= told
                for sequence, (start, end) in zip(
                    encoding.sequence_ids, encoding.offsets, strict=True
                )
            ]
        )
        places = _places(encoding, example)
        here[row] = float(bool(places))
        for first, last in places:
            starts[row, first] += 1 / len(places)
            ends[row, last] += 1 / len(places)
    question = torch.tensor([number for number, _, _ in rows])
    return Batch(ids, mask, types, allowed, starts, ends, here, question)


def _places(encoding: Encoding, example: Example) -> list[tuple[int, int]]:
    """First and last token of every answer that was not cut off."""
    told = len(opening(example.about))
    found = []
    for answer in example.answers:
        first = encoding.char_to_token(told + answer.start, 1)
        last = encoding.char_to_token(told + answer.end - 1, 1)
        if first is not None and last is not None:
            found.append((first, last))
    return found
