from __future__ import annotations

import logging
import random
import sqlite3
from pathlib import Path

import pytest
from kept_answers import exchange, quote

from qa.conversations import database
from qa.conversations.store import ConversationStore

SECRET = "Quellenschutz"


def bytes_of(path: Path) -> bytes:
    """All bytes of all files of the database, as they lie on the disk, without their case."""
    return b"".join(each.read_bytes() for each in path.parent.iterdir()).lower()


def holds(path: Path, words: str) -> bool:
    return words.lower().encode() in bytes_of(path)


def fill(store: ConversationStore) -> None:
    store.add("kept", "r", exchange("Who built the weir?"))
    store.add("c", "r", exchange(f"What of the {SECRET}?", quote(f"Nothing of {SECRET}.")))
    store.add("c", "r", exchange("And then?", text=f"{SECRET} " * 5000, minutes=1))
    store.rename("c", f"On {SECRET}")


def test_deleted_words_are_in_no_file(store, path):
    fill(store)
    assert holds(path, SECRET)
    store.delete("c")
    assert store.find("c") is None
    assert not holds(path, SECRET)
    assert holds(path, "Who built the weir?")


def test_deleted_words_are_in_no_file_though_another_has_it_open(store, path):
    other = ConversationStore(path)
    fill(store)
    assert len(other.exchanges("c")) == 2
    store.delete("c")
    assert not holds(path, SECRET)
    assert other.find("c") is None
    other.close()


def test_a_reader_amid_its_work_holds_the_words_up_until_it_is_done(
    store, path, caplog, monkeypatch
):
    monkeypatch.setattr(database, "_WIPING_SECONDS", 0.05)
    fill(store)
    other = sqlite3.connect(path, isolation_level=None)
    other.execute("BEGIN")
    other.execute("SELECT count(*) FROM exchanges").fetchone()
    with caplog.at_level(logging.WARNING):
        store.delete("c")
    assert store.find("c") is None
    assert "stay in its write-ahead log" in caplog.text
    assert SECRET not in caplog.text
    assert holds(path, SECRET)
    other.execute("COMMIT")
    store.conversations("r")
    assert not holds(path, SECRET)
    other.close()


def test_what_a_killed_process_left_is_wiped_when_the_file_is_opened(
    store, path, monkeypatch, tmp_path
):
    fill(store)
    monkeypatch.setattr(database.ConversationDatabase, "wipe", lambda self: False)
    store.delete("c")  # killed before it could wipe
    left = tmp_path / "left"
    left.mkdir()
    for each in path.parent.glob("conversations.db*"):
        (left / each.name).write_bytes(each.read_bytes())
    copied = left / path.name
    assert holds(copied, SECRET)
    again = ConversationStore(copied)
    assert again.find("c") is None
    assert again.find("kept")
    assert not holds(copied, SECRET)
    again.close()


@pytest.mark.parametrize("seed", range(3))
def test_no_page_keeps_a_trace_of_any_deleted_conversation(store, path, seed):
    chosen = random.Random(seed)
    alive: dict[str, list[str]] = {}
    gone: list[str] = []
    for step in range(120):
        if alive and chosen.random() < 0.4:
            conversation = chosen.choice(sorted(alive))
            store.delete(conversation)
            gone += alive.pop(conversation)
        else:
            conversation = chosen.choice([*sorted(alive), f"c{step}"])
            word = chosen.randbytes(8).hex()
            text = f"{word} " * chosen.choice([1, 3, 10, 40, 200, 3000])
            store.add(conversation, "r", exchange(word, text=text, minutes=step))
            alive.setdefault(conversation, []).append(word)
    # Words of a living conversation may still be in the log, those of the deleted may not.
    data = bytes_of(path)
    assert gone
    assert not [word for word in gone if word.encode() in data]
    assert all(word.encode() in data for words in alive.values() for word in words)
