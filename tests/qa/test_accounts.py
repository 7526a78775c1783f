import pytest
from hypothesis import given
from hypothesis import strategies as st

from qa.accounts import conflicts, contradict, tells_again
from qa.question import analyse
from qa.types import Quote, Statement

ANY = analyse("What happened to the boats at the quay?")


def said(text, *speakers, document="a.txt", publisher=None):
    quote = Quote(1, document, 0, len(text), text, publisher=publisher, attribution=tuple(speakers))
    return Statement(text, tuple(speakers), (quote,))


def differ(one, other, question=ANY):
    forth = contradict(question, said(one, "Ivo Tann"), said(other, "Runa Seil"))
    assert contradict(question, said(other, "Runa Seil"), said(one, "Ivo Tann")) is forth
    return forth


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("The line to Osk will close in May.", "Seil denied that the line to Osk will close."),
        ("Police said 12 people were hurt at the quay.", "The union counted 40 people hurt."),
        ("Twenty-three people were hurt at the quay.", "Nine people were hurt, police said."),
        ("The talks were blocked by Osk.", "The talks were not blocked by Osk."),
        ("The minister blocked the deal.", "The minister said: I did not block the deal."),
        ("Osk said three warnings were given.", "The police had given no warning, Seil said."),
        ("The boats cost 5 million crowns.", "The boats cost 3.5 million crowns, Seil said."),
    ],
)
def test_contradictions_are_seen(one, other):
    assert differ(one, other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Police said 12 people were hurt.", "The union said 12 people were hurt."),
        ("Nine people were hurt at the quay.", "Police said 9 people were hurt at the quay."),
        ("Twenty-three people were hurt.", "Police said 23 people were hurt."),
        ("They sold 1,200 tickets for the boats.", "1200 tickets for the boats were sold."),
        ("The boats were sold.", "The boats were sold because there is no money."),
        ("The boats were sold.", "Not only the boats were sold."),
        ("The quay was closed on 12 May.", "The quay was closed again on 3 May."),
        ("In 2019 the boats were sold.", "The boats were sold in 2021."),
        ("Two of the boats sank at the quay.", "Five of the crew left the boats at the quay."),
        ("The repair of the quay costs 42 million crowns.", "They pay two million crowns a year."),
        ("The line to Osk will close in May.", "Bread is not baked at night."),
    ],
)
def test_what_can_both_hold_is_no_contradiction(one, other):
    assert not differ(one, other)


def test_days_contradict_each_other_where_a_time_is_asked_for():
    one = "The lower gates were closed on Saturday, 10 May."
    other = "The lower gates were closed on May 11, Seil said."
    assert differ(one, other, analyse("When were the lower gates closed?"))
    assert not differ(one, one.replace("10 May", "May 10"), analyse("When were the gates closed?"))


@pytest.mark.parametrize(
    ("speakers", "others"),
    [
        (("Ivo Tann",), ("harbour master Ivo Tann",)),
        (("The Coast Wire",), ("The Coast Wire", "unnamed officials")),
    ],
)
def test_one_voice_does_not_contradict_itself(speakers, others):
    one = said("The talks were blocked by Osk.", *speakers)
    other = said("The talks were not blocked by Osk.", *others, document="b.txt")
    assert not contradict(ANY, one, other)


def test_a_publishers_own_voice_is_its_name():
    one = said("The works at the quay begin on 3 May.", publisher="Osk Water Authority")
    other = said("The works at the quay end on 9 June.", "the Authority", document="b.txt")
    assert not contradict(analyse("When do the works at the quay end?"), one, other)


def test_two_papers_in_their_own_voices_are_two_voices():
    one = said("Nine people were hurt at the quay.", publisher="The Herald")
    other = said("23 people were hurt at the quay.", document="b.txt", publisher="The Courier")
    assert contradict(ANY, one, other)
    again = said("23 people were hurt at the quay.", document="c.txt", publisher="The Herald")
    assert not contradict(ANY, one, again)


THREE = "Ann Holt said that three boats sank."


@pytest.mark.parametrize(
    ("speakers", "text", "again"),
    [
        (("Holt",), "Three boats went down, Holt repeated.", True),
        (("the Courier", "Ann Holt"), "It was 3 boats, Holt told the Courier.", True),
        (("Ivo Tann",), "Three boats went down, Ivo Tann said.", False),
        (("Ann Holt",), "Five boats went down, Ann Holt said.", False),
        (("Ann Holt",), "The boats went down, Ann Holt said.", False),
        ((), "Three boats went down.", False),
    ],
)
def test_the_same_speaker_may_give_the_same_number_again(speakers, text, again):
    asked = analyse("How many boats sank?")
    assert tells_again(asked, speakers, text, ("Ann Holt",), THREE) is again


def test_what_is_not_counted_is_not_told_again():
    asked = analyse("What happened to the boats?")
    assert not tells_again(asked, ("Ann Holt",), THREE, ("Ann Holt",), THREE)


HURT = "How many people were hurt at the quay?"
NINE = said("Nine people were hurt at the quay.", "Ivo Tann")
TWENTY = said("20 people were hurt at the quay.", "Runa Seil")
AGAIN = said("9 people were hurt at the quay.", "Ann Holt")
RAIN = said("It rained at the quay all day.", "Ola Moe")
BLOCKED = said("The talks in Osk were blocked by the union.", "Edda Moll")
NOT_BLOCKED = said("The talks in Osk were not blocked by the union.", "Jan Peel")
UNQUOTED = Statement("20 people were hurt at the quay.", ("Runa Seil",), ())


@pytest.mark.parametrize(
    ("statements", "groups"),
    [
        ((), ()),
        ((NINE,), ()),
        ((NINE, RAIN, AGAIN), ()),
        ((NINE, UNQUOTED), ()),
        ((NINE, RAIN, TWENTY), ((NINE, TWENTY),)),
        ((TWENTY, RAIN, NINE, AGAIN), ((TWENTY, NINE, AGAIN),)),
        ((NINE, AGAIN, TWENTY), ((NINE, AGAIN, TWENTY),)),
        ((BLOCKED, NINE, NOT_BLOCKED, RAIN), ((BLOCKED, NOT_BLOCKED),)),
        ((NOT_BLOCKED, TWENTY, BLOCKED, NINE), ((NOT_BLOCKED, BLOCKED), (TWENTY, NINE))),
    ],
)
def test_statements_that_contradict_one_another_are_grouped_by_conflict(statements, groups):
    assert conflicts(HURT, statements) == groups


def test_days_differ_where_a_time_is_asked_for():
    begin = said("The works at the quay begin on 3 May.", "Ivo Tann")
    later = said("The works at the quay begin on 9 June.", "Runa Seil")
    both = (begin, later)
    assert conflicts("When do the works at the quay begin?", both) == (both,)
    assert conflicts("Who works at the quay?", both) == ()


@given(st.permutations([NINE, TWENTY, AGAIN, RAIN, BLOCKED, NOT_BLOCKED, UNQUOTED]))
def test_each_statement_at_issue_is_in_one_group_with_all_that_it_contradicts(statements):
    groups, asked = conflicts(HURT, statements), analyse(HURT)
    at_issue = [
        one for one in statements if any(contradict(asked, one, other) for other in statements)
    ]
    assert sorted(map(id, at_issue)) == sorted(id(one) for group in groups for one in group)
    for group in groups:
        assert len(group) > 1
        assert sorted(group, key=statements.index) == list(group)
        for outside in at_issue:
            if outside not in group:
                assert not any(contradict(asked, one, outside) for one in group)
