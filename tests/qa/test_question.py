import pytest

from qa.question import Expected, analyse, split_parts


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Who said that the line will close?", Expected.SPEAKER),
        ("Which official warned of floods?", Expected.SPEAKER),
        ("Which newspaper broke the story of the ferries?", Expected.SPEAKER),
        ("Who is the source of this statement: “no boat sails”?", Expected.SPEAKER),
        ("What did Mara Holt say about the bridge?", Expected.SPEECH),
        ("Why does the council think so?", Expected.SPEECH),
        ("What did the harbour master answer to the rowers?", Expected.SPEECH),
        ("What does the commission recommend?", Expected.SPEECH),
        ("Who built the bridge?", Expected.PERSON),
        ("Where was the quay built?", Expected.PLACE),
        ("When did the works begin?", Expected.TIME),
        ("In which year did the works begin?", Expected.TIME),
        ("How many boats were sold?", Expected.QUANTITY),
        ("How much did each boat cost?", Expected.MONEY),
        ("Why is the bridge late?", Expected.ANYTHING),
    ],
)
def test_what_a_question_expects(text, expected):
    assert analyse(text).expected is expected


@pytest.mark.parametrize(
    ("text", "speaker"),
    [
        ("What did Mara Holt say about the bridge?", "Mara Holt"),
        ("What should the council do, according to Ivo Tann?", "Ivo Tann"),
        ("What does the report say about the bridge?", None),
        ("What happened, according to the article?", None),
        ("Who built the bridge?", None),
    ],
)
def test_whose_words_are_asked_for(text, speaker):
    assert analyse(text).speaker == speaker


def test_names_are_taken_whole_and_question_words_are_none():
    assert analyse("Did Mara Holt of the Harbour Board meet Ivo Tann in May?").names == (
        "Mara Holt of the Harbour Board",
        "Ivo Tann",
    )


def test_quoted_words_are_a_phrase_and_no_name():
    question = analyse("Who said “We have no boat left”?")
    assert question.phrases == ("We have no boat left",)
    assert question.names == ()


def test_what_how_many_counts():
    assert analyse("How many more boats were sold?").counted == "boat"
    assert analyse("Who sold the boats?").counted is None


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        (
            "Who sold the boats and when did the line close?",
            ("Who sold the boats?", "when did the line close?"),
        ),
        ("Who sold the boats and the quay?", ("Who sold the boats and the quay?",)),
        ("Who sold the boats? Why was that done?", ("Who sold the boats?", "Why was that done?")),
        (
            "Who sold the boats? And who bought the quay?",
            ("Who sold the boats?", "who bought the quay?"),
        ),
        (
            "Who sold the boats; when did the line close?",
            ("Who sold the boats?", "when did the line close?"),
        ),
        (
            "Who sold the boats, as well as who bought the quay?",
            ("Who sold the boats?", "who bought the quay?"),
        ),
        ("Who sold the boats, but why?", ("Who sold the boats, but why?",)),
        (
            "Who said “Where are the boats? They are gone, but who sold them”?",
            ("Who said “Where are the boats? They are gone, but who sold them”?",),
        ),
        ("What did Tann say; is it true?", ("What did Tann say; is it true?",)),
    ],
)
def test_questions_in_several_parts(text, parts):
    assert split_parts(text) == parts


def test_many_parts_are_one_question():
    text = " and ".join(f"who sold boat {n}" for n in range(9)) + "?"
    assert split_parts(text) == (text,)


@pytest.mark.parametrize(
    ("text", "role"),
    [
        ("Who is the mayor of Osk?", "mayor"),
        ("Who's the new deputy harbour director?", "director"),
        ("Who was the first mayor to sail to Osk?", "mayor"),
        ("Who was the oldest rower in the race?", ""),
        ("Who was Ada Brenn?", ""),
        ("Who is the source of this statement: “no boat sails”?", ""),
        ("Who sold it?", ""),
    ],
)
def test_who_somebody_is_asked_to_be(text, role):
    assert analyse(text).role == role


def test_what_a_speaker_is_asked_about():
    assert analyse("What did Tann say about the ferries?").topic == {"ferry"}
