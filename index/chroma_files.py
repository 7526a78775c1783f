"""What Chroma's files must say before Chroma is let near them.

A collection's stored configuration may name an embedding function, which Chroma constructs on the
first write, whatever it is: a model that runs code of its own, for one (chromadb 1.5.9). So only
the very configuration that this program makes is accepted. The file is read with plain SQLite, and
a view in a table's place could tell that something else than Chroma's own release of it. So there
must be no tables, views or triggers but those that Chroma makes.
"""

from __future__ import annotations

import hashlib
import json
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

__all__ = ["COLLECTION", "NotOurs", "demand_ours"]

COLLECTION = "chunks"
_FILE = "chroma.sqlite3"
_LONGEST_SCHEMA = 10_000  # characters; ours has 1,300
_MOST_THREADS = 4_096
_MOST_TABLES = 100  # and indexes; there are 41
_TABLES = "1bb48c2c7da35bd32000b220fb256ab58d6070740fc6b0c62b27eb903f30da99"
"""SHA-256 of what chromadb 1.5.9 has in ``sqlite_master``, before and after it is written to."""
_SEGMENTS = [
    ("METADATA", "urn:chroma:segment/metadata/sqlite"),
    ("VECTOR", "urn:chroma:segment/vector/hnsw-local-persisted"),
]

_ON, _OFF = {"enabled": True, "config": {}}, {"enabled": False, "config": {}}
_NEAREST = {
    "space": "cosine",
    "embedding_function": {"type": "legacy"},  # as Chroma writes that there is none
    "hnsw": {
        "ef_construction": 100,
        "max_neighbors": 16,
        "ef_search": 100,
        "batch_size": 100,
        "sync_threshold": 1000,
        "resize_factor": 1.2,
    },
}
_SPARSE = {"embedding_function": {"type": "unknown"}, "bm25": False}
_SCHEMA = {
    "defaults": {
        "string": {"fts_index": _OFF, "string_inverted_index": _ON},
        "float_list": {"vector_index": {"enabled": False, "config": _NEAREST}},
        "sparse_vector": {"sparse_vector_index": {"enabled": False, "config": _SPARSE}},
        "int": {"int_inverted_index": _ON},
        "float": {"float_inverted_index": _ON},
        "bool": {"bool_inverted_index": _ON},
    },
    "keys": {
        "#document": {"string": {"fts_index": _ON, "string_inverted_index": _OFF}},
        "#embedding": {
            "float_list": {
                "vector_index": {
                    "enabled": True,
                    "config": {**_NEAREST, "source_key": "#document"},
                }
            }
        },
    },
}
"""That of a collection made without embedding function, for cosine distance, by chromadb 1.5.9;
less the number of threads, which is that of the machine's cores."""


class NotOurs(Exception):
    """The files of a vector index are not such as this program makes."""


def demand_ours(folder: Path) -> None:
    """Look at what the files are configured to do.

    Args:
        folder: with Chroma's files.

    Raises:
        NotOurs: they are damaged, or configured in another way than this program does.
    """
    try:
        with closing(_connected(folder)) as connection:
            if _tables(connection) != _TABLES:
                raise NotOurs(f"{_FILE} has other tables than Chroma makes")
            told = connection.execute(
                "SELECT name, config_json_str, schema_str FROM collections LIMIT 2"
            ).fetchall()
            segments = connection.execute("SELECT scope, type FROM segments ORDER BY scope LIMIT 3")
            typed = segments.fetchall()
            more = connection.execute(
                """SELECT count(*) FROM
                   (SELECT 1 FROM collection_metadata UNION ALL SELECT 1 FROM segment_metadata)"""
            ).fetchone()
    except sqlite3.Error as error:
        raise NotOurs(f"{_FILE} cannot be read: {error}") from error
    if len(told) != 1 or typed != _SEGMENTS or more != (0,):
        raise NotOurs(f"{_FILE} holds another collection than this program makes")
    name, configuration, schema = told[0]
    if name != COLLECTION or configuration != "{}" or not _is_ours(schema):
        raise NotOurs(f"{_FILE} is configured in another way than this program does")


def _tables(connection: sqlite3.Connection) -> str:
    rows = connection.execute(
        "SELECT type, name, tbl_name, sql FROM sqlite_master ORDER BY type, name LIMIT ?",
        (_MOST_TABLES,),
    ).fetchall()
    return hashlib.sha256(repr(rows).encode("utf-8", "replace")).hexdigest()


def _connected(folder: Path) -> sqlite3.Connection:
    connection = sqlite3.connect(f"{(folder / _FILE).resolve().as_uri()}?mode=ro", uri=True)
    try:
        connection.execute("PRAGMA trusted_schema = OFF")
        connection.execute("PRAGMA cell_size_check = ON")
    except sqlite3.Error:
        connection.close()
        raise
    return connection


def _is_ours(schema: object) -> bool:
    if not isinstance(schema, str) or len(schema) > _LONGEST_SCHEMA:
        return False
    try:
        return bool(_less_threads(json.loads(schema)) == _SCHEMA)
    except (ValueError, RecursionError):
        return False


def _less_threads(told: Any) -> Any:  # noqa: ANN401 - whatever JSON holds
    """The same without the numbers of threads, where those are reasonable."""
    if isinstance(told, dict):
        return {
            key: _less_threads(value)
            for key, value in told.items()
            if not (key == "num_threads" and type(value) is int and 0 < value <= _MOST_THREADS)
        }
    return told
