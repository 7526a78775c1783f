"""A server on this machine that answers ``/api/tags`` as Ollama does, or as Ollama never would."""

from __future__ import annotations

import json
import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager

TAGS = {
    "models": [
        {"name": "qwen3:4b", "size": 2_600_000_000, "details": {"family": "qwen3"}},
        {"name": "gemma3:1b", "size": 800_000_000, "details": None},
        {"name": "nomic-embed-text:latest", "details": {"family": "nomic-bert"}},
        {"name": "gpt-oss:120b-cloud", "details": {"family": "gptoss"}},
        {"name": "mine:latest", "remote_host": "https://ollama.com", "remote_model": "big"},
        {"name": "bad name\n[x](javascript:alert(1))", "details": {}},
    ]
}


def answer(body: bytes, status: str = "200 OK") -> bytes:
    """A whole HTTP response."""
    head = f"HTTP/1.1 {status}\r\nContent-Type: application/json\r\nContent-Length: {len(body)}"
    return f"{head}\r\n\r\n".encode() + body


TOLD = answer(json.dumps(TAGS).encode())


@contextmanager
def serving(reply: bytes, *, pause: float = 0.0, hang: bool = False) -> Iterator[tuple[str, list]]:
    """The server's address, and the requests that it got.

    ``pause`` is what it waits before every byte; one that hangs never closes the connection.
    """
    requests: list[bytes] = []
    over = threading.Event()
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.settimeout(0.05)

        def serve() -> None:
            while not over.is_set():
                try:
                    connection, _ = server.accept()
                except TimeoutError:
                    continue
                with connection:
                    requests.append(connection.recv(4096))
                    try:
                        for byte in [reply] if not pause else [reply[i : i + 1] for i in range(99)]:
                            time.sleep(pause)
                            connection.sendall(byte)
                    except OSError:
                        continue
                    if hang:
                        over.wait(5)

        thread = threading.Thread(target=serve)
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.getsockname()[1]}", requests
        finally:
            over.set()
            thread.join()
