"""What a sentence tells of its speaker, over sentences made for this test."""

import pytest

from index.attribution import attribute
from index.rows import attribution_from_json, attribution_to_json
from index.sentences import sentence_spans
from index.types import Attribution, Stance

OLD = '[["Ann Holt"], "said", "said", false, true]'


def described(text):
    return [one.described[-1] if one else "" for one in attribute(text, sentence_spans(text))]


@pytest.mark.parametrize(
    ("text", "speaker"),
    [
        ("Ann Holt, a baker from Norden, said the quay was lost.", "Ann Holt, a baker from Norden"),
        ("“It is lost,” said Ann Holt, the mayor of Osk.", "Ann Holt, the mayor of Osk"),
        ("“It is lost,” said Ann Holt, chief pilot of the port, on Monday.",
         "Ann Holt, chief pilot of the port"),
        ("Ann Holt, who rows for Osk, told the crew it was lost.", "Ann Holt, who rows for Osk"),
        ("“It is lost,” said Ann Holt, a nurse at St. Olaf.", "Ann Holt, a nurse at St. Olaf"),
    ],
)  # fmt: skip
def test_a_speaker_is_described_in_the_words_of_the_document(text, speaker):
    assert described(text) == [speaker]


@pytest.mark.parametrize(
    "text",
    [
        "Ann Holt, in May, said the quay was lost.",
        "Ann Holt, speaking on Monday, said the quay was lost.",
        "Ann Holt, however, said the quay was lost.",
        "“It is lost,” said Ann Holt, adding that the boat was late.",
        "According to Ann Holt, the quay and the boat “are lost” now.",
        "According to Ann Holt, the quay was lost in the storm.",
        "According to Ann Holt, the quay, which was built in 1900, is lost.",
        "The quay will be rebuilt by June, said Ann Holt, one week later.",
        "“It is lost,” said Ann Holt, a charge that Reed denies.",
        "“It is lost,” said Ann Holt, the same day.",
        "Ann Holt, who rowed for Osk in nine races and won all but one of them before she "
        "left, said it was lost.",
    ],
)
def test_what_does_not_describe_is_left_out(text):
    assert described(text)[0].split(",")[0] == "Ann Holt"
    assert "," not in described(text)[0]


def test_a_quotation_that_goes_on_keeps_the_description():
    text = "“It is lost,” said Ann Holt, a baker from Norden. “Nobody helped us.”"
    assert described(text) == ["Ann Holt, a baker from Norden"] * 2


def test_only_the_innermost_speaker_is_described():
    said = Attribution(("the Post", "Ann Holt"), "said", Stance.SAID, False, True, "a baker")
    assert said.described == ("the Post", "Ann Holt, a baker")


def test_a_description_is_kept_and_older_libraries_have_none():
    said = Attribution(("Ann Holt",), "said", Stance.SAID, False, True, "a baker")
    assert attribution_from_json(attribution_to_json(said)) == said
    assert attribution_from_json(OLD).described == ("Ann Holt",)
