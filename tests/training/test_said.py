"""Questions about who said what, out of answers that people gave about verbs."""

from __future__ import annotations

import csv
from random import Random

from training.said import said

SPEAKERS = ("Ada", "Bo", "Cy", "Dag", "Eli", "Finn", "Gro", "Hal")
CLAUSE = "{} said the lock will open at {} o'clock"
STATEMENT = "the lock will open at {} o'clock"


def write(path, rows):
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)


def data(folder):
    """One sentence, in which everybody says something."""
    clauses = [CLAUSE.format(name, hour) for hour, name in enumerate(SPEAKERS)]
    length = len(clauses[0].split()) + 1
    answers = []
    for number in range(len(clauses)):
        first = number * length
        asked = {"qasrl_id": "gate:1:1", "verb_idx": str(first + 1), "verb": "said"}
        who = {"wh": "who", "subj": "", "answer_range": f"{first}:{first + 1}"}
        what = {
            "wh": "what",
            "subj": "someone",
            "answer_range": f"{first + 2}:{first + length - 1}",
        }
        answers += [asked | who, asked | what]
    tokens = " and ".join(clauses) + " ."
    write(folder / "gate.full.csv", [{"qasrl_id": "gate:1:1", "tokens": tokens}])
    write(folder / "gate.gold.csv", answers)
    return folder


def test_verbs_are_asked_about_in_their_order(tmp_path):
    """So that one seed makes one set of questions, in whatever order Python keeps a set."""
    examples = list(said(data(tmp_path), Random(7)))
    answers = [[span.of(one.paragraph.text) for span in one.answers] for one in examples]
    assert answers == [
        [answer] for hour, name in enumerate(SPEAKERS) for answer in (name, STATEMENT.format(hour))
    ]
    for who, what, name in zip(examples[::2], examples[1::2], SPEAKERS, strict=True):
        assert who.question.startswith(("Who ", "According to whom "))
        assert name not in who.question
        assert name in what.question


def test_a_seed_makes_the_same_questions_again(tmp_path):
    folder = data(tmp_path)
    one, same, other = (list(said(folder, Random(seed))) for seed in (7, 7, 8))
    assert one == same != other
