"""What Chroma's files are configured to do is looked at before Chroma is."""

from __future__ import annotations

import json
import os
import shutil
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from stored_vectors import numbers, whole_index

from index import chroma_files, seal
from index.chroma import Store, maker
from index.chroma_files import NotOurs, demand_ours

ROOT = Path(__file__).parents[2]
EVIL = {
    "type": "known",
    "name": "sentence_transformer",
    "config": {
        "model_name": "evil/model",
        "device": "cpu",
        "normalize_embeddings": False,
        "kwargs": {"trust_remote_code": True},
    },
}
PLANTED = """
import os
class SentenceTransformer:
    def __init__(self, *given, **named):
        with open(os.environ["CALLS"], "a") as file:
            file.write(f"{given} {named}\\n")
"""
WRITES = """
import sys
from pathlib import Path
from stored_vectors import QUERIES
from index.chroma import Store
import index.chroma
if sys.argv[2] == "unguarded":
    index.chroma.demand_ours = lambda folder: None
store = Store.open(Path(sys.argv[1]))
store.nearest(QUERIES[0], 1)
store.put([5_000], QUERIES[:1])
"""
AGREES = """
import sys
from pathlib import Path
from stored_vectors import exact, found
assert found(Path(sys.argv[1])) == exact()
"""


@pytest.fixture(scope="module")
def whole(tmp_path_factory):
    return whole_index(tmp_path_factory.mktemp("whole"))


@pytest.fixture
def folder(whole, tmp_path):
    return Path(shutil.copytree(whole, tmp_path / "index"))


def schema_of(folder):
    with closing(sqlite3.connect(folder / "1" / "chroma.sqlite3")) as connection:
        return json.loads(connection.execute("SELECT schema_str FROM collections").fetchone()[0])


def change(folder, statement, *values):
    with closing(sqlite3.connect(folder / "1" / "chroma.sqlite3")) as connection:
        assert connection.execute(statement, values).rowcount
        connection.commit()


def tamper(folder, how):
    """Name a model that runs code of its own, as whoever can write the folder could."""
    schema = schema_of(folder)
    nearest = {
        "key": schema["keys"]["#embedding"]["float_list"]["vector_index"]["config"],
        "default": schema["defaults"]["float_list"]["vector_index"]["config"],
    }
    if how == "configuration":
        configuration = json.dumps({"hnsw": {"space": "cosine"}, "embedding_function": EVIL})
        change(
            folder, "UPDATE collections SET config_json_str = ?, schema_str = NULL", configuration
        )
    else:
        nearest[how]["embedding_function"] = EVIL
        change(folder, "UPDATE collections SET schema_str = ?", json.dumps(schema))


def calls(tmp_path, code, *arguments):
    """The constructor calls in a process whose package of that name is planted."""
    (tmp_path / "planted" / "sentence_transformers").mkdir(parents=True, exist_ok=True)
    (tmp_path / "planted" / "sentence_transformers" / "__init__.py").write_text(PLANTED)
    told = tmp_path / "calls.txt"
    told.unlink(missing_ok=True)
    environment = os.environ | {
        "PYTHONPATH": os.pathsep.join([str(tmp_path / "planted"), str(ROOT / "tests")]),
        "CALLS": str(told),
    }
    done = subprocess.run(
        [sys.executable, "-c", code, *map(str, arguments)],
        cwd=ROOT, env=environment, capture_output=True, text=True,
    )  # fmt: skip
    return (told.read_text() if told.exists() else ""), done


def test_a_tampered_configuration_is_refused_before_the_first_write(folder, tmp_path):
    tamper(folder, "key")
    copy = shutil.copytree(folder, tmp_path / "copy")
    told, _ = calls(tmp_path, WRITES, copy / "1", "unguarded")
    assert "evil/model" in told  # what all this is about: Chroma constructs what the file names
    assert "'trust_remote_code': True" in told
    before = (folder / "1" / "chroma.sqlite3").read_bytes()
    told, done = calls(tmp_path, WRITES, folder / "1", "guarded")
    assert told == ""
    assert "configured in another way than this program does" in done.stderr
    assert (folder / "1" / "chroma.sqlite3").read_bytes() == before


@pytest.mark.parametrize("how", ["key", "default", "configuration"])
def test_wherever_an_embedding_function_is_named_it_is_refused(folder, how):
    tamper(folder, how)
    with pytest.raises(NotOurs, match="another way"):
        demand_ours(folder / "1")


def test_a_tampered_index_is_built_anew(folder, tmp_path):
    tamper(folder, "key")
    seal.put(folder / "1", maker(), 0)  # it is no signature: the tamperer has the program too
    told, done = calls(tmp_path, AGREES, folder)
    assert done.returncode == 0, done.stderr
    assert told == ""
    assert numbers(folder) == ["2"]
    demand_ours(folder / "2")


@pytest.mark.parametrize(
    "statements",
    [
        # Python's SQLite and Chroma's are of different releases, and so each sees something else.
        """ALTER TABLE collections RENAME TO kept;
           CREATE VIEW collections AS SELECT id, name, dimension, database_id,
           iif(sqlite_version() = '{version}', config_json_str, '{{}}') AS config_json_str,
           schema_str FROM kept""",
        """CREATE TRIGGER later AFTER INSERT ON embeddings_queue BEGIN
           UPDATE collections SET schema_str = NULL; END""",
        "CREATE TABLE more (x)",
        "DROP TABLE embedding_metadata_array",
    ],
)
def test_only_chromas_own_tables_are_accepted(folder, statements):
    with closing(sqlite3.connect(folder / "1" / "chroma.sqlite3")) as connection:
        connection.executescript(statements.format(version=sqlite3.sqlite_version))
    with pytest.raises(NotOurs, match="other tables than Chroma makes"):
        demand_ours(folder / "1")


@given(data=st.data())
def test_no_other_schema_is_accepted(data):
    path, schema = data.draw(st.sampled_from(LEAVES)), json.loads(json.dumps(SCHEMA))
    place = schema
    for key in path[:-1]:
        place = place[key]
    was = place[path[-1]]
    value = data.draw(
        st.sampled_from([EVIL, None, "evil", 2**40, -1, 0.5, True, False, [], {}]).filter(
            lambda value: type(value) is not type(was) or value != was
        )
    )
    if data.draw(st.booleans()):
        place[path[-1]] = value
    else:
        place["another key"] = value
    assert not chroma_files._is_ours(json.dumps(schema))


def paths_below(schema, before=()):
    for key, value in schema.items():
        yield (*before, key)
        if isinstance(value, dict):
            yield from paths_below(value, (*before, key))


SCHEMA = json.loads(json.dumps(chroma_files._SCHEMA))
LEAVES = list(paths_below(SCHEMA))


@pytest.mark.parametrize("noise", [None, 5, "", "{}", "[" * 9_999, "x" * 20_000, b"{}"])
def test_what_is_no_schema_at_all_is_refused(noise):
    assert not chroma_files._is_ours(noise)


@pytest.mark.parametrize("threads", [1, 2, 64])
def test_the_machine_may_have_had_other_cores(folder, threads):
    schema = schema_of(folder)
    for part in (schema["keys"]["#embedding"], schema["defaults"]):
        hnsw = part["float_list"]["vector_index"]["config"]["hnsw"]
        assert "num_threads" in hnsw
        hnsw["num_threads"] = threads
    change(folder, "UPDATE collections SET schema_str = ?", json.dumps(schema))
    demand_ours(folder / "1")


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE collections SET name = 'others'",
        "DELETE FROM collections",
        "INSERT INTO collections SELECT 'x', 'more', dimension, database_id, '{}', '{}' "
        "FROM collections",
        "UPDATE segments SET type = 'urn:chroma:segment/vector/hnsw-distributed'",
        "DELETE FROM segments WHERE scope = 'VECTOR'",
        "INSERT INTO collection_metadata VALUES ('x', 'hnsw:space', 'l2', NULL, NULL, NULL)",
        "INSERT INTO segment_metadata VALUES ('x', 'hnsw:num_threads', NULL, 9, NULL, NULL)",
    ],
)
def test_another_collection_is_refused(folder, statement):
    demand_ours(folder / "1")
    change(folder, statement)
    with pytest.raises(NotOurs):
        demand_ours(folder / "1")


def test_a_file_that_is_not_there_is_not_made(tmp_path):
    with pytest.raises(NotOurs, match="cannot be read"):
        demand_ours(tmp_path)
    with pytest.raises(NotOurs):
        Store.open(tmp_path)
    assert list(tmp_path.iterdir()) == []
