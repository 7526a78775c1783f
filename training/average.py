"""The mean of the weights of several trainings, which reads better than each of them.

    python -m training.average WEIGHTS WEIGHTS … OUT

Wortsman et al., "Model soups: averaging weights of multiple fine-tuned models improves accuracy
without increasing inference time", ICML 2022. The trainings must have begun with the same weights.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path

import torch

__all__ = ["average"]


def average(paths: Sequence[Path], out: Path) -> None:
    """Write the mean.

    Args:
        paths: of what :mod:`training.train` wrote.
        out: file for the mean.
    """
    states = [torch.load(path) for path in paths]
    mean = {name: sum(state[name] for state in states) / len(states) for name in states[0]}
    torch.save(mean, out)


if __name__ == "__main__":
    *given, target = map(Path, sys.argv[1:])
    average(given, target)
