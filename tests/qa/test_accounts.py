import pytest

from qa.accounts import contradict
from qa.types import Quote, Statement


def said(text, speaker, document="a.txt"):
    quote = Quote(1, document, 0, len(text), text, attribution=(speaker,))
    return Statement(text, (speaker,), (quote,))


@pytest.mark.parametrize(
    ("one", "other", "differ"),
    [
        ("The line to Osk will close in May.", "Seil denied that the line will close.", True),
        ("Police said 12 people were hurt at the quay.", "The union counted 40 people hurt.", True),
        ("The talks were blocked by Osk.", "The talks were not blocked by Osk.", True),
        ("Police said 12 people were hurt.", "The union said 12 people were hurt.", False),
        ("The line to Osk will close in May.", "Bread is not baked at night.", False),
    ],
)
def test_two_voices_contradict_each_other(one, other, differ):
    assert contradict(said(one, "Ivo Tann"), said(other, "Runa Seil")) is differ
    assert contradict(said(other, "Runa Seil"), said(one, "Ivo Tann")) is differ


def test_one_voice_in_one_document_is_one_account():
    one = said("The talks were blocked by Osk.", "Tann")
    assert not contradict(one, said("The talks were not blocked by Osk.", "Tann"))
    assert contradict(one, said("The talks were not blocked by Osk.", "Tann", "b.txt"))
