"""Each case writes the expected sentences down, separated by ``¦``; the text is their join."""

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from index.sentences import MAXIMUM_LENGTH, sentence_spans

CASES = {
    "title-mr": "Mr. Okafor left.¦Mrs. Lind stayed.",
    "title-dr-gen": "Dr. Abel met Gen. Ruiz on Friday.¦They spoke.",
    "title-sen-rep-gov": "Sen. Hale, Rep. Ito and Gov. Marsh agreed.¦Nobody else did.",
    "title-before-starter-word": "He saw Dr. No on television.¦Then he slept.",
    "saint-in-a-name": "She lives in St. Albans now.¦He does not.",
    "street-at-the-end": "The bank is on Mill St.¦The shop is not.",
    "month-before-day": "It opened on Jan. 5 and closed on Sept. 9.¦It reopened.",
    "company": "Harbor Tools Inc. Chief Executive Mia Lund resigned.¦Shares fell.",
    "company-at-the-end": "She works for Harbor Tools Inc.¦They pay well.",
    "versus": "Alder vs. Birch was settled.¦Both paid.",
    "etcetera-inside": "Nails, screws, etc. are sold here.¦Bolts are not.",
    "etcetera-at-the-end": "They sell nails, screws, etc.¦Paula buys them.",
    "for-example": "Some metals, e.g. Zinc, rust slowly.¦Others, i.e. Iron, do not.",
    "number-abbreviation": "It is ranked No. 3 in the country.¦Was it No. 4?",
    "german-date": "Der Rat hat am 4. Mai getagt.¦Das war 1998.¦Mai ist ein Monat.",
    "plain-no": "Did they agree?¦No.¦They did not.",
    "figure-and-page": "See Fig. 2 on p. 14 for details.¦It is clear.",
    "hour-inside": "The doors open at 9 a.m. Monday and close at 5 p.m. Tuesday.",
    "hour-at-the-end": "The doors open at 9 a.m.¦The queue starts at 7.",
    "country-inside": "The U.S. Navy sent two ships.¦The U.N. Security Council met.",
    "country-at-the-end": "He moved to the U.S.¦He liked it.¦She stayed in D.C.¦But not long.",
    "union-at-the-end": "They left the E.U.¦In 2020 it was over.",
    "degree-inside": "Ann Holt, Ph.D., spoke first.¦She has a Ph.D. Maria has none.",
    "initials": "J. R. Smith wrote it.¦John F. Kennedy read it.",
    "letter-at-the-end": "They chose plan B.¦The other plan failed.",
    "party-tag": "Rep. Mike Rowe (R-AL) spoke.¦Sen. Ada Finn (D-Vt.) listened.",
    "decimal": "Growth was 2.5 percent.¦Inflation hit 3.1.",
    "version": "Version 1.2.3 is out.¦Install v2.0 instead.",
    "site-and-file": "Visit example.org/a.b today.¦Open notes.txt first.",
    "year-at-the-end": "It began in 2015.¦Thirty people came.",
    "number-begins": "It began in 2015.¦30 people came.",
    "enumeration": "1. Open the lid.¦2. Pour the water.",
    "lettered-enumeration": "A. The lid is open.¦B. The lid is shut.",
    "ellipsis-inside": "He waited… and waited ... and left.¦Nobody came.",
    "ellipsis-at-the-end": "He waited...¦Nobody came.¦She sighed…¦Then silence.",
    "ellipsis-spaced": "He waited . . . and left.¦Nobody came . . .¦They knew.",
    "ellipsis-before-i": "Well… I might.¦You might not.",
    "quotation-ends-sentence": '"We will go."¦He left.',
    "quotation-with-comma": '"We will go," he said.¦She nodded.',
    "quotation-question-tag": '"Will they go?" he asked.¦Nobody answered.',
    "quotation-question-named-tag": "“Will they go?” Anna Berg asked.¦Nobody answered.",
    "quotation-full-stop-lower-case": "“It is over.” he said.¦She wept.",
    "quotation-of-several": "“It is over.¦We lost.¦Go home,” he said.",
    "quotation-after-quotation": "“It is over.”¦“No!”",
    "quotation-bracketed-word": "“[The plan] failed.¦[We] know it.”",
    "quotation-single": "He called it ‘a win.’¦The rest disagreed.",
    "guillemets": "« C’est fini. »¦Il part.",
    "bracketed-sentence": "It rained.¦(Nobody had an umbrella.)¦They ran.",
    "bracketed-words": "The plan (see above) works.¦The rest (mostly) does.",
    "bracketed-doubt": "He gave the date (?) Tuesday.¦It was wrong.",
    "question-and-exclamation": "Really?!¦Yes!¦Who knew?",
    "exclamation-in-a-name": "Wow! bars are sold here.¦Buy one.",
    "colon-and-semicolon": "He had one wish: Peace; She had none.¦It was: Enough.",
    "reference-marks": "It is old.[3][12]¦It is large.[citation needed]¦It stands.",
    "tokenised": "He sang `` Why Not ? ''¦It sold well .¦She left ( early ) .",
    "tokenised-double-mark": "The film is Where Art Thou ? .¦It won .",
    "chinese": "今天下雨了。¦你去吗？¦不去！",
    "chinese-quotation": "“我们走吧。”他说。¦她没有回答。",
    "japanese-quotation": "「行こう。」と彼は言った。¦雨だった。",
    "arabic": "هل تأتي؟¦نعم، سآتي.¦شكرا.",
    "hindi": "वह घर गया।¦वह सो गया।",
    "urdu": "وہ گھر گیا۔¦وہ سو گیا۔",
    "no-final-stop": "It rained.¦Nobody came",
    "accented-starter": "Il pleut.¦Élise part.",
    "dash-begins": "Is it over?¦— Yes.",
    "dash-continues": "“Is it over?” — he asked.",
}

WRAPPED = (
    "The committee met in the old town hall on the second Tuesday of the month\n"
    "and heard from Mayor Edith Brandt, from the fire service and from the head of\n"
    "Public Works. It then voted to repair the bridge before the winter, although\n"
    "Councillor Amos Pyle objected to the costs and asked for a second estimate from\n"
    "Halden & Sons. Nobody seconded him."
)

LINES = {
    "blank-line": ("A heading\n\nand more", ["A heading", "and more"]),
    "blank-line-with-spaces": ("One\n \t \nTwo", ["One", "Two"]),
    "heading-line": (
        "Results of the year\nThe firm grew.",
        ["Results of the year", "The firm grew."],
    ),
    "capital-heading": (
        "RISK FACTORS THAT MAY AFFECT OUR FUTURE RESULTS OF OPERATIONS\nthe firm may fail.",
        ["RISK FACTORS THAT MAY AFFECT OUR FUTURE RESULTS OF OPERATIONS", "the firm may fail."],
    ),
    "bullets": ("We sell:\n• nails\n• screws", ["We sell:", "• nails", "• screws"]),
    "dashes": ("We sell:\n- nails\n- screws", ["We sell:", "- nails", "- screws"]),
    "numbers": ("1. Open the lid\n2. Pour", ["1. Open the lid", "2. Pour"]),
    "table": ("Year | Sales\n2019 | 12\n2020 | 14", ["Year | Sales", "2019 | 12", "2020 | 14"]),
    "byline": (
        "By Ada Winter\nthe storm came at night.",
        ["By Ada Winter", "the storm came at night."],
    ),
    "markdown-heading": ("# on bees\nbees hum.", ["# on bees", "bees hum."]),
    "signature": ("Ada Winter\nStaff writer\nOslo", ["Ada Winter", "Staff writer", "Oslo"]),
    "continued-in-lower-case": ("a short line\nruns on.", ["a short line\nruns on."]),
    "continued-after-comma": ("Dear Ada,\nThanks.", ["Dear Ada,\nThanks."]),
    "chinese-wrapped": (
        "这个城市的老桥在去年冬天的大雪之后已经变得非常不\n安全所以市政府决定在春天开始修理。",
        ["这个城市的老桥在去年冬天的大雪之后已经变得非常不\n安全所以市政府决定在春天开始修理。"],
    ),
}


@pytest.mark.parametrize("case", CASES.values(), ids=CASES.keys())
def test_sentences(case):
    expected = case.split("¦")
    text = " ".join(expected)
    found = [span.of(text) for span in sentence_spans(text)]
    assert found == expected


@pytest.mark.parametrize(("text", "expected"), LINES.values(), ids=LINES.keys())
def test_lines(text, expected):
    assert [span.of(text) for span in sentence_spans(text)] == expected


def test_wrapped_prose_runs_on():
    found = [span.of(WRAPPED) for span in sentence_spans(WRAPPED)]
    assert len(found) == 3
    assert found[1].startswith("It then voted")
    assert found[2] == "Nobody seconded him."


def test_cjk_needs_no_spaces():
    text = "今天下雨了。你去吗？“不去。”她走了。"
    assert len(sentence_spans(text)) == 4


def test_long_run_is_cut_at_whitespace():
    text = "word " * 2000
    spans = sentence_spans(text)
    assert len(spans) == 5
    assert all(set(span.of(text).split()) == {"word"} for span in spans)


def test_long_run_without_whitespace_is_cut_anyway():
    assert [s.end - s.start for s in sentence_spans("x" * 4500)] == [2000, 2000, 500]


@pytest.mark.parametrize("text", ["", " \n\n\t "], ids=["empty", "blank"])
def test_nothing(text):
    assert sentence_spans(text) == ()


@settings(max_examples=300)
@given(
    st.lists(
        st.sampled_from(
            [
                "Mr.",
                "U.S.",
                "a",
                "The",
                "“",
                "”",
                '"',
                "(",
                ")",
                ". ",
                ".",
                "?",
                "!",
                "…",
                "\n",
                "\n\n",
                " ",
                "\t",
                "。",
                "」",
                "と",
                "•",
                " | ",
                "1.",
                "[2]",
                "''",
                "\f",
                "\u2029",
            ]
        )
    ).map("".join)
    | st.text()
)
def test_spans_cover_all_that_is_not_whitespace(text):
    position = 0
    for span in sentence_spans(text):
        assert span.start >= position
        gap, sentence = text[position : span.start], span.of(text)
        assert gap == "" or gap.isspace()
        assert sentence == sentence.strip()
        assert len(sentence) <= MAXIMUM_LENGTH
        position = span.end
    assert text[position:].strip() == ""


@pytest.mark.parametrize(
    "unit",
    [
        ".",
        '"',
        ". ",
        '." ',
        "(",
        "A. ",
        "” ",
        "\n",
        "a\n",
        " ",
        "| ",
        "?” A",
        "Mr. ",
        "1. A",
        "[1]",
    ],
    ids=repr,
)
def test_nasty_input_takes_linear_time(unit):
    text = '"' * 50_000 + unit * 100_000
    began = time.process_time()
    sentence_spans(text)
    assert time.process_time() - began < 4


def test_a_row_of_a_table_is_one_sentence_and_a_long_one_is_not_cut_before_a_bar():
    row = "North pier | Old. To be mended. | 5,200"
    text = f"Item | Remark | Cost\n{row}"
    assert [span.of(text) for span in sentence_spans(text)] == ["Item | Remark | Cost", row]
    prose = "It was mended in spring. " * 20
    long = f"North pier | {prose}It holds. | 5,200"
    found = [span.of(long) for span in sentence_spans(long)]
    assert found[0] == "North pier | It was mended in spring."
    assert found[-1] == "It holds. | 5,200"
