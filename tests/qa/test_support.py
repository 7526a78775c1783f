from __future__ import annotations

import pytest

from qa.checking.plain import plain
from qa.checking.source import coverage
from qa.language.names import missing_names
from qa.language.numerals import missing_numerals, months, numerals
from qa.language.polarity import turned_word
from qa.language.speeches import speeches


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("1,200", "1200"),
        ("1\u202f200 people", "1200 people"),
        ("five", "5"),
        ("five, six or twenty five", "5 6 25"),
        ("5 million", "5,000,000"),
        ("two million five hundred thousand", "2.5 million"),
        ("a hundred and five", "105"),
        ("twenty-one", "21st"),
        ("a dozen", "12"),
        ("two dozen", "24"),
        ("a couple, both", "2"),
        ("40 %", "forty per cent"),
        ("40%", "40 percent"),
        ("$5m", "5 million US dollars"),
        ("€1.5bn", "1,500,000,000 euros"),
        ("2021-03-05", "March 5, 2021"),
        ("3 percentage points", "three percentage points"),
        ("10:30", "10:30 a.m."),
        ("−5 degrees", "-5 degrees"),
        ("3-4 and 1990–1995", "3 4 1990 1995"),
        ("one of no one", ""),
        ("F-16, G7, H5N1, per million", ""),
        ("hundreds", "hundreds"),
        ("the 2018–19 season, 1990-91", "2018 2019 1990 1991"),
        ("from 12 to nine percent", "12 percent 9 percent"),
        ("nine to twelve per cent", "9% 12%"),
        ("9–12 % or 5 or 6%", "9% 12% 5% 6%"),
        ("$5 to 9 percent, 2019 and 4%", "$5 9% 2019 4%"),
    ],
)
def test_numbers_have_one_form(one: str, other: str) -> None:
    assert numerals(one) == numerals(other)


@pytest.mark.parametrize(
    ("claim", "source"),
    [
        ("35", "3.5"),
        ("102", "10²"),
        ("$400", "$40"),
        ("40 %", "40"),
        ("40", "40 %"),
        ("$40", "40"),
        ("$40", "€40"),
        ("3 percentage points", "3 percent"),
        ("5 million", "5 billion"),
        ("thousands", "hundreds"),
        ("1000", "thousands"),
        ("-5", "5"),
        ("two", "one"),
    ],
)
def test_other_numbers_are_missing(claim: str, source: str) -> None:
    assert missing_numerals(claim, source)


@pytest.mark.parametrize(
    ("claim", "source", "known"),
    [
        ("dozens", "250", True),
        ("dozens", "24", True),
        ("dozens", "13", False),
        ("dozens", "25,000", False),
        ("thousands", "$4,000", False),
        ("250", "dozens", False),
    ],
)
def test_a_vague_number_stands_for_any_of_its_size(claim: str, source: str, known: bool) -> None:
    assert (missing_numerals(claim, source) == ()) is known


@pytest.mark.parametrize(
    ("sentence", "speakers"),
    [
        ("Astrid Berg, Knut Dahl and Liv Moe denied it", ["Astrid Berg", "Knut Dahl", "Liv Moe"]),
        ("Both the mayor and the council said so", ["mayor", "council"]),
        ("They met Johnson and Zelensky said so", ["Zelensky"]),
        ("The port closed and Dahl said so", ["Dahl"]),
        ("The Harbour Courier and the Post reported it", ["Harbour Courier", "Post"]),
        ("The Joint Committee on Taxation said so", ["Joint Committee"]),
        ("The workers at the port said so", ["workers"]),
        ("Two people with knowledge of the budget, who said it is ready, left", ["people"]),
        ("“Who said so?” asked nobody", []),
        ("Stacy Baker of Columbia said so", ["Stacy Baker"]),
        ("The Bank of England said so", ["Bank"]),
    ],
)
def test_all_who_speak_together_are_speakers(sentence: str, speakers: list[str]) -> None:
    assert [speech.speaker for speech in speeches(sentence)] == speakers


def test_units_are_only_left_out_and_never_put_in() -> None:
    assert missing_numerals("40 million in aid", "$40 million") == ()
    assert missing_numerals("$40 million", "40 million in aid") == ("$40000000",)


def test_an_iso_date_names_its_month() -> None:
    assert months("2021-03-05 and 2021-13-05") == {"march"}


@pytest.mark.parametrize(
    ("claim", "source"),
    [
        ("The UN met", "The United Nations met"),
        ("The United Nations met", "the U.N. met"),
        ("Iranian troops", "troops of Iran"),
        ("troops of Russia", "Russian troops"),
        ("Erdogan spoke", "Erdoğan's speech"),
        ("The U.S.-led force", "a US force"),
        ("President Berg", "president Astrid Berg"),
        ("On 5 January", "Jan. 5"),
        ("On 5 March", "2021-03-05"),
        ("Workers left. However, talks go on", "workers left; talks go on"),
        ("EB-5 visas", "the EB-5 program"),
        ("I think so", "they think so"),
    ],
)
def test_the_same_name_in_another_form_is_known(claim: str, source: str) -> None:
    assert missing_names(claim, source) == ()


@pytest.mark.parametrize(
    ("claim", "source"),
    [
        ("Iraq left", "Iran left"),
        ("Austria left", "Australia left"),
        ("Niger left", "Nigeria left"),
        ("They met in May", "they may meet"),
        ("The US left", "they told us"),
        ("John Berg spoke", "Astrid Berg spoke"),
        ("EB-8 visas", "the EB-5 program"),
        ("it said “Paris fell”", "it said the city fell"),
        ("The ANC met", "The African Union met"),
        ("Ulla Nilsson met", "Un autre met"),
    ],
)
def test_another_name_is_missing(claim: str, source: str) -> None:
    assert missing_names(claim, source)


def test_a_word_without_capital_elsewhere_is_no_name_where_a_sentence_starts() -> None:
    assert missing_names("Ferries are late", "all boats are late") == ("Ferries",)
    assert missing_names("Ferries are late", "all boats are late", frozenset({"ferry"})) == ()


@pytest.mark.parametrize(
    ("prose", "read"),
    [
        ("However the talks failed, it claimed", []),
        ("the report said so", []),
        ("Runa Seil declared that it is late", [("Runa Seil", False, "that it is late")]),
        ("Ivo Tann (Osk) said it is late", [("Ivo Tann", False, "it is late")]),
        ("Mr. Seil, the leader, rejected it", [("Mr. Seil", True, "")]),
        ("The boats noted in May, rejected by Osk, are old", []),
        ("an ad in 2008 said it is late", [("ad", False, "an it is late")]),
        ("“No,” said Knut Dahl.", [("Knut Dahl", False, "“No,”")]),
        ("Critics of Norway say it is late", [("critics", False, "it is late")]),
        ("Two members of the council denied it", [("members", True, "Two")]),
        (
            "The line will close, according to the fire brigade",
            [("brigade", False, "The line will close,")],
        ),
        ("According to the Ledger, it shut", [("Ledger", False, ", it shut")]),
        (
            "The Courier reported that Ivo Tann said it will close",
            [
                ("Courier", False, "that Ivo Tann said it will close"),
                ("Ivo Tann", False, "it will close"),
            ],
        ),
        (
            "Ivo Tann said it will close, but Runa Seil denied that it will",
            [("Ivo Tann", False, "it will close, but"), ("Runa Seil", True, "that it will")],
        ),
    ],
)
def test_who_says_what_is_read_off_a_claim(prose: str, read: list[tuple[str, bool, str]]) -> None:
    found = [(one.speaker, one.denies, " ".join(one.words.split())) for one in speeches(prose)]
    assert found == read


@pytest.mark.parametrize(
    ("claim", "source"),
    [
        ("They stopped the talks", "They did not stop the talks"),
        ("They stopped the talks", "They didn’t stop the talks"),
        ("They stopped the talks", "They never actually stopped the talks"),
        ("They stopped the talks", "They denied stopping the talks"),
        ("They stopped the talks", "They refused to stop the talks"),
        ("They believe the talks stopped", "They do not believe the talks stopped"),
        ("The talks were delayed", "The talks were not stopped or delayed"),
        ("An agreement was reached", "No agreement was reached"),
        ("They did not stop the talks", "They stopped the talks"),
        ("They can't stop the talks", "They stopped the talks"),
        ("They did not attend", "They were all present"),
        ("They stopped the talks", "They may stop the talks"),
        ("They will stop the talks", "They could stop the talks"),
        ("They stopped the talks", "They will stop the talks"),
        ("They stopped the talks", "They would stop the talks"),
        ("The union called for a strike", "The union did not call for a strike"),
        ("The police killed a boatman", "The police did not kill a boatman"),
        ("The council withdrew its report", "The council did not withdraw its report"),
        ("The talks were stopped", "They never ever wanted the talks stopped, nor could they"),
    ],
)
def test_a_turned_statement_is_noticed(claim: str, source: str) -> None:
    assert turned_word(claim, source, source)


@pytest.mark.parametrize(
    ("claim", "source"),
    [
        ("They did not stop the talks", "They refused to stop the talks"),
        ("Agreement was not reached", "No agreement was reached"),
        ("They blamed Holm", "The talks did not fail, and they blamed Holm"),
        ("They stopped it", "They did not stop it at first; then they stopped it"),
        ("They plan to stop the talks", "They will stop the talks"),
        ("In May they stopped the talks", "They stopped the talks in May"),
        ("Holm is not open", "Holm remains uncertain and disputed"),
        ("They won't stop", "They will not stop"),
    ],
)
def test_the_same_statement_is_left_alone(claim: str, source: str) -> None:
    assert turned_word(claim, source, source) is None


def test_coverage_counts_telling_words() -> None:
    assert coverage("The ferry talks failed again", "ferry talk, failing") == pytest.approx(0.75)
    assert coverage("of the", "ferry") == 0.0


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a ![x](http://e.example/?q=1) b", "a b"),
        ("a ![x][r] b ![y] c", "a b c"),
        ("see [the *site*](javascript:alert(1)) now", "see the site now"),
        ("see [it][1] and [^2] now", "see it and now"),
        ("<a href='x'>a</a><script>b</script><!-- c -->", "ab"),
        ("<scr<b>ipt>x", "x"),
        ("<<b>img src=x onerror=y", "img src=x onerror=y"),
        ("a < b and c > d", "a < b and c > d"),
        ("go to HTTPS://E.example/x?y, e.com or e.example/x", "go to, or"),
        ("mail a.b@e.example or e.com now", "mail or now"),
        ("data:text/html,x //e.example/x", ""),
        ("`code` **bold** *it* 5 * 3", "code bold it 5 * 3"),
        ("the U.S. and 3.5 and e.g. this", "the U.S. and 3.5 and e.g. this"),
        ("a\u202eb\u200bc\x00d\U000e0041", "abcd"),
        ("``x'' and ''y''", '"x" and "y"'),
        ("![![a](b)](c) ](d)", "! ] (d)"),
    ],
)
def test_prose_carries_nothing_that_acts(text: str, expected: str) -> None:
    assert plain(text) == expected


def test_what_hides_in_many_layers_is_inert_in_the_end() -> None:
    nested = "<" * 20 + "b" + ">" * 20 + "[" * 20 + "x" + "](y)" * 20
    assert not {"<b", "](", "!["} & {plain(nested)[i : i + 2] for i in range(len(nested))}


def test_an_address_stays_only_where_the_source_has_it() -> None:
    source = "Write to www.ferry.example or a@ferry.example."
    assert plain("Write to www.ferry.example.", source) == "Write to www.ferry.example."
    assert plain("Write to www.ferry.example/x.", source) == "Write to."
    assert plain("Write to b.a@ferry.example", source) == "Write to"
