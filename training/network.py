"""The reader's network: the MiniLM encoder with two small heads.

Its dropout is cheap enough for a processor without an accelerator.
"""

from __future__ import annotations

from pathlib import Path

import torch
from torch import Tensor, nn
from transformers import BertModel

__all__ = ["Network", "loss"]

_HIDDEN = 384
_DROPOUT = 0.1
_POOL = 1 << 24


class PooledDropout(nn.Module):
    """Dropout whose masks are slices of one mask made beforehand.

    Drawing fresh random numbers takes longer than all else an encoder layer does on a processor.

    Args:
        rate: share of the values set to zero.
        generator: makes the mask and chooses the slices.
    """

    def __init__(self, rate: float, generator: torch.Generator) -> None:
        super().__init__()
        kept = torch.rand(_POOL, generator=generator) >= rate
        self._mask = kept.to(torch.bfloat16) / (1 - rate)
        self._generator = generator

    def forward(self, states: Tensor) -> Tensor:
        """The states with some of the values set to zero, the others scaled up."""
        if not self.training:
            return states
        last = _POOL - states.numel()
        start = int(torch.randint(last, (1,), generator=self._generator))
        return states * self._mask[start : start + states.numel()].view(states.shape)


class Network(nn.Module):
    """Question and passage in; where the answer begins and ends, and whether it is there, out.

    Args:
        folder: weights and configuration of the encoder.
        seed: of the dropout.
    """

    def __init__(self, folder: Path, seed: int) -> None:
        super().__init__()
        self.encoder = BertModel.from_pretrained(
            folder, add_pooling_layer=False, attn_implementation="eager"
        ).float()
        # Attention dropout costs as much as attention itself; dropout of the states is enough.
        generator = torch.Generator().manual_seed(seed)
        dropout = PooledDropout(_DROPOUT, generator)
        for module in list(self.encoder.modules()):
            for name, child in module.named_children():
                if isinstance(child, nn.Dropout):
                    attention = "Attention" in type(module).__name__
                    setattr(module, name, nn.Dropout(0.0) if attention else dropout)
        self.encoder.embeddings.word_embeddings.weight.requires_grad_(False)
        self.span = nn.Linear(_HIDDEN, 2)
        self.relevance = nn.Linear(_HIDDEN, 1)

    def forward(
        self, input_ids: Tensor, attention_mask: Tensor, token_type_ids: Tensor
    ) -> tuple[Tensor, Tensor]:
        """Logits.

        Args:
            input_ids: ``[CLS] question [SEP] passage [SEP]``, shape ``(batch, tokens)``.
            attention_mask: 1 for tokens, 0 for padding.
            token_type_ids: 1 for the passage and its ``[SEP]``.

        Returns:
            Start and end of the answer, shape ``(batch, tokens, 2)``, where the first token means
            "not here"; and relevance, shape ``(batch,)``.
        """
        states = self.encoder(
            input_ids=input_ids, attention_mask=attention_mask, token_type_ids=token_type_ids
        ).last_hidden_state
        return self.span(states), self.relevance(states[:, 0]).squeeze(-1)


def loss(
    span: Tensor,
    relevance: Tensor,
    allowed: Tensor,
    starts: Tensor,
    ends: Tensor,
    here: Tensor,
    question: Tensor,
) -> Tensor:
    """Cross entropy against where people began and ended the answer, and of relevance.

    The places of all passages of a question compete with each other and with "nowhere", so that
    scores of different passages can be compared. Clark and Gardner, "Simple and Effective
    Multi-Paragraph Reading Comprehension", ACL 2018 ("shared-normalization").

    Args:
        span: logits, shape ``(batch, tokens, 2)``.
        relevance: logits, shape ``(batch,)``.
        allowed: tokens an answer may touch, shape ``(batch, tokens)``.
        starts: share of the people who began the answer at a token, shape ``(batch, tokens)``.
        ends: the same of the ends.
        here: 1 where the passage answers, shape ``(batch,)``.
        question: the number of each passage's question, from 0, shape ``(batch,)``.
    """
    span = span.float()
    against = (span - span[:, :1]).masked_fill(~allowed.unsqueeze(-1), -1e4)
    marked = (starts * against[..., 0] + ends * against[..., 1]).sum()
    questions = nn.functional.one_hot(question).bool()
    of_passage = against.logsumexp(1).unsqueeze(1)
    of_question = of_passage.masked_fill(~questions.unsqueeze(-1), -1e4).logsumexp(0)
    # "Nowhere" has the log-odds of nothing against itself; softplus adds it to the sum.
    everywhere = nn.functional.softplus(of_question).sum()
    places = (everywhere - marked) / (2 * questions.shape[1])
    found = nn.functional.binary_cross_entropy_with_logits(relevance.float(), here)
    return places + 0.5 * found
