"""The served page: who may reach it, what it answers with, what other programs can call."""

from __future__ import annotations

import http.client
import json
import re
import socket
from collections.abc import Iterator

import gradio as gr
import pytest
from browsing import GRADIO_LEAVINGS
from doubles import ScriptedModel
from gradio_client import Client
from gradio_client.exceptions import AppError

from qa import Assistant
from qa.answer_settings import AnswerSettings
from qa.chat.page import build_page
from qa.chat.serve import Serving, serve
from qa.errors import ConfigurationError
from qa.model.writers import Writers

pytestmark = GRADIO_LEAVINGS

SIGN_IN = "a long pass phrase"


def request(chat, method="GET", path="/", body=None, **headers):
    connection = http.client.HTTPConnection("127.0.0.1", chat.port, timeout=20)
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    connection.request(method, path, body, named)
    response = connection.getresponse()
    return response.status, dict(response.getheaders()), response.read()


def test_exactly_three_calls_are_published(chat):
    _, _, body = request(chat, path="/gradio_api/info")
    described = json.loads(body)
    assert set(described["named_endpoints"]) == {"/ask", "/search", "/documents"}
    assert described["unnamed_endpoints"] == {}


def test_the_description_for_programs_names_the_same_calls(chat):
    _, _, body = request(chat, path="/gradio_api/openapi.json")
    calls = {path.split("/")[-1] for path in json.loads(body)["paths"] if "/call/v2/" in path}
    assert calls == {"ask", "search", "documents"}


def test_all_else_that_the_page_does_is_private(chat):
    _, _, body = request(chat, path="/config")
    shown = {each["api_name"]: each["api_visibility"] for each in json.loads(body)["dependencies"]}
    public = {name for name, visibility in shown.items() if visibility == "public"}
    assert public == {"ask", "search", "documents"}
    assert {shown[name] for name in shown.keys() - public} == {"private"}


def test_the_types_of_the_calls_are_told(chat):
    _, _, body = request(chat, path="/gradio_api/info")
    ask = json.loads(body)["named_endpoints"]["/ask"]
    told = {each["parameter_name"]: each["python_type"]["type"] for each in ask["parameters"]}
    assert told["question"] == "str"
    assert told["after"] == told["before"] == "None | str"
    assert told["history"].startswith("None | list[str | dict(question: str, answer: ")
    assert [each["parameter_has_default"] for each in ask["parameters"]] == [False] + [True] * 4
    assert ask["returns"][0]["python_type"]["type"] == "dict(str, Any)"


def over_http(chat, name: str, data: object, version: str = "") -> object:
    """What a call gives, in plain HTTP; the sentence of its error where it fails."""
    body = json.dumps(data if version else {"data": data})
    path = f"/gradio_api/call/{version}{name}"
    status, _, reply = request(chat, "POST", path, body, Content_Type="application/json")
    assert status == 200
    event = json.loads(reply)["event_id"]
    _, _, stream = request(chat, path=f"/gradio_api/call/{name}/{event}")
    lines = stream.decode().splitlines()
    failed = "event: error" in lines
    at = lines.index("event: error" if failed else "event: complete")
    told = json.loads(lines[at + 1].removeprefix("data: "))
    return told["error"] if failed else told[0]


@pytest.mark.parametrize(
    "sent",
    [["Who found cracks?"], ["Who found cracks?", None], ["Who found cracks?", [], "", None]],
)
def test_the_last_arguments_may_be_left_out(chat, sent):
    assert over_http(chat, "ask", sent)["status"] == "answered"
    assert over_http(chat, "search", ["piers"])[0]["document"] == "bridge.txt"


def test_arguments_may_be_given_by_name(chat):
    given = {"question": "And Jan Peel?", "history": ["What did Maria Oduya say of the cost?"]}
    assert "Jan Peel" in over_http(chat, "ask", given, "v2/")["understood_as"]


@pytest.mark.parametrize(
    ("sent", "told"),
    [
        ([], "question: Input should be a valid string"),
        ([5], "question: Input should be a valid string"),
        (["Why?", [5]], "documents.0: Input should be a valid string"),
        (["Why?", None, "May"], "after: a day is written as YYYY-MM-DD"),
        (["Why?", None, None, "2024-13-01"], "before: a day is written as YYYY-MM-DD"),
        (["Why?", None, None, None, "What?"], "history: Input should be a valid tuple"),
        (["Why?", None, None, None, [{"answer": "So."}]], "history: an earlier question is a text"),
    ],
)
def test_an_argument_that_cannot_be_used_is_told_in_a_sentence(chat, sent, told):
    assert told in over_http(chat, "ask", sent)


@pytest.fixture
def client(chat) -> Iterator[Client]:
    client = Client(chat.address, verbose=False, analytics_enabled=False)
    yield client
    client.close()


def test_other_programs_can_ask_search_and_list(chat, client):
    answer = client.predict("Who found cracks in the piers?", None, api_name="/ask")
    assert answer["status"] == "answered"
    (quote, *_) = answer["statements"][0]["quotes"]
    text = chat.library.text(quote["document"])
    assert text[quote["start"] : quote["end"]] == quote["text"]
    found = client.predict("cracks in the piers", 1, api_name="/search")
    assert [passage["document"] for passage in found] == ["bridge.txt"]
    elsewhere = client.predict("cracks", 9, ["lighthouse.html"], api_name="/search")
    assert {passage["document"] for passage in elsewhere} == {"lighthouse.html"}
    listed = client.predict(api_name="/documents")
    assert {document["name"] for document in listed} >= {"bridge.txt", "lighthouse.html"}
    assert next(d["date"] for d in listed if d["name"] == "bridge.txt") == "2024-05-03"


class CitesCracks(ScriptedModel):
    """Repeats the sentence about the cracks."""

    def reply(self, messages):
        prompt = str(messages[-1].content)
        found = re.search(r"^\[(\d+\.\d+)\] (?:\{[^}]*\} )?(.*cracks.*)$", prompt, re.MULTILINE)
        return f"- {found[2]} [{found[1]}]\n"


def test_other_programs_are_answered_by_what_is_in_force(serve_papers):
    held: list[Writers] = []

    def writers(assistant: Assistant) -> Writers:
        held.append(Writers(assistant))
        return held[0]

    served = serve_papers(choice=writers)
    client = Client(served.address, verbose=False, analytics_enabled=False)

    def asked() -> tuple[str, str | None]:
        answer = client.predict("Who found cracks in the piers?", None, api_name="/ask")
        return answer["status"], answer["receipt"]["model"]

    assert asked() == ("answered", None)
    assistant = held[0].assistant()
    held[0].reconfigure(assistant.with_settings(AnswerSettings(threshold=1.0)))
    assert asked() == ("not_in_documents", None)
    held[0].reconfigure(assistant.with_model(CitesCracks()))
    assert asked() == ("answered", "CitesCracks")
    held[0].reconfigure(held[0].assistant(), quotes_alone=True)
    assert asked() == ("answered", None)
    client.close()


def test_dates_keep_a_question_to_some_documents(client):
    asked = "Who found cracks in the piers?"
    for days, status in (
        ({"after": "2024-05-03"}, "answered"),
        ({"before": "2024-05-03"}, "answered"),
        ({"after": "2024-05-04"}, "not_in_documents"),
        ({"before": "2024-05-02"}, "not_in_documents"),
    ):
        assert client.predict(asked, **days, api_name="/ask")["status"] == status


def test_a_question_may_lean_on_an_earlier_one_and_its_answer(client):
    first = client.predict("Who disputed the figure?", api_name="/ask")
    for answer in (first, first["text"]):
        earlier = [{"question": first["question"], "answer": answer}]
        second = client.predict("What else did he say?", history=earlier, api_name="/ask")
        # Only the whole answer tells who it was.
        assert ("Jan Peel" in second["understood_as"]) == (answer is first)


@pytest.mark.parametrize(
    ("question", "documents", "said"),
    [("", None, "empty"), ("x" * 5_000, None, "4,000"), ("Why?", ["absent.txt"], "absent.txt")],
)
def test_a_refused_call_says_why(client, question, documents, said):
    with pytest.raises(AppError, match=said):
        client.predict(question, documents, api_name="/ask")


def test_a_taken_port_is_one_clear_sentence(chat):
    with pytest.raises(ConfigurationError, match=f":{chat.port} .*QA_PORT"):
        serve(gr.Blocks(), Serving(port=chat.port))


@pytest.mark.parametrize("host", ["0.0.0.0", "192.168.1.7", "::", "my-machine"])
def test_an_address_for_others_needs_a_password(host):
    with pytest.raises(ConfigurationError, match="QA_PASSWORD"):
        serve(gr.Blocks(), Serving(host=host, port=1))


def test_a_short_password_is_refused():
    with pytest.raises(ConfigurationError, match="too short"):
        serve(gr.Blocks(), Serving(password="short"))


@pytest.fixture
def locked() -> Iterator[Serving]:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        serving = Serving(port=probe.getsockname()[1], password=SIGN_IN)
    with gr.Blocks(analytics_enabled=False) as page:
        gr.Markdown("Inside")
    serve(page, serving)
    yield serving
    page.close(verbose=False)


@pytest.mark.parametrize(
    ("name", "password", "status"),
    [("reader", SIGN_IN, 200), ("reader", "a long pass phrasE", 400), ("other", SIGN_IN, 400)],
)
def test_the_password_opens_the_page_and_nothing_else_does(locked, name, password, status):
    assert request(locked, path="/config")[0] == 401
    body = f"username={name}&password={password.replace(' ', '+')}"
    found, headers, _ = request(
        locked, "POST", "/login", body, Content_Type="application/x-www-form-urlencoded"
    )
    assert found == status
    assert ("set-cookie" in headers) == (status == 200)


@pytest.mark.parametrize("editable", [True, False])
def test_a_page_for_everybody_takes_no_documents_and_no_tests_and_removes_none(chat, editable):
    page = build_page(chat.library, Assistant(chat.library), samples={}, editable=editable)
    called = {
        name
        for block in page.blocks.values()
        for name in dir(block)
        if getattr(getattr(block, name, None), "_is_server_fn", False)
    }
    assert {"listed", "sources", "documents"} <= called
    changing = {"take", "news", "discard", "save_as_test"}
    assert changing & called == (changing if editable else set())
    events = {target[1] for each in page.config["dependencies"] for target in each["targets"]}
    assert not {"upload", "delete"} & events
