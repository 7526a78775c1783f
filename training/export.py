"""Turn trained weights into the file that ships: ONNX, eight-bit weights, with its hash.

python -m training.export WEIGHTS OUT_DIR
"""

from __future__ import annotations

import hashlib
import json
import sys
import tempfile
from pathlib import Path

import torch
from onnxruntime.quantization import QuantType, quantize_dynamic

from index.embed import bundled_folder
from training.network import Network

__all__ = ["export"]


def export(weights: Path, out: Path) -> None:
    """Write ``reader.onnx`` and ``reader.json``.

    Args:
        weights: what :mod:`training.train` wrote.
        out: folder for the two files.
    """
    network = Network(bundled_folder(), seed=0)
    network.load_state_dict(torch.load(weights))
    network.eval()
    example = tuple(torch.ones((2, 16), dtype=torch.long) for _ in range(3))
    axes = {0: "batch", 1: "tokens"}
    out.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        whole = Path(folder) / "whole.onnx"
        torch.onnx.export(
            network,
            example,
            whole,
            input_names=["input_ids", "attention_mask", "token_type_ids"],
            output_names=["span", "relevance"],
            dynamic_axes={
                "input_ids": axes,
                "attention_mask": axes,
                "token_type_ids": axes,
                "span": axes,
                "relevance": {0: "batch"},
            },
            opset_version=17,
            dynamo=False,
        )
        quantize_dynamic(whole, out / "reader.onnx", weight_type=QuantType.QInt8, per_channel=True)
    digest = hashlib.sha256((out / "reader.onnx").read_bytes()).hexdigest()
    (out / "reader.json").write_text(json.dumps({"sha256": digest}, indent=1) + "\n", "utf-8")


if __name__ == "__main__":
    export(Path(sys.argv[1]), Path(sys.argv[2]))
