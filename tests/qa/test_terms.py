import pytest
from hypothesis import given
from hypothesis import strategies as st

from qa.language.terms import names_in, stem, telling_stems


@pytest.mark.parametrize(
    "forms",
    [
        "travel travels travelled traveled travelling",
        "meet met meeting meets",
        "promise promised promises promising",
        "city cities",
        "stop stopped stopping",
        "deny denied denies",
        "sceptic sceptics sceptical",
        "council council's council’s councils",
    ],
)
def test_forms_of_one_word_share_a_stem(forms):
    assert len({stem(form) for form in forms.split()}) == 1


@pytest.mark.parametrize(
    ("one", "other"),
    [("bus", "business"), ("minister", "ministry"), ("1990", "1991"), ("new", "news")],
)
def test_other_words_do_not(one, other):
    assert stem(one) != stem(other)


def test_numbers_stay_as_they_are_written():
    assert {"340,000", "3.5"} <= telling_stems("They paid 340,000 crowns and 3.5 more.")


def test_names_of_a_sentence():
    text = "On Monday Rep. Mara J. Holt met the Harbour Board of Osk in Elmouth."
    assert {"Harbour Board of Osk", "Elmouth"} <= set(names_in(text))


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("What did Ömer Çelik say?", ("Ömer Çelik",)),
        ("Did Émile Zola write it?", ("Émile Zola",)),
        ("Is the iPhone new?", ()),
        ("They met J. R. Holt in Osk. The talks failed.", ("J. R. Holt", "Osk")),
        ("Who leads the Court of Auditors of Osk?", ("Court of Auditors of Osk",)),
    ],
)
def test_names_in_any_alphabet_with_capitals(text, names):
    assert names_in(text) == names


@given(st.text())
def test_any_text_can_be_stemmed(text):
    assert all(isinstance(word, str) for word in telling_stems(text))
    names_in(text)


@pytest.mark.parametrize(
    "forms",
    """vote voted voting votes,rule ruled ruling rules,use used using uses,sue sued suing sues,
    hire hired hiring,fire fired firing,free freed freeing frees,guarantee guaranteed guaranteeing,
    flee fled flees,lose lost losing loses,size sized sizing,urge urged urging urges,tie tied ties,
    lie lied lying,note noted noting notes,move moved moving moves,care cared caring,
    trade traded trading,agree agreed agreeing agrees,close closed closing,plan planned planning,
    stop stopped stopping,travel travelled traveled,carry carried carries,deny denied denies,
    die died dying,win won winning,pay paid paying pays,promise promised promising,
    call called calling calls,kill killed killing,fall fell falling falls,tell told telling,
    add added adding adds,recall recalled,install installed,staff staffed,control controlled,
    tax taxed taxes,mix mixes mixed,boycott boycotted,exceed exceeded,
    proceed proceeding proceeds,succeed succeeded,panic panicked,gas gassed,rape raped,
    strike struck,withdraw withdrew withdrawn,shoot shot shooting,throw threw,hear heard""".split(
        ","
    ),
)
def test_all_forms_of_a_verb_have_one_stem(forms):
    assert len({stem(form) for form in forms.split()}) == 1


def test_care_is_no_car_and_to_note_is_not():
    assert stem("care") != stem("car")
    assert stem("noted") != stem("not")
    assert stem("fires") != stem("fir")


def test_a_month_behind_a_name_is_no_part_of_it():
    assert names_in("They met Ann Holt May be so") == ("Ann Holt",)
