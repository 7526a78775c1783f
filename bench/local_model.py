"""How fast a model inside the process reads and writes here, and what memory it takes.

    python -m bench.local_model                          the models that docs/using.md names
    python -m bench.local_model qwen3-0.6b FOLDER|NAME   some of them, or weights of your own

Models that are named in small letters are built here in their true shape with random weights:
speed and memory are those of the real ones, what they write is noise. A folder, a ``.gguf`` file or
a hub name is loaded as the assistant loads it. Each measurement runs in a process of its own.
"""

from __future__ import annotations

import json
import os
import statistics
import subprocess
import sys
import time
from typing import Any

PROMPT, REPLY = 1024, 32
REPEATS = 3
TYPES = ("bfloat16", "float32")

# The published config.json of each, as far as speed and memory depend on it.
SHAPES: dict[str, dict[str, Any]] = {
    "smollm2-135m-instruct": {
        "kind": "Llama", "vocab_size": 49152, "hidden_size": 576, "intermediate_size": 1536,
        "num_hidden_layers": 30, "num_attention_heads": 9, "num_key_value_heads": 3,
        "tie_word_embeddings": True,
    },
    "qwen3-0.6b": {
        "kind": "Qwen3", "vocab_size": 151936, "hidden_size": 1024, "intermediate_size": 3072,
        "num_hidden_layers": 28, "num_attention_heads": 16, "num_key_value_heads": 8,
        "head_dim": 128, "tie_word_embeddings": True,
    },
    "smollm2-1.7b-instruct": {
        "kind": "Llama", "vocab_size": 49152, "hidden_size": 2048, "intermediate_size": 8192,
        "num_hidden_layers": 24, "num_attention_heads": 32, "num_key_value_heads": 32,
        "tie_word_embeddings": True,
    },
    "qwen3-1.7b": {
        "kind": "Qwen3", "vocab_size": 151936, "hidden_size": 2048, "intermediate_size": 6144,
        "num_hidden_layers": 28, "num_attention_heads": 16, "num_key_value_heads": 8,
        "head_dim": 128, "tie_word_embeddings": True,
    },
    "qwen3-4b-instruct-2507": {
        "kind": "Qwen3", "vocab_size": 151936, "hidden_size": 2560, "intermediate_size": 9728,
        "num_hidden_layers": 36, "num_attention_heads": 32, "num_key_value_heads": 8,
        "head_dim": 128, "tie_word_embeddings": True,
    },
}  # fmt: skip


def main() -> None:
    """Measure every named model in both number formats; one line of Markdown each."""
    names = sys.argv[1:] or [*SHAPES]
    print("| Model | Numbers | Parameters | Peak memory | Reads | Writes | Load |")
    print("| --- | --- | --- | --- | --- | --- | --- |")
    for name in names:
        for dtype in TYPES if name in SHAPES else ("as loaded",):
            print(_line(name, dtype), flush=True)


def _line(name: str, dtype: str) -> str:
    command = [sys.executable, "-m", "bench.local_model", "--one", name, dtype]
    done = subprocess.run(command, capture_output=True, text=True)
    if done.returncode:
        last = (done.stderr.strip().splitlines() or ["killed"])[-1]
        return f"| {name} | {dtype} | failed: {last} | | | | |"
    told = json.loads(done.stdout.splitlines()[-1])
    return (
        f"| {name} | {dtype} | {told['parameters'] / 1e6:,.0f} M | {told['peak'] / 1e9:.1f} GB "
        f"| {told['reads']:,.0f} tokens/s | {told['writes']:.1f} tokens/s | {told['load']:.1f} |"
    )


def measure(name: str, dtype: str) -> dict[str, float]:
    """Load or build one model, and take the medians of reading and writing.

    Returns:
        ``parameters``; ``peak`` memory in bytes; ``reads`` and ``writes`` in tokens a second;
        ``load``, the machine's load average while it was measured.
    """
    import torch

    from qa.model.local_files import find_local_model
    from qa.model.local_weights import Writer, load_model

    if name in SHAPES:
        model = _built(SHAPES[name], getattr(torch, dtype))
    else:
        files = find_local_model(name)
        assert files is not None
        model = load_model(files)
    reads, writes = [], []
    for _ in range(REPEATS):
        prompt = torch.randint(0, model.config.vocab_size, (PROMPT,)).tolist()
        tokens = Writer(model, frozenset()).write(prompt, REPLY + 1)
        start = time.perf_counter()
        while next(tokens) is None:
            pass
        middle = time.perf_counter()
        written = sum(1 for _ in tokens)
        reads.append(PROMPT / (middle - start))
        writes.append(written / (time.perf_counter() - middle))
    return {
        "parameters": sum(each.numel() for each in model.parameters()),
        "peak": _peak_memory(),
        "reads": statistics.median(reads),
        "writes": statistics.median(writes),
        "load": os.getloadavg()[0],
    }


def _built(shape: dict[str, Any], dtype: Any) -> Any:  # noqa: ANN401 - transformers' own classes
    import torch
    import transformers

    values = {key: value for key, value in shape.items() if key != "kind"}
    config = getattr(transformers, f"{shape['kind']}Config")(**values)
    with torch.device("meta"):
        model = getattr(transformers, f"{shape['kind']}ForCausalLM")(config)
    model = model.to(dtype).to_empty(device="cpu")
    with torch.no_grad():
        for parameter in model.parameters():
            parameter.normal_(0, 0.02)
        for buffer in model.buffers():  # the angles of the positions, which no weights hold
            buffer.fill_(0.5)
    model.tie_weights()
    return model.eval()


def _peak_memory() -> int:
    import resource

    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak if sys.platform == "darwin" else peak * 1024


if __name__ == "__main__":
    if sys.argv[1:2] == ["--one"]:
        print(json.dumps(measure(*sys.argv[2:4])))
    else:
        main()
