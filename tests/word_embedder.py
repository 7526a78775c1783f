"""An embedding model that needs no weights: texts are near when they share words."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Sequence

import numpy as np

from index.embed import Vectors

DIMENSION = 256


class WordEmbedder:
    """A hashed bag of words, each text a unit vector; counts what it is asked to embed."""

    def __init__(self, name: str = "words-256") -> None:
        self.name = name
        self.fingerprint = hashlib.sha256(name.encode()).hexdigest()[:16]
        self.embedded: list[str] = []

    def embed_passages(self, texts: Sequence[str]) -> Vectors:
        self.embedded += texts
        return np.array([self._vector(text) for text in texts], dtype=np.float32)

    def embed_query(self, text: str) -> Vectors:
        return self._vector(text)

    def count_tokens(self, texts: Sequence[str]) -> list[int]:
        return [len(re.findall(r"\w+|[^\w\s]", text)) for text in texts]

    def _vector(self, text: str) -> Vectors:
        vector = np.full(DIMENSION, 1e-3, dtype=np.float32)  # never the zero vector
        for word in re.findall(r"\w+", text.lower()):
            digest = hashlib.blake2b(word.encode(), digest_size=8).digest()
            vector[int.from_bytes(digest) % DIMENSION] += 1.0
        return vector / np.linalg.norm(vector)
