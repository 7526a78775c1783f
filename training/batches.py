"""From examples to batches of tokens, grouped by length."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from random import Random

import torch
from tokenizers import Encoding, Tokenizer
from torch import Tensor

from training.examples import Example

__all__ = ["Batch", "batches", "encode"]

_TOKENS = 5120  # of one batch, padding counted
_LONGEST = 288
_STEP = 16  # lengths are rounded up to it: every new shape costs the processor a new program
_SHUFFLED = 40  # batches whose examples are sorted by length together


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


def encode(tokenizer: Tokenizer, pairs: Sequence[tuple[str, str]]) -> list[Encoding]:
    """Question and passage as one sequence each, the passage cut at the most tokens."""
    tokenizer.enable_truncation(_LONGEST, strategy="only_second")
    tokenizer.no_padding()
    return tokenizer.encode_batch(list(pairs))


def batches(tokenizer: Tokenizer, examples: Sequence[Example], random: Random) -> Iterator[Batch]:
    """The examples in random order, those of similar length together."""
    encodings = encode(tokenizer, [(one.question, one.paragraph.text) for one in examples])
    order = list(range(len(examples)))
    random.shuffle(order)
    mean = sum(len(e.ids) for e in encodings) / len(encodings)
    step = int(_SHUFFLED * _TOKENS / mean)
    groups: list[list[int]] = []
    for start in range(0, len(order), step):
        near = sorted(order[start : start + step], key=lambda i: len(encodings[i].ids))
        group: list[int] = []
        found = []
        for i in near:
            if group and (len(group) + 1) * _padded(encodings[i]) > _TOKENS:
                found.append(group)
                group = []
            group.append(i)
        found.append(group)
        random.shuffle(found)
        groups += found
    for group in groups:
        yield _batch([encodings[i] for i in group], [examples[i] for i in group])


def _padded(encoding: Encoding) -> int:
    return -(-len(encoding.ids) // _STEP) * _STEP


def _batch(encodings: Sequence[Encoding], examples: Sequence[Example]) -> Batch:
    shape = len(encodings), max(map(_padded, encodings))
    ids, mask, types = (torch.zeros(shape, dtype=torch.long) for _ in range(3))
    allowed = torch.zeros(shape, dtype=torch.bool)
    starts, ends, here = torch.zeros(shape), torch.zeros(shape), torch.zeros(shape[0])
    for row, (encoding, example) in enumerate(zip(encodings, examples, strict=True)):
        count = len(encoding.ids)
        ids[row, :count] = torch.tensor(encoding.ids)
        mask[row, :count] = 1
        types[row, :count] = torch.tensor(encoding.type_ids)
        allowed[row, :count] = torch.tensor([sequence == 1 for sequence in encoding.sequence_ids])
        allowed[row, 0] = True
        places = _places(encoding, example)
        here[row] = float(bool(places))
        for first, last in places or [(0, 0)]:
            starts[row, first] += 1 / max(len(places), 1)
            ends[row, last] += 1 / max(len(places), 1)
    return Batch(ids, mask, types, allowed, starts, ends, here)


def _places(encoding: Encoding, example: Example) -> list[tuple[int, int]]:
    """First and last token of every answer that was not cut off."""
    found = []
    for answer in example.answers:
        first = encoding.char_to_token(answer.start, 1)
        last = encoding.char_to_token(answer.end - 1, 1)
        if first is not None and last is not None:
            found.append((first, last))
    return found
