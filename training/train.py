"""Train the reader.

    python -m training.train DATA_DIR OUT_DIR [--epochs 3] [--peak 2e-4] [--start WEIGHTS]

A checkpoint is written every few hundred steps; the same command goes on from the last one.
"""

from __future__ import annotations

import argparse
import time
from dataclasses import dataclass, field
from pathlib import Path
from random import Random

import torch
from tokenizers import Tokenizer
from torch import Tensor

from index.embed import bundled_folder
from training.batches import Batch, batches
from training.mixture import SHARES, Data, epoch, load
from training.network import Network, loss

_WARM_UP = 0.05
_DECAY = 0.01
_AVERAGED = 0.998  # of the running mean of the weights, which is what is kept
_CHECKPOINT = 250
_REPORT = 50


@dataclass(slots=True)
class Course:
    """A network on its way: what a checkpoint holds."""

    network: Network
    learnt: list[torch.nn.Parameter] = field(init=False)
    average: list[Tensor] = field(init=False)
    """The running mean of what is learnt."""
    optimiser: torch.optim.Optimizer = field(init=False)
    done: int = 0
    """Steps."""

    def __post_init__(self) -> None:
        self.learnt = [p for p in self.network.parameters() if p.requires_grad]
        self.average = [p.detach().clone() for p in self.learnt]
        self.optimiser = torch.optim.AdamW(self.learnt, lr=0.0, weight_decay=_DECAY, fused=True)

    def step(self, batch: Batch, rate: float) -> float:
        """Learn from one batch; the loss."""
        for group in self.optimiser.param_groups:
            group["lr"] = rate
        with torch.autocast("cpu", dtype=torch.bfloat16):
            span, relevance = self.network(
                batch.input_ids, batch.attention_mask, batch.token_type_ids
            )
        value = loss(
            span,
            relevance,
            batch.allowed,
            batch.starts,
            batch.ends,
            batch.here,
            batch.question,
        )
        value.backward()
        torch.nn.utils.clip_grad_norm_(self.learnt, 1.0)
        self.optimiser.step()
        self.optimiser.zero_grad(set_to_none=True)
        self.done += 1
        with torch.no_grad():
            kept = min(_AVERAGED, self.done / (self.done + 10))
            torch._foreach_lerp_(self.average, self.learnt, 1 - kept)
        return float(value.detach())

    def save(self, path: Path) -> None:
        """Write a checkpoint, whole or not at all."""
        new = path.with_suffix(".new")
        state = {"network": self.network.state_dict(), "optimiser": self.optimiser.state_dict()}
        torch.save(state | {"average": self.average, "done": self.done}, new)
        new.replace(path)

    def resume(self, path: Path) -> None:
        """Go on from a checkpoint."""
        state = torch.load(path)
        self.network.load_state_dict(state["network"])
        self.optimiser.load_state_dict(state["optimiser"])
        self.average, self.done = state["average"], state["done"]

    def finish(self, path: Path) -> None:
        """Write the running mean of the weights."""
        with torch.no_grad():
            for parameter, mean in zip(self.learnt, self.average, strict=True):
                parameter.copy_(mean)
        torch.save(self.network.state_dict(), path)


@dataclass(frozen=True, slots=True)
class Plan:
    """How long and how fast to learn, and what from."""

    epochs: int
    """Passes over the data, each with other changes to it."""
    peak: float
    """The highest learning rate."""
    shares: tuple[float, ...]
    """Of each set in a pass."""
    others: int
    """Texts that are read for the same answer besides, at most."""
    seed: int
    """Of everything that is left to chance."""


def rate(step: int, steps: int, peak: float) -> float:
    """The learning rate: up in a line, then down in a line to nothing."""
    warm = max(int(steps * _WARM_UP), 1)
    if step < warm:
        return peak * (step + 1) / warm
    return peak * max(steps - step, 0) / (steps - warm)


def train(data_folder: Path, out: Path, plan: Plan, start: Path | None) -> None:
    """Train, or go on training.

    Args:
        data_folder: holds the data sets.
        out: where ``checkpoint.pt`` and at the end ``reader.pt`` are written.
        plan: how long and how fast.
        start: weights to begin with, other than the encoder's own.
    """
    out.mkdir(parents=True, exist_ok=True)
    encoder = bundled_folder()
    tokenizer = Tokenizer.from_file(str(encoder / "tokenizer.json"))
    data = load(data_folder, encoder, plan.seed)
    torch.manual_seed(plan.seed)
    network = Network(encoder, plan.seed)
    if start is not None:
        network.load_state_dict(torch.load(start))
    course = Course(network.train())
    if (out / "checkpoint.pt").exists():
        course.resume(out / "checkpoint.pt")
    length = len(_batches_of(data, tokenizer, plan, 0))  # of every pass, whatever its changes
    number, current = -1, []
    steps = length * plan.epochs
    began, first, total = time.monotonic(), course.done, 0.0
    while course.done < steps:
        if course.done // length != number:
            number = course.done // length
            current = _batches_of(data, tokenizer, plan, number)
        batch = current[course.done % length % len(current)]
        total += course.step(batch, rate(course.done, steps, plan.peak))
        if course.done % _REPORT == 0:
            pace = (time.monotonic() - began) / (course.done - first)
            print(
                f"step {course.done} of {steps}, loss {total / _REPORT:.3f}, "
                f"{pace:.2f} s a step, {(steps - course.done) * pace / 60:.0f} minutes "
                "left",
                flush=True,
            )
            total = 0.0
        if course.done % _CHECKPOINT == 0:
            course.save(out / "checkpoint.pt")
    course.finish(out / "reader.pt")


def _batches_of(data: Data, tokenizer: Tokenizer, plan: Plan, number: int) -> list[Batch]:
    random = Random(plan.seed * 1000 + number)
    return list(batches(tokenizer, epoch(data, random, plan.shares, plan.others), random))


def main() -> None:
    """Read the arguments and train."""
    parser = argparse.ArgumentParser(prog="python -m training.train")
    parser.add_argument("data", type=Path)
    parser.add_argument("out", type=Path)
    parser.add_argument("--epochs", type=int, default=3)
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--peak", type=float, default=2e-4, help="highest learning rate")
    parser.add_argument("--shares", type=float, nargs=len(SHARES), default=SHARES)
    parser.add_argument("--others", type=int, default=0, help="most further texts of a question")
    parser.add_argument("--start", type=Path, help="weights to begin with")
    chosen = parser.parse_args()
    plan = Plan(chosen.epochs, chosen.peak, tuple(chosen.shares), chosen.others, chosen.seed)
    train(chosen.data, chosen.out, plan, chosen.start)


if __name__ == "__main__":
    main()
