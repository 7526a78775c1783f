"""The documentation tells all there is, and what it tells is so."""

from __future__ import annotations

import re
import shlex
import shutil
from pathlib import Path
from typing import get_args

import pytest
import typer
from typer.testing import CliRunner
from word_embedder import WordEmbedder

from index.read import SUPPORTED_SUFFIXES
from index.types import OutcomeStatus
from qa.chat.api import publish
from qa.cli import app
from qa.drafts.types import CheckedQuote, Place, QuoteKind, QuoteStatus
from qa.events import Event
from qa.exit_codes import BACKEND, CONFIGURATION, FAILED, INTERRUPTED, USAGE
from qa.model.providers import PROVIDERS
from qa.settings import Settings
from qa.types import Answer, AnswerStatus, Quote, RejectionReason

ROOT = Path(__file__).parents[1]
README = (ROOT / "README.md").read_text(encoding="utf-8")
USING = (ROOT / "docs" / "using.md").read_text(encoding="utf-8")
SECURITY = (ROOT / "SECURITY.md").read_text(encoding="utf-8")
PAGES = [
    ROOT / "README.md",
    ROOT / "CHANGELOG.md",
    ROOT / "SECURITY.md",
    *sorted((ROOT / "docs").glob("*.md")),
]
PYTHON = re.findall(r"```python\n(.*?)```", f"{README}\n{USING}", re.DOTALL)
SHOWN = re.findall(r"```console\n\$ python -m (.*?)\n(.*?)```", f"{README}\n{USING}", re.DOTALL)
CHAT = "http://127.0.0.1:7860"

COMMANDS = typer.main.get_command(app).commands
CODE = re.compile(r"```.*?```|`[^`]*`", re.DOTALL)


def options(command: str) -> set[str]:
    """The long options of a command, ``--help`` left out."""
    named = {name for parameter in COMMANDS[command].params for name in parameter.opts}
    return {name for name in named if name.startswith("--")} - {"--help"}


def row(first: str, among: str = USING) -> str:
    """The rest of the first row of a table that begins with ``first``."""
    match = re.search(rf"^\| `?{re.escape(first)}[^|]*\|(.*)\|$", among, re.MULTILINE)
    assert match, f"no table in docs/using.md has a row for {first}"
    return match[1]


def after(sentence: str) -> str:
    """What docs/using.md says after a heading or a sentence that introduces a table."""
    assert USING.count(sentence) == 1
    return USING.partition(sentence)[2]


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_is_listed_with_exactly_its_options(command):
    assert f"python -m qa {command}" in USING
    told = row(command, after("All options of all commands:"))
    assert set(re.findall(r"--[a-z-]+", told)) == options(command)


def test_every_setting_is_listed_with_its_default():
    told = after("\n## Settings\n")
    listed = re.findall(r"^\| `QA_([A-Z_]+)` \| ([^|]+) \|", told, re.MULTILINE)
    fields = Settings.model_fields
    assert [name.lower() for name, _ in listed] == list(fields)
    for name, told in listed:
        default = fields[name.lower()].default
        if default in (None, ()):
            assert told == "none"
        elif isinstance(default, bool):
            assert told == f"`{default}`"
        else:
            assert type(default)(told.strip("`")) == default


def test_no_variable_is_told_that_does_not_exist():
    told = {
        name.lower() for page in PAGES for name in re.findall(r"QA_([A-Z_]+)", page.read_text())
    }
    assert told <= set(Settings.model_fields)


@pytest.mark.parametrize(
    "word",
    [
        *OutcomeStatus,
        *AnswerStatus,
        *RejectionReason,
        *QuoteKind,
        *QuoteStatus,
        *(e.__name__ for e in get_args(Event)),
    ],
)
def test_every_word_of_the_interface_is_explained(word):
    assert row(f"{word}`").strip()


@pytest.mark.parametrize("code", [0, FAILED, USAGE, CONFIGURATION, BACKEND, INTERRUPTED])
def test_every_exit_code_is_explained(code):
    assert row(f"{code} ").strip()


def test_the_shape_of_an_answer_is_told():
    for name in Answer.__dataclass_fields__:
        assert row(f"{name}`").strip()
    quote = row("statements[].quotes")
    assert re.findall(r"`(\w+)`", quote) == list(Quote.__dataclass_fields__)


def test_the_shape_of_a_checked_quotation_is_told():
    told = re.findall(r"^\| `quotes\[\]\.(\w+)` \|", USING, re.MULTILINE)
    assert told == list(CheckedQuote.__dataclass_fields__)
    assert re.findall(r"`(\w+)`", row("quotes[].places")) == list(Place.__dataclass_fields__)


def test_the_formats_are_exactly_those_that_are_read():
    assert set(re.findall(r"`(\.\w+)`", USING.split("## Asking")[0])) == SUPPORTED_SUFFIXES


def test_what_is_optional_changes_no_pinned_version():
    pinned = (ROOT / "requirements.txt").read_text(encoding="utf-8")
    for name in ("requirements-local.txt", "requirements-mcp.txt", "requirements-slow.txt"):
        lines = (ROOT / name).read_text(encoding="utf-8").splitlines()
        for line in lines:
            package = line.partition("==")[0]
            assert "==" not in line or f"\n{package}==" not in pinned


@pytest.mark.parametrize("provider", PROVIDERS)
def test_every_provider_has_its_package_and_key(provider):
    assert f"pip install {PROVIDERS[provider].package}`" in row(provider)


def test_every_call_over_http_is_told():
    published = {
        constant
        for constant in publish.__code__.co_consts
        if isinstance(constant, str) and constant in ("ask", "search", "documents")
    }
    assert set(re.findall(r"^\| `/(\w+)` \|", USING, re.MULTILINE)) == published


def test_the_readme_names_commands_that_exist():
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    for command in ("make run", "make test"):
        assert command in README
    for target in set(re.findall(r"\bmake ([a-z-]+)\b", "".join(CODE.findall(README + USING)))):
        assert re.search(rf"^{target}:", makefile, re.MULTILINE), f"no target {target}"
    told = set(re.findall(r"python -m qa ([a-z]+)", README + USING))
    assert told <= set(COMMANDS)


def slug(heading: str) -> str:
    """The anchor that GitHub gives a heading."""
    return re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-")


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_links_lead_somewhere(page):
    text = re.sub(r"```.*?```", "", page.read_text(encoding="utf-8"), flags=re.DOTALL)
    for link in re.findall(r"\]\(([^)\s]+)\)", text):
        if link.startswith(("https://", "mailto:")):
            continue
        assert not link.startswith("http:")
        name, _, anchor = link.partition("#")
        target = page.parent / name if name else page
        assert target.exists(), f"{page.name} links to {link}"
        if anchor:
            headings = re.findall(r"^#+ (.+)$", target.read_text(encoding="utf-8"), re.MULTILINE)
            assert anchor in map(slug, headings), f"{page.name} links to {link}"


def test_there_are_examples_to_run():
    assert len([block for block in PYTHON if CHAT not in block]) >= 2
    assert len([block for block in PYTHON if CHAT in block]) >= 2
    assert SHOWN


@pytest.mark.parametrize("block", [block for block in PYTHON if CHAT not in block])
def test_the_examples_run(block, tmp_path, monkeypatch, capsys):
    shutil.copytree(ROOT / "samples", tmp_path / "samples")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr("index.library.SentenceTransformerEmbedder", WordEmbedder)
    exec(compile(block, "docs", "exec"), {"__name__": "docs"})
    assert capsys.readouterr().out.strip()


@pytest.mark.slow
def test_what_the_command_line_is_shown_to_say_is_what_it_says(tmp_path, monkeypatch):
    for name in Settings.model_fields:
        monkeypatch.delenv(f"QA_{name.upper()}", raising=False)
    monkeypatch.chdir(tmp_path)
    shutil.copy(ROOT / "docs" / "draft.md", tmp_path)
    run = CliRunner()
    assert run.invoke(app, ["add", str(ROOT / "samples")]).exit_code == 0
    for command, output in SHOWN:
        program, *words = shlex.split(command)
        assert program == "qa"
        assert run.invoke(app, words).stdout == output


def test_the_changelog_has_a_section_that_grows():
    changelog = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
    assert re.search(r"^## \[?(Unreleased|0\.1\.0)", changelog, re.MULTILINE)


@pytest.mark.parametrize("name", sorted(path.name for path in ROOT.glob("requirements*.txt")))
def test_every_requirement_is_pinned_exactly(name):
    lines = (ROOT / name).read_text(encoding="utf-8").splitlines()
    wanted = [line for line in lines if line and not line.startswith(("#", "-r "))]
    assert wanted
    pin = re.compile(r"[a-z0-9-]+==[0-9][0-9a-z.]*( ; .+)?")
    assert [line for line in wanted if not pin.fullmatch(line)] == []
    names = [line.partition("==")[0] for line in wanted]
    assert len(names) == len(set(names))


def test_the_space_runs_the_gradio_that_is_pinned():
    told = re.search(r"^sdk_version: (.+)$", README, re.MULTILINE)
    pinned = re.search(r"^gradio==(.+)$", (ROOT / "requirements.txt").read_text(), re.MULTILINE)
    assert told is not None
    assert pinned is not None
    assert told[1] == pinned[1]


def test_the_audit_leaves_out_exactly_what_is_explained():
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    left_out = re.search(r"^EXCEPTED := (.+)$", makefile, re.MULTILINE)
    assert left_out is not None
    explained = re.findall(r"^\| `(CVE-[0-9-]+)` \| .{30,}\|$", SECURITY, re.MULTILINE)
    assert left_out[1].split() == explained
    assert makefile.count("--ignore-vuln") == 1
    assert set(re.findall(r"CVE-[0-9]+-[0-9]+", makefile + SECURITY)) == set(explained)


def test_every_promise_of_security_is_tested():
    promises = re.findall(r"^\| [^|]*\| ([^|]+) \| ([^|]+) \|$", SECURITY, re.MULTILINE)
    promises = [row for row in promises if "tests/" in row[1]]
    assert len(promises) > 8
    for promise, tests in promises:
        named = re.findall(r"`(tests/[^`]+)`", tests)
        assert named, promise
        assert all((ROOT / name).is_file() for name in named), tests
