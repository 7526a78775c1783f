"""A passing folder: that of a killed program goes, that of a living one and all others stay."""

from __future__ import annotations

import os

from index.beside import folder_beside


def test_only_what_a_killed_program_left_is_removed(tmp_path):
    for name in (".ours-killed", ".ours-killed before it was locked", ".another", "photos"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "lock").touch()
        os.utime(tmp_path / name, (0, 0))
    (tmp_path / ".ours-killed before it was locked" / "lock").unlink()
    os.utime(tmp_path / ".ours-killed before it was locked", (0, 0))
    (tmp_path / ".ours-just made").mkdir()
    with folder_beside(tmp_path, ".ours-") as one:
        os.utime(one, (0, 0))
        with folder_beside(tmp_path, ".ours-") as other:
            assert one.is_dir()
            assert other.is_dir()
    left = {path.name for path in tmp_path.iterdir()}
    assert left == {".another", "photos", ".ours-just made"}
