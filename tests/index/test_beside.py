"""A passing folder: nobody else's is taken for one that a killed program left behind."""

from __future__ import annotations

from index.beside import folder_beside


def test_only_what_a_killed_program_left_is_removed(tmp_path):
    (tmp_path / ".ours-killed").mkdir()
    (tmp_path / ".ours-killed" / "lock").touch()
    (tmp_path / ".ours-killed" / "half a copy").touch()
    (tmp_path / ".ours-but somebody else's").mkdir()
    (tmp_path / "photos").mkdir()
    (tmp_path / "photos" / "lock").touch()
    with (
        folder_beside(tmp_path, ".ours-") as one,
        folder_beside(tmp_path, ".ours-") as other,
    ):
        assert one.is_dir()
        assert other.is_dir()
    left = {path.name for path in tmp_path.iterdir()}
    assert left == {".ours-but somebody else's", "photos"}
