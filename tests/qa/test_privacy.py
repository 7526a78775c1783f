import os
import subprocess
import sys
import threading
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from typing import ClassVar

ROOT = Path(__file__).parents[2]
ASK = """
import sys, tempfile, pathlib
sys.path[:0] = [{root!r}, {tests!r}]
from word_embedder import WordEmbedder
from doubles import ScriptedModel
from index import Library
from qa import Assistant
folder = pathlib.Path(tempfile.mkdtemp())
(folder / "secret.txt").write_text("The secret ferry sails at nine, Ivo Tann said.")
with Library.open(folder / "library", embedder=WordEmbedder()) as library:
    library.add(folder / "secret.txt")
    Assistant(library, ScriptedModel(replies=["- nothing"])).ask("When does the ferry sail?")
from langchain_core.tracers.langchain import wait_for_all_tracers
wait_for_all_tracers()
"""


class Listener(BaseHTTPRequestHandler):
    """Notes every request, and answers it."""

    heard: ClassVar[list[str]] = []

    def do_POST(self):
        self.heard.append(self.path)
        self.send_response(200)
        self.end_headers()
        self.wfile.write(b"{}")

    do_GET = do_PATCH = do_POST  # noqa: N815

    def log_message(self, *_):
        pass


def test_a_shell_that_traces_other_programs_hears_nothing_of_questions():
    server = HTTPServer(("127.0.0.1", 0), Listener)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    tracing = {
        "LANGSMITH_TRACING": "true",
        "LANGCHAIN_TRACING_V2": "true",
        "LANGSMITH_ENDPOINT": f"http://127.0.0.1:{server.server_port}",
        "LANGSMITH_API_KEY": "a-key",
    }
    try:
        code = ASK.format(root=str(ROOT), tests=str(ROOT / "tests"))
        done = subprocess.run(
            [sys.executable, "-c", code],
            env={**os.environ, **tracing},
            capture_output=True,
            text=True,
            timeout=120,
            check=False,
        )
        assert done.returncode == 0, done.stderr
        assert Listener.heard == []
    finally:
        server.shutdown()
        server.server_close()


def test_a_shell_with_langsmiths_gateway_hears_nothing_of_what_models_are_asked():
    code = (
        "import qa; from langchain_openai import ChatOpenAI; "
        "print(ChatOpenAI(model='some', api_key='a-key').root_async_client.base_url)"
    )
    environment = {k: v for k, v in os.environ.items() if not k.startswith("OPENAI_")}
    done = subprocess.run(
        [sys.executable, "-c", code],
        cwd=ROOT,
        env={**environment, "LANGSMITH_GATEWAY": "http://127.0.0.1:9"},
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert done.stdout.strip() == "https://api.openai.com/v1/", done.stderr
