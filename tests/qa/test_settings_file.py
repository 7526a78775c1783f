"""Changing qa.toml: the user's own words stay, and nothing is ever half written or lost."""

from __future__ import annotations

import os
import stat
import tomllib
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as trying
from hypothesis import strategies as st

from qa.errors import ConfigurationError
from qa.settings import Settings, load_settings
from qa.settings_file import CHANGEABLE, edit_settings

MINE = """\
# The archive's machine. Do not change the port!
port = 8001   # agreed with Runa

# the small one is quick enough
model = "ollama:qwen3:4b"  # since March
threshold = 0.4

[not-a-table-of-ours]
"""
OWN = MINE.replace("\n[not-a-table-of-ours]\n", "")
AT_ROOT = pytest.mark.skipif(os.geteuid() == 0, reason="nothing is forbidden to root")


@pytest.fixture(autouse=True)
def folder(home) -> Path:
    return home


@pytest.fixture
def toml(folder) -> Path:
    path = folder / "qa.toml"
    path.write_text(OWN)
    return path


def test_only_what_is_changed_changes(toml):
    edited = edit_settings({"model": "openai:gpt-5-mini", "evidence_only": True, "threshold": None})
    assert toml.read_text() == OWN  # not yet
    edited.write()
    expected = OWN.replace('"ollama:qwen3:4b"', '"openai:gpt-5-mini"')
    assert toml.read_text() == expected.replace("threshold = 0.4\n", "evidence_only = true\n")
    settings = load_settings()
    assert (settings.model, settings.port, settings.threshold) == ("openai:gpt-5-mini", 8001, 0.5)


def test_a_file_is_made_where_there_is_none(folder):
    edit_settings({"threshold": 0.8}).write()
    assert (folder / "qa.toml").read_text() == "threshold = 0.8\n"
    assert [path.name for path in folder.iterdir()] == ["qa.toml"]


def test_nothing_is_written_where_nothing_changes(folder):
    edit_settings({}).write()
    edit_settings({"model": None}).write()
    assert list(folder.iterdir()) == []


def test_another_file_can_be_named(folder):
    (folder / "conf").mkdir()
    edit_settings({"threshold": 0.8}, folder / "conf" / "own.toml").write()
    assert [path.name for path in folder.iterdir()] == ["conf"]
    assert (folder / "conf" / "own.toml").read_text() == "threshold = 0.8\n"


@pytest.mark.parametrize("mode", [0o600, 0o640, 0o664])
def test_the_files_permissions_stay(toml, mode):
    toml.chmod(mode)
    edit_settings({"threshold": 0.8}).write()
    assert stat.S_IMODE(toml.stat().st_mode) == mode


def test_what_is_private_is_so_at_every_moment(toml, monkeypatch):
    toml.chmod(0o600)
    modes = []
    sync = os.fsync

    def watch(number):
        modes.append(stat.S_IMODE(os.fstat(number).st_mode))
        sync(number)

    monkeypatch.setattr(os, "fsync", watch)
    edit_settings({"model": None}).write()
    assert modes[0] == 0o600


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"threshold": 1.5}, "QA_THRESHOLD"),
        ({"threshold": "high"}, "QA_THRESHOLD"),
        ({"model_seconds": 0}, "QA_MODEL_SECONDS"),
        ({"model_base_url": "ftp://a.example"}, "QA_MODEL_BASE_URL"),
        ({"model_base_url": "http://[::1"}, "QA_MODEL_BASE_URL"),
        ({"ollama_url": "http://10.0.0.7:11434"}, "QA_OLLAMA_URL"),
        ({"evidence_only": "perhaps"}, "QA_EVIDENCE_ONLY"),
    ],
)
def test_a_value_that_cannot_be_is_told_and_the_file_untouched(toml, changes, said):
    with pytest.raises(ConfigurationError, match=said):
        edit_settings(changes)
    assert toml.read_text() == OWN


OTHERS = sorted(Settings.model_fields.keys() - set(CHANGEABLE))


@pytest.mark.parametrize("name", [*OTHERS, "treshold"])
def test_no_other_setting_is_ever_written(toml, name):
    with pytest.raises(ConfigurationError, match="no setting that can be changed here"):
        edit_settings({name: "sk-secret-canary"})
    assert toml.read_text() == OWN


@pytest.mark.parametrize(
    "address",
    [
        "https://anna:sk-secret-canary@a.example/v1",
        "https://sk-secret-canary@a.example/v1",
        "https://a.example/v1?key=sk-secret-canary",
        "https://a.example/v1#sk-secret-canary",
    ],
)
def test_an_address_with_a_secret_in_it_is_not_written(toml, address):
    with pytest.raises(ConfigurationError, match="no secrets") as caught:
        edit_settings({"model_base_url": address})
    assert "canary" not in str(caught.value)
    assert toml.read_text() == OWN


@pytest.mark.parametrize("where", ["environment", "dotenv"])
def test_what_wins_over_the_file_is_not_changed_in_it(toml, folder, monkeypatch, where):
    if where == "environment":
        monkeypatch.setenv("QA_MODEL", "")
    else:
        (folder / ".env").write_text("QA_MODEL=ollama:other\n")
    with pytest.raises(ConfigurationError, match=r"QA_MODEL is set in .*wins over qa\.toml"):
        edit_settings({"model": "openai:some"})
    edit_settings({"threshold": 0.8}).write()
    assert "threshold = 0.8" in toml.read_text()


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"port = = 3", "no valid TOML"),
        (b"model = 'caf\xe9'", "in UTF-8"),
        (b"port = 1\nport = 2\n", "no valid TOML"),
        (MINE.encode(), "not-a-table-of-ours"),
        (b"port = 'eighty'", "QA_PORT"),
    ],
)
def test_a_file_that_is_no_settings_is_left_as_it_is(toml, content, said):
    toml.write_bytes(content)
    with pytest.raises(ConfigurationError, match=said):
        edit_settings({"threshold": 0.8})
    assert toml.read_bytes() == content


def test_a_link_is_not_followed_and_not_replaced(toml, folder):
    target = folder / "theirs.toml"
    toml.rename(target)
    toml.symlink_to(target)
    with pytest.raises(ConfigurationError, match="a link to another file"):
        edit_settings({"threshold": 0.8})
    toml.unlink()
    toml.symlink_to(folder / "nowhere")
    with pytest.raises(ConfigurationError, match="a link to another file"):
        edit_settings({"threshold": 0.8})
    assert toml.is_symlink()
    assert target.read_text() == OWN


def test_a_read_only_file_stays(toml):
    toml.chmod(0o444)
    with pytest.raises(ConfigurationError, match="read-only"):
        edit_settings({"threshold": 0.8})
    assert toml.read_text() == OWN


def test_what_is_no_file_stays(folder):
    (folder / "qa.toml").mkdir()
    with pytest.raises(ConfigurationError, match=r"qa\.toml"):
        edit_settings({"threshold": 0.8})


@AT_ROOT
def test_a_folder_that_may_not_be_written_to_is_told(toml, folder):
    edited = edit_settings({"threshold": 0.8})
    folder.chmod(0o555)
    try:
        with pytest.raises(ConfigurationError, match="Make its folder writable"):
            edited.write()
    finally:
        folder.chmod(0o755)
    assert toml.read_text() == OWN


@pytest.mark.parametrize("meanwhile", ["changed", "gone", "link"])
def test_a_file_that_changed_in_the_meantime_is_left_alone(toml, folder, meanwhile):
    edited = edit_settings({"threshold": 0.8})
    toml.unlink()
    if meanwhile == "changed":
        toml.write_text("port = 9000\n")
    elif meanwhile == "link":
        toml.symlink_to(folder / "elsewhere")
    with pytest.raises(ConfigurationError, match=r"changed by somebody else|a link"):
        edited.write()
    assert (toml.read_text() if meanwhile == "changed" else "port = 9000\n") == "port = 9000\n"
    assert toml.exists() == (meanwhile == "changed")


def test_a_file_that_came_in_the_meantime_is_left_alone(folder):
    edited = edit_settings({"threshold": 0.8})
    (folder / "qa.toml").write_text("port = 9000\n")
    with pytest.raises(ConfigurationError, match="changed by somebody else"):
        edited.write()
    assert (folder / "qa.toml").read_text() == "port = 9000\n"


@pytest.mark.parametrize("step", ["os.fsync", "pathlib.Path.replace", "pathlib.Path.chmod"])
@pytest.mark.parametrize("error", [OSError(28, "No space left on device"), KeyboardInterrupt()])
def test_a_failure_half_way_loses_nothing_and_leaves_nothing(
    toml, folder, monkeypatch, step, error
):
    def fail(*_: object) -> None:
        raise error

    edited = edit_settings({"threshold": 0.8})
    monkeypatch.setattr(step, fail)
    wanted = ConfigurationError if isinstance(error, OSError) else KeyboardInterrupt
    with pytest.raises(wanted):
        edited.write()
    assert toml.read_text() == OWN
    assert [path.name for path in folder.iterdir()] == ["qa.toml"]


VALUES = {
    "port": st.integers(1, 65535),
    "user": st.text(st.characters(codec="utf-8", exclude_categories=["Cs", "Cc"]), min_size=1),
    "model": st.sampled_from(["openai:a", "ollama:b:c", ""]),
    "evidence_only": st.booleans(),
    "threshold": st.floats(0, 1),
    "model_seconds": st.one_of(st.integers(1, 900), st.floats(0.5, 900)),
    "show_withdrawn": st.booleans(),
}
COMMENTS = st.text(st.characters(codec="utf-8", exclude_categories=["Cs", "Cc", "Zl", "Zp"]))


@st.composite
def files(draw: st.DrawFn) -> tuple[str, dict[str, object], list[str]]:
    """A settings file with comments anywhere, what it says, and its comments."""
    names = draw(st.permutations(sorted(VALUES)))[: draw(st.integers(0, len(VALUES)))]
    lines, values, comments = [], {}, []
    ending = draw(st.sampled_from(["\n", "\r\n"]))
    for name in names:
        if draw(st.booleans()):
            comments.append(f"# {draw(COMMENTS)}")
            lines.append(comments[-1])
        values[name] = draw(VALUES[name])
        lines.append(f"{name} = {literal(values[name])}")
        lines += [""] * draw(st.integers(0, 2))
    text = ending.join(lines) + draw(st.sampled_from(["", ending]))
    return text, values, comments


def literal(value: object) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, str):
        escaped = "".join(f"\\U{ord(c):08x}" if c in '"\\' else c for c in value)
        return f'"{escaped}"'
    return repr(value)


@given(files(), st.data())
@trying(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
def test_whatever_stands_in_the_file_only_the_changes_are_made(folder, written, data):
    text, values, comments = written
    path = folder / "qa.toml"
    path.write_bytes(text.encode())
    assert tomllib.loads(text) == values
    names = data.draw(st.sets(st.sampled_from(sorted(VALUES.keys() & set(CHANGEABLE)))))
    changes = {name: data.draw(st.one_of(st.none(), VALUES[name])) for name in names}
    edit_settings(changes).write()
    after = path.read_bytes().decode()
    expected = {name: value for name, value in (values | changes).items() if value is not None}
    assert tomllib.loads(after) == expected
    left = [line.strip("\r") for line in after.split("\n") if line.startswith("#")]
    assert left == comments
    assert [path.name for path in folder.iterdir()] == ["qa.toml"]
