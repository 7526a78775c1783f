"""Who does what to whom: over asides, passives, converses and relative clauses."""

from __future__ import annotations

import pytest
from passages import passage

from qa.checking.check import Checker
from qa.checking.doers import misplaced, turned
from qa.checking.roles import swapped
from qa.checking.source import Misplaced
from qa.language.deeds import Deed, deeds
from qa.types import Claim, Label, Rejection, RejectionReason, Statement


def deed(text: str, written: str) -> Deed:
    return next(one for one in deeds(text) if one.written == written)


@pytest.mark.parametrize(
    ("text", "verb", "doer", "target"),
    [
        ("Holm sued the town", "sued", "holm", "town"),
        ("The town was sued by Holm in May", "sued", "holm", "town"),
        ("The town has never been sued", "sued", "", "town"),
        ("Holm, who chairs the board, sued the town", "sued", "holm", "town"),
        ("Holm, who chairs the board, sued the town", "chairs", "holm", "board"),
        ("In May, Holm sued the town", "sued", "holm", "town"),
        ("Holm came, sued the town", "sued", "", "town"),
        ("The mayor, Berg, sued the clerk, Holm, in May", "sued", "berg mayor", "clerk holm"),
        ("Berg, Dahl, and Holm sued the town", "sued", "berg dahl holm", "town"),
        ("Berg won the seat, and Holm sued the town", "sued", "holm", "town"),
        ("The trust led by Holm sued the town", "sued", "trust", "town"),
        ("The trust led by Holm sued the town", "led", "holm", "trust"),
        ("Those in Osk who missed it sued the town", "sued", "osk", "town"),
        ("The head of the board sued the town", "sued", "head", "town"),
        ("Half of the old clerks sued the town", "sued", "clerk half old", "town"),
        ("Holm's lawyer sued the town", "sued", "lawyer", "town"),
        ("She sued the town", "sued", "", "town"),
        ("The vote was praised by Holm and called a farce by Berg", "called", "berg", "vote"),
        ("Holm praised Berg, who left it, and called the town", "called", "holm", "town"),
        ("The mill was bought by Holm from a trust", "bought", "trust", "mil"),
        ("Holm bought the mill", "bought", "", "mil"),
        ("Osk then lost to Vale", "lost", "vale", "osk"),
        ("The boats sail to an island", "sail", "boat", "island"),
        ("Holm will sue the town", "sue", "holm", "town"),
        ("Holm is suing the town", "suing", "holm", "town"),
        ("It closed because of cracks found in May", "found", "", ""),
        ("Holm sued the town,", "sued", "holm", "town"),
        ("The mill given to Berg closed", "given", "", "mil"),
        ("Holm wants to sue the town and sold the mill", "sold", "holm", "mil"),
        ("Prices rose by 12 percent", "rose", "pric", ""),
        ("The clerk wrote, in a letter", "wrote", "clerk", ""),
    ],
)
def test_a_deed_has_its_doer_and_its_target(text: str, verb: str, doer: str, target: str) -> None:
    found = deed(text, verb)
    assert found.doer.heads == frozenset(doer.split())
    assert found.target.heads == frozenset(target.split())


@pytest.mark.parametrize(
    "text",
    [
        "The wounded man",
        "The red bed",
        "Privately run schools",
        "To Osk",
        "Hundred, of naked",
        "N't",
        "",
    ],
)
def test_what_may_be_no_verb_makes_no_deed(text: str) -> None:
    assert not deeds(text)


@pytest.mark.parametrize(
    ("claim", "source", "verb"),
    [
        ("Holm sold the mill to a trust", "The mill was bought by Holm from a trust", "sold"),
        ("Holm borrowed it from Berg", "Holm lent it to Berg", "borrowed"),
        ("Moe defeated Vell", "Moe beat Osk and lost to Vell", "defeated"),
        ("Brun thanked the board", "She thanked Brun", "thanked"),
        ("Rojas gave the council a medal", "The council gave her a medal", "gave"),
        ("Dahl replaced Holm", "Holm replaced him", "replaced"),
        ("Holm bought the mill from a trust", "The trust sold the mill to Holm", None),
        ("Vell beat Moe", "Moe beat Osk and lost to Vell", None),
        ("Berg met Dahl", "Dahl met Berg", None),
        ("It thanked Brun", "She thanked Brun", None),
    ],
)
def test_a_turned_deed_is_noticed(claim: str, source: str, verb: str | None) -> None:
    assert (turned(claim, source) or swapped(claim, source)) == verb


@pytest.mark.parametrize(
    ("claim", "source", "found"),
    [
        (
            "Roland called it historic",
            "Roland came. Her host, Pedro Salas, called it historic",
            Misplaced("called", "Roland", "host Pedro Salas"),
        ),
        (
            "Berg hired Aas",
            "Berg hired Lund, and Lund hired Aas",
            Misplaced("hired", "Aas", "Lund"),
        ),
        ("Moe resigned", "Holm resigned. Moe stayed", Misplaced("resigned", "Moe", "Holm")),
        ("Holm painted Osk", "Holm painted Vale", Misplaced("painted", "Osk", "Vale")),
        (
            "Teachers wrote to the mayor",
            "Students wrote to the mayor, and teachers blamed the board",
            Misplaced("wrote", "Teachers", "Students"),
        ),
        ("Teachers wrote to the mayor", "Students wrote to the mayor", None),
        ("Holm painted Osk", "Holm painted Vale and, in May, Osk", None),
        ("Bell won Osk", "Patel won Vale, and Bell took Osk", None),
        ("Roland called it historic", "Her host called it historic", None),
        ("Roland was made a clerk", "Salas was made a clerk", None),
        ("Holm wrote to Moe", "Holm wrote to Berg in May", Misplaced("wrote", "Moe", "Berg")),
        ("Holm spoke with Moe", "Holm spoke in Osk", None),
        ("Berg shares it with Dahl", "Dahl shares it with Berg", None),
        ("Salas hailed the plan", "Rojas hailed the weather", None),
    ],
)
def test_a_deed_of_somebody_else_is_noticed(
    claim: str, source: str, found: Misplaced | None
) -> None:
    assert misplaced(claim, source) == found


def test_an_ing_that_is_a_noun_has_no_sides() -> None:
    source = "Every town met its target for recycling in 2022"
    assert swapped("Every town met its 2022 recycling target", source) is None
    assert swapped("The town was suing Holm", "Holm was suing the town") == "suing"


TOWN = passage(
    1,
    "The vineyard was bought by the Toro brothers from a trust chaired by Alma Reyes.",
    "Judge Ida Krog, who had earlier freed the driver, sentenced the clerk, Leo Dahlin.",
    "Greta Lang painted the mural, and the poet Omar Sand restored it.",
)


@pytest.mark.parametrize(
    ("text", "cited", "fair"),
    [
        ("A trust chaired by Alma Reyes sold the vineyard to the Toro brothers", 1, True),
        ("The Toro brothers sold the vineyard to a trust chaired by Alma Reyes", 1, False),
        ("Leo Dahlin, the clerk, was sentenced by Judge Ida Krog", 2, True),
        ("Leo Dahlin, the clerk, sentenced Judge Ida Krog", 2, False),
        ("Leo Dahlin had earlier freed the driver", 2, False),
        ("The mural was painted by Greta Lang and restored by Omar Sand", 3, True),
        ("Greta Lang restored the mural", 3, False),
    ],
)
def test_the_check_refuses_a_deed_of_the_wrong_one(text: str, cited: int, fair: bool) -> None:
    labels = {Label(1, number) for number in (1, 2, 3)}
    verdict = Checker([TOWN], labels).check(Claim(text, (Label(1, cited),)))
    if fair:
        assert isinstance(verdict, Statement), verdict
    else:
        assert isinstance(verdict, Rejection)
        assert verdict.reason is RejectionReason.CONTRADICTED
