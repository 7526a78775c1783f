"""The reader's weights at work: the only module of ours that knows onnxruntime.

The weights ship with the product; ``training/README.md`` says how they were made.
"""

from __future__ import annotations

import hashlib
import json
import os
import threading
import time
from collections.abc import Sequence
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from index.embed import bundled_folder
from qa.errors import ReaderUnavailable
from qa.reading import Marks

if TYPE_CHECKING:
    from onnxruntime import InferenceSession
    from tokenizers import Encoding, Tokenizer

__all__ = ["BUNDLED_READER", "OnnxReader"]

_LONGEST = 288  # tokens of question and text together, as in training
_INPUTS = {"input_ids", "attention_mask", "token_type_ids"}
_OUTPUTS = {"span", "relevance"}
_BATCH = 4  # texts read at once: small enough to stop in time, large enough for two cores


class OnnxReader:
    """A reader whose weights are a folder's ``reader.onnx``, with their hash in ``reader.json``.

    Args:
        folder: the weights; ``tokenizer.json`` in it where the words are cut otherwise than by the
            bundled embedding model.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._lock = threading.Lock()

    @property
    def name(self) -> str:
        """The folder's name with the beginning of the weights' hash."""
        return f"{self.folder.name} {self._digest[:8]}"

    def read(self, question: str, texts: Sequence[str], seconds: float) -> list[Marks | None]:
        """Read texts in the order given, until the time is up; see :class:`qa.reading.Reader`.

        The first few are read however long it takes.

        Batches are made of neighbours in the order given, so what is read first matters most.

        Raises:
            ReaderUnavailable: the weights are missing, damaged or of another kind.
        """
        with self._lock:  # the first question loads the weights, once
            session, tokenizer = self._session, self._tokenizer
        deadline = time.perf_counter() + seconds
        encodings = tokenizer.encode_batch([(question, text) for text in texts])
        marks: list[Marks | None] = [None] * len(texts)
        taken = 0.0
        for start in range(0, len(texts), _BATCH):
            began = time.perf_counter()
            if start and began + taken > deadline:
                break
            batch = encodings[start : start + _BATCH]
            marks[start : start + _BATCH] = self._marks(session, batch)
            taken = time.perf_counter() - began
        return marks

    def _marks(
        self, session: InferenceSession, encodings: Sequence[Encoding]
    ) -> list[Marks | None]:
        shape = len(encodings), max(len(encoding.ids) for encoding in encodings)
        ids, mask, types = (np.zeros(shape, dtype=np.int64) for _ in range(3))
        for row, encoding in enumerate(encodings):
            count = len(encoding.ids)
            ids[row, :count], mask[row, :count] = encoding.ids, 1
            types[row, :count] = encoding.type_ids
        feed = {"input_ids": ids, "attention_mask": mask, "token_type_ids": types}
        span, relevance = session.run(["span", "relevance"], feed)
        found: list[Marks | None] = []
        for row, encoding in enumerate(encodings):
            own = np.array([sequence == 1 for sequence in encoding.sequence_ids])
            against = span[row, : len(own)] - span[row, 0]
            found.append(
                Marks(
                    relevance=float(relevance[row]),
                    tokens=np.array(encoding.offsets, dtype=np.int64)[own],
                    starts=against[own, 0],
                    ends=against[own, 1],
                )
            )
        return found

    @cached_property
    def _digest(self) -> str:
        try:
            return str(json.loads((self.folder / "reader.json").read_text("utf-8"))["sha256"])
        except (OSError, ValueError, KeyError, TypeError) as error:
            raise self._unavailable("has no reader.json with the hash of its weights") from error

    @cached_property
    def _tokenizer(self) -> Tokenizer:
        from tokenizers import Tokenizer

        own = self.folder / "tokenizer.json"
        path = own if own.is_file() else bundled_folder() / "tokenizer.json"
        try:
            tokenizer = Tokenizer.from_str(path.read_text("utf-8"))
        except Exception as error:
            raise self._unavailable("has a tokenizer.json that cannot be loaded") from error
        # In training only the text was cut; a question longer than any there was must be, too.
        tokenizer.enable_truncation(_LONGEST, strategy="longest_first")
        tokenizer.no_padding()
        return tokenizer

    @cached_property
    def _session(self) -> InferenceSession:
        import onnxruntime
        from onnxruntime.capi import onnxruntime_pybind11_state as errors

        onnxruntime.disable_telemetry_events()  # where it was imported before us
        unfit = (errors.Fail, errors.InvalidArgument, errors.InvalidGraph, errors.InvalidProtobuf)
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = os.cpu_count() or 1
        options.log_severity_level = 3
        try:
            session = onnxruntime.InferenceSession(
                self._weights(), options, providers=["CPUExecutionProvider"]
            )
        except unfit as error:
            raise self._unavailable("has a reader.onnx that cannot be loaded") from error
        inputs = {one.name for one in session.get_inputs()}
        outputs = {one.name for one in session.get_outputs()}
        if inputs != _INPUTS or not outputs >= _OUTPUTS:
            raise self._unavailable("has a reader.onnx with other inputs or outputs")
        return session

    def _weights(self) -> bytes:
        try:
            weights = (self.folder / "reader.onnx").read_bytes()
        except OSError as error:
            raise self._unavailable(f"has no readable reader.onnx: {error.strerror}") from error
        if hashlib.sha256(weights).hexdigest() != self._digest:
            raise self._unavailable("has a reader.onnx that is not the one its reader.json names")
        return weights

    def _unavailable(self, problem: str) -> ReaderUnavailable:
        return ReaderUnavailable(
            f"The reader in {str(self.folder)!r} {problem}. Answers are found without it, and "
            "less well. Install the product again, or name another folder in QA_READER."
        )


BUNDLED_READER = OnnxReader(Path(__file__).parent / "reader")
"""The reader that ships with the product; its weights are loaded when it first reads."""
