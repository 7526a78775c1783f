"""Tokens in, tokens out: where question answering meets transformers and torch."""

from __future__ import annotations

import logging
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any, cast

from qa.errors import ModelUnavailable
from qa.model.local_files import LocalFiles

if TYPE_CHECKING:
    import torch
    from transformers import PreTrainedModel, PreTrainedTokenizerBase

__all__ = ["Writer", "load_model", "load_tokenizer", "load_writer"]

_LOG = logging.getLogger(__name__)

_CHUNK = 128  # tokens read in one go: larger ones are no faster, and Stop would wait for them
_SPARE_MEMORY = 1.25  # of the weights' size: for the prompt's keys and values, and what is at work


class Writer:
    """Greedy decoding with one loaded model.

    Keys and values of the last prompt are kept: prompts that begin alike are read once. They are
    reused in whole chunks, so that a reply never depends on what was asked before.

    Args:
        model: loaded, in evaluation mode.
        ends: the tokens that end a reply.
    """

    def __init__(self, model: PreTrainedModel, ends: frozenset[int]) -> None:
        self._model = model
        self._ends = ends
        self._read: list[int] = []
        self._cache: Any = None

    def write(self, prompt: Sequence[int], most: int) -> Iterator[int | None]:
        """The reply's tokens as they are found, at most ``most``; ``None`` while still reading."""
        logits = None
        for start in range(self._reuse(prompt), len(prompt), _CHUNK):
            logits = self._step(prompt[start : start + _CHUNK])
            yield None
        for _ in range(most):
            token = int(logits.argmax(-1)) if logits is not None else -1
            if token in self._ends:
                return
            yield token
            logits = self._step([token])

    def _reuse(self, prompt: Sequence[int]) -> int:
        """Keep what was read of the same beginning; how many tokens need not be read again."""
        common = 0
        for known, wanted in zip(self._read, prompt[:-1], strict=False):
            if known != wanted:
                break
            common += 1
        common -= common % _CHUNK
        if self._cache is None or not common or not _can_be_cut(self._cache):
            self._cache, self._read = None, []
            return 0
        self._cache.crop(common - len(self._read))
        del self._read[common:]
        return common

    def _step(self, tokens: Sequence[int]) -> torch.Tensor:
        """Read further tokens; what may follow the last of them, shape ``(vocabulary,)``."""
        import torch

        cache, self._cache = self._cache, None  # what fails half-way leaves it of no use
        with torch.inference_mode():
            out = self._model(
                input_ids=torch.tensor([list(tokens)]),
                past_key_values=cache,
                use_cache=True,
                logits_to_keep=1,
            )
        self._cache = out.past_key_values
        self._read += tokens
        return out.logits[0, -1]  # type: ignore[no-any-return]


def _can_be_cut(cache: Any) -> bool:  # noqa: ANN401 - a class for each kind of model
    """Whether the end of what was read can be forgotten: sliding windows have lost the rest."""
    from transformers.cache_utils import DynamicLayer

    return all(type(layer) is DynamicLayer for layer in getattr(cache, "layers", [None]))


def load_tokenizer(files: LocalFiles) -> PreTrainedTokenizerBase:
    """The tokenizer with its chat template.

    Raises:
        ModelUnavailable: its files cannot be loaded, or it has no chat template.
    """
    from transformers import AutoTokenizer

    try:  # each of a model's files fails in its own way
        tokenizer = AutoTokenizer.from_pretrained(**_where(files))
    except Exception as error:
        raise _damaged(files, error) from error
    if not tokenizer.chat_template:
        raise ModelUnavailable(
            f"The model {files.name!r} has no chat template: it was not trained to follow "
            "instructions. Take the variant of it that is called Instruct or Chat."
        )
    return tokenizer


def load_writer(files: LocalFiles, tokenizer: PreTrainedTokenizerBase) -> Writer:
    """The model, loaded.

    Raises:
        ModelUnavailable: its files cannot be loaded, or the memory does not hold them.
    """
    model = load_model(files)
    named = getattr(model.generation_config, "eos_token_id", None)
    ends = {named} if isinstance(named, int) else {*(named or ())}
    if isinstance(tokenizer.eos_token_id, int):
        ends.add(tokenizer.eos_token_id)
    return Writer(model, frozenset(ends))


def load_model(files: LocalFiles) -> PreTrainedModel:
    """The weights alone, in evaluation mode.

    Raises:
        ModelUnavailable: as ``load_writer``.
    """
    import torch
    from transformers import AutoModelForCausalLM, GgufConfig
    from transformers.utils.logging import disable_progress_bar

    disable_progress_bar()  # type: ignore[no-untyped-call]
    # Where the CPU has no instructions for it, bfloat16 is many times slower than float32.
    dtype = torch.bfloat16 if torch.cpu._is_avx512_bf16_supported() else torch.float32
    _refuse_too_large(files, dtype.itemsize)
    # GGUF weights are unpacked: what computes with packed ones is native code from a hub.
    kind = (
        {"quantization_config": GgufConfig(dequantize=True)}
        if files.gguf
        else {"use_safetensors": True}
    )
    try:
        model = AutoModelForCausalLM.from_pretrained(**_where(files), **kind, dtype=dtype)
    except Exception as error:
        raise _damaged(files, error) from error
    return cast("PreTrainedModel", model.eval())  # type: ignore[no-untyped-call]


def _where(files: LocalFiles) -> dict[str, Any]:
    """What both loaders are told: only these files, and none of their code."""
    told = {
        "pretrained_model_name_or_path": str(files.folder),
        "local_files_only": True,
        "trust_remote_code": False,
    }
    return told | {"gguf_file": files.gguf} if files.gguf else told


def _refuse_too_large(files: LocalFiles, bytes_each: int) -> None:
    """Say so before the machine starts to swap.

    Raises:
        ModelUnavailable: the memory that is free does not hold the weights.
    """
    free = _free_memory()
    wanted = int(_parameters(files) * bytes_each * _SPARE_MEMORY)
    if free is not None and wanted > free:
        raise ModelUnavailable(
            f"The model {files.name!r} needs about {wanted / 1e9:.1f} GB of memory, and "
            f"{free / 1e9:.1f} GB are free. Close other programs, or take a smaller model."
        )


def _parameters(files: LocalFiles) -> int:
    if files.gguf is None:
        return files.weight_bytes // 2  # published in 16 bits, with hardly an exception
    from gguf import GGUFReader

    return sum(int(tensor.n_elements) for tensor in GGUFReader(files.folder / files.gguf).tensors)


def _free_memory() -> int | None:
    """Bytes that can be had without swapping; ``None`` where nothing tells."""
    try:
        import psutil
    except ImportError:
        return None
    return int(psutil.virtual_memory().available)


def _damaged(files: LocalFiles, error: Exception) -> ModelUnavailable:
    _LOG.warning("the local model cannot be loaded", exc_info=error)
    if isinstance(error, MemoryError) or "allocate memory" in str(error):
        return ModelUnavailable(
            f"The memory does not hold the model {files.name!r}. Take a smaller one."
        )
    if "trust_remote_code" in str(error):
        return ModelUnavailable(
            f"The model {files.name!r} needs code of its own, which is never run here. "
            "Take another one."
        )
    return ModelUnavailable(
        f"The model {files.name!r} cannot be loaded; its files are damaged, or of a kind that the "
        f"installed transformers does not know ({type(error).__name__}). Download it again, or "
        "name another one in QA_MODEL."
    )
