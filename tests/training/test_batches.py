"""Questions with several texts: they stay together, and their places compete."""

from dataclasses import replace
from random import Random

import pytest
import torch
from tokenizers import Tokenizer

from index.embed import bundled_folder
from index.types import Span
from training.batches import batches
from training.examples import Article, Example
from training.nearest import with_others
from training.network import loss
from training.sources import join

RIGHT = join(["The ferry of Veyle left at noon.", "It was full."])
NEAR = join(["The ferry of Osk left late.", "Nobody was on it."])
FAR = join(["Farmers at Linnow keep geese."])
TELLS_TOO = join(["At noon the ferry of Veyle came back."])
ARTICLE = Article((FAR, NEAR, RIGHT, TELLS_TOO))


def asked(others=()):
    start = RIGHT.text.index("noon")
    return Example(
        "When did the ferry of Veyle leave?", RIGHT, (Span(start, start + 4),), ARTICLE, others
    )


def test_the_nearest_other_texts_are_offered_and_none_that_holds_the_answer():
    (example,) = with_others([asked()])
    assert example.others == (NEAR, FAR)


def test_the_texts_of_a_question_stay_together_and_only_the_right_one_answers():
    tokenizer = Tokenizer.from_file(str(bundled_folder() / "tokenizer.json"))
    examples = [asked((NEAR, FAR)), asked(), asked((FAR,))] * 40
    found = list(batches(tokenizer, examples, Random(1)))
    texts = []
    for batch in found:
        for number in range(int(batch.question.max()) + 1):
            of_question = batch.question == number
            assert batch.here[of_question].tolist()[0] == 1
            assert batch.here[of_question].sum() == batch.starts[of_question].sum() == 1
            texts.append(int(of_question.sum()))
    assert sorted(texts) == [1] * 40 + [2] * 40 + [3] * 40


def test_what_the_text_is_about_is_read_first_and_is_no_answer():
    tokenizer = Tokenizer.from_file(str(bundled_folder() / "tokenizer.json"))
    (batch,) = batches(tokenizer, [replace(asked(), about=("Osk", "Noon"))], Random(1))
    ids = batch.input_ids[0]
    words = [tokenizer.id_to_token(i) for i in ids[batch.token_type_ids[0] == 1].tolist()]
    assert words[:7] == ["this", "is", "about", "os", "##k", ",", "noon"]
    assert tokenizer.id_to_token(int(ids[batch.allowed[0]][0])) == "the"
    assert tokenizer.id_to_token(int(ids[batch.starts[0].argmax()])) == "noon"
    assert bool(batch.allowed[0, batch.starts[0].argmax()])


def scored(question, second=0.0):
    """Two passages of three tokens; the answer is the second token of the first."""
    span = torch.tensor([[0.0, 3.0, 0.0], [0.0, second, 0.0]]).unsqueeze(-1).expand(2, 3, 2)
    places = torch.tensor([[0.0, 1.0, 0.0], [0.0, 0.0, 0.0]])
    allowed = torch.tensor([[False, True, True]] * 2)
    here = torch.tensor([1.0, 0.0])
    nothing = torch.zeros(2)
    return float(loss(span, nothing, allowed, places, places, here, torch.tensor(question)))


def test_alone_a_passage_is_judged_by_cross_entropy_with_nowhere_as_the_first_place():
    logits = torch.tensor([[0.0, 3.0, 0.0], [0.0, 0.0, 0.0]])
    expected = torch.nn.functional.cross_entropy(logits, torch.tensor([1, 0]))
    relevance = 0.5 * torch.log(torch.tensor(2.0))
    assert scored([0, 1]) == pytest.approx(float(expected + relevance), abs=1e-5)


def test_a_high_score_in_another_passage_of_the_question_costs():
    assert scored([0, 0], second=4.0) > scored([0, 0]) + 1
