from __future__ import annotations

import os
import socket
import threading

import pytest


def test_no_test_reaches_another_machine() -> None:
    with pytest.raises(AssertionError, match="look up"):
        socket.create_connection(("example.org", 80), timeout=1)
    with pytest.raises(AssertionError, match="connect to"), socket.socket() as one:
        one.connect(("192.0.2.1", 80))
    with pytest.raises(AssertionError, match="connect to"), socket.socket() as one:
        one.connect_ex(("192.0.2.1", 80))


def test_this_machine_itself_can_be_reached() -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        thread = threading.Thread(target=lambda: server.accept()[0].close())
        thread.start()
        socket.create_connection(("localhost", server.getsockname()[1]), timeout=5).close()
        thread.join()


def test_telemetry_and_downloads_are_off() -> None:
    assert os.environ["HF_HUB_OFFLINE"] == "1"
    assert os.environ["LANGSMITH_TRACING"] == "false"
