"""Questions that are suggested in place of one that the documents do not answer."""

from __future__ import annotations

from dataclasses import replace

from doubles import ScriptedModel

from qa import Assistant
from qa.suggestions import suggestions
from qa.types import AnswerStatus

DECLINED = "Which vaccine did the zebra laboratory in Lisbon patent?"


def test_every_suggestion_is_answered_by_the_documents(library):
    assistant = Assistant(library, reader=None)
    passages = library.search("ferry line to Osk")
    declined = replace(assistant.ask(DECLINED), passages=passages)
    assert declined.status is AnswerStatus.NOT_IN_DOCUMENTS
    found = suggestions(assistant, declined)
    assert 0 < len(found) <= 3
    for question in found:
        assert assistant.ask(question).status is AnswerStatus.ANSWERED
    assert len(suggestions(assistant, declined, count=1)) == 1


def test_the_language_model_is_not_asked(library):
    silent = Assistant(library, ScriptedModel(), reader=None)
    declined = Assistant(library, reader=None).ask(DECLINED)
    found = suggestions(silent, replace(declined, passages=library.search("ferry line to Osk")))
    assert found
    assert silent.model.prompts == []


def test_nothing_found_nothing_suggested(library):
    assistant = Assistant(library, reader=None)
    assert suggestions(assistant, replace(assistant.ask(DECLINED), passages=())) == ()
