"""Find what each sign of an answer is worth, from the open question sets.

    python -m training.calibrate READER_DIR QUESTIONS_DIR WORK_DIR [--limit 200]

Every candidate sentence of every question gets its signs and whether it answers; logistic
regression gives the log-odds of each sign, and, over the highest signs of all the candidates of a
question, the log-odds that the documents answer it. Questions that ``make accuracy`` asks are used
only where a set has too few others. Printed with five-fold cross-validation by question:
how often the best candidate answers, and how well answerable questions are told from others. The
weights belong into ``qa/confidence.py``.
"""

from __future__ import annotations

import argparse
import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt
from sklearn.linear_model import LogisticRegression

from bench.scores import auroc, covers
from bench.sets import Question, load_questions, load_texts, rows
from index import Library
from index.types import Span
from qa.candidates import Candidate, candidates
from qa.confidence import ANSWERED, BY_HAND, SPEECH_WEIGHTS, WEIGHTS
from qa.evaluation.scores import holds_words
from qa.gates import may_answer
from qa.onnx_reader import OnnxReader
from qa.question import Expected, analyse
from qa.retrieval import Asked, retrieve
from qa.signs import SIGNS, read, signs_of

_SETS = (  # folder, kind, whether the question's own document is named, most documents
    ("polnear_train", "what_said", True, 150),
    ("polnear_train", "who_said", False, 150),
    ("polnear_train", "abstain_doc_scope", True, 150),
    ("superbowl50", None, False, 0),
    ("xquad", None, False, 0),
    ("clapnq", None, True, 0),
    ("squad2", None, True, 0),
)
_FOREVER = 3600.0
_MEASURED = 300  # questions of a set that make accuracy asks; others are preferred here
_PASSAGES = 8
_SAME = 0.7  # share of a gold sentence's words that a candidate must hold
_FOLDS = 5
_DECLINED = 0.08  # share of the answerable questions that may be declined
_FITTED: dict[bool, tuple[str, ...]] = {  # for questions about speech, and for others
    speech: tuple(name for name in weights if name not in BY_HAND)
    for speech, weights in ((True, SPEECH_WEIGHTS), (False, WEIGHTS))
}


Floats = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Signs:
    """One question: the signs of its candidates, which of them may answer, and which do."""

    data_set: str
    speech: bool
    answerable: bool
    signs: Floats
    allowed: npt.NDArray[np.bool_]
    right: npt.NDArray[np.bool_]


def gather(reader: OnnxReader, questions: Path, work: Path, limit: int) -> Iterator[Signs]:
    """The signs of every question of the sets."""
    rebuilt: set[str] = set()
    for folder, kind, named, most in _SETS:
        texts = dict(list(load_texts(questions / folder).items())[: most or None])
        sentences = _gold_sentences(questions / folder)
        with Library.open(work / folder) as library:
            if not library.documents():
                _add(library, texts, work / f"{folder}.files")
            elif folder not in rebuilt:
                library.rebuild()  # by the rules of attribution as they are now
            rebuilt.add(folder)
            measured = {q.id for q in load_questions(questions / folder, kind, _MEASURED)}
            asked = [q for q in load_questions(questions / folder, kind) if q.document in texts]
            others = [question for question in asked if question.id not in measured]
            asked = others if len(others) >= limit else asked
            for question in asked[:: max(len(asked) // limit, 1)]:
                scope = (question.document,) if named else None
                yield _asked(reader, library, question, scope, sentences.get(question.id, ()))


def _asked(
    reader: OnnxReader,
    library: Library,
    question: Question,
    scope: tuple[str, ...] | None,
    sentences: Sequence[str],
) -> Signs:
    analysed = analyse(question.text)
    passages = retrieve(library, Asked(question.text, scope), _PASSAGES).passages
    found = read(analysed, candidates(analysed, passages), passages, reader, _FOREVER)
    best = max((sentence.holds for sentence in found), default=0.0)
    return Signs(
        data_set=f"{question.document.split('_')[0]} {question.kind}",
        speech=analysed.expected in (Expected.SPEAKER, Expected.SPEECH),
        answerable=question.answerable,
        signs=np.array([signs_of(analysed, sentence, best) for sentence in found]),
        allowed=np.array([may_answer(analysed, one.candidate) for one in found]),
        right=np.array([_answers(question, one.candidate, sentences) for one in found]),
    )


def _answers(question: Question, candidate: Candidate, sentences: Sequence[str]) -> bool:
    if not question.answerable or candidate.passage.document != question.document:
        return False
    sentence = candidate.sentence
    if question.gold:
        return covers([Span(sentence.start, sentence.end)], question.gold) and (
            not question.answers or question.kind != "extractive" or _holds(question, candidate)
        )
    if sentences:
        own = set(_words(candidate.text))
        return any(
            len(own & set(_words(s))) >= _SAME * max(len(set(_words(s))), 1) for s in sentences
        )
    return _holds(question, candidate)


def _holds(question: Question, candidate: Candidate) -> bool:
    return holds_words(candidate.text, question.answers)


def _words(text: str) -> list[str]:
    return re.findall(r"\w+", text.casefold())


def _gold_sentences(folder: Path) -> dict[str, tuple[str, ...]]:
    return {
        row["qid"]: tuple(s for found in row.get("gold_sentences") or () for s in found)
        for row in rows(folder / "questions.jsonl")
    }


def _add(library: Library, texts: dict[str, str], files: Path) -> None:
    files.mkdir(parents=True, exist_ok=True)
    for name, text in texts.items():
        (files / name).write_bytes(text.encode())
    library.add(files)


def fit(asked: Sequence[Signs], columns: Sequence[int]) -> Floats:
    """Log-odds that a sentence answers, of each sign that is asked for."""
    signs = np.concatenate([one.signs[one.allowed][:, columns] for one in asked])
    right = np.concatenate([one.right[one.allowed] for one in asked])
    return _weights(signs, right, freedom=1.0)


def fit_answered(asked: Sequence[Signs]) -> Floats:
    """Log-odds that the documents answer, of the highest of each sign."""
    return _weights(_highest(asked), np.array([one.answerable for one in asked]), freedom=10.0)


def _weights(signs: Floats, right: npt.NDArray[np.bool_], freedom: float) -> Floats:
    model = LogisticRegression(C=freedom, fit_intercept=False, max_iter=5000)
    return np.asarray(model.fit(signs, right).coef_[0])


def _highest(asked: Sequence[Signs]) -> Floats:
    columns = [SIGNS.index(name) for name in ANSWERED]
    return np.array([one.signs[:, columns].max(axis=0) for one in asked])


def report(asked: Sequence[Signs]) -> None:
    """Print the figures of each set, cross-validated, and then the weights of all."""
    for speech, names in _FITTED.items():
        group = [one for one in asked if one.speech == speech and one.allowed.any()]
        columns = [SIGNS.index(name) for name in names]
        _print_order(group, columns)
        print("speech" if speech else "other")
        _print_weights(names, fit(group, columns))
    others = [one for one in asked if not one.speech and one.allowed.any()]
    mixed = {one.data_set for one in others if not one.answerable}
    mixed_group = [one for one in others if one.data_set in mixed]
    _print_declining(mixed_group)
    print("answered")
    _print_weights(tuple(ANSWERED), fit_answered(mixed_group))


def _print_order(asked: Sequence[Signs], columns: Sequence[int]) -> None:
    """How often the best sentence, and one of the best three, answers."""
    first, three = defaultdict(list), defaultdict(list)
    for learnt, held_out in _folds(asked):
        weights = fit(learnt, columns)
        for one in (one for one in held_out if one.answerable):
            scores = np.where(one.allowed, one.signs[:, columns] @ weights, -np.inf)
            right = one.right[np.argsort(-scores, kind="stable")]
            first[one.data_set].append(right[0])
            three[one.data_set].append(right[:3].any())
    for name, found in sorted(first.items()):
        print(f"{name:34} n {len(found):4}  first {np.mean(found):.3f}  "
              f"three {np.mean(three[name]):.3f}")  # fmt: skip


def _print_declining(asked: Sequence[Signs]) -> None:
    """How well the highest signs tell answerable questions from others."""
    confidence: dict[str, dict[bool, list[float]]] = defaultdict(lambda: {True: [], False: []})
    for learnt, held_out in _folds(asked):
        scores = _highest(held_out) @ fit_answered(learnt)
        for one, score in zip(held_out, scores, strict=True):
            confidence[one.data_set][one.answerable].append(float(score))
    for name, of in sorted(confidence.items()):
        low = np.quantile(of[True], _DECLINED)
        cases, declined = len(of[True]) + len(of[False]), np.mean(np.array(of[False]) < low)
        print(f"{name:34} n {cases:4}  AUROC {auroc(of[True], of[False]):.3f}  below {low:.2f}, "
              f"where {_DECLINED:.0%} of the answerable are: {declined:.3f}")  # fmt: skip


def _folds(asked: Sequence[Signs]) -> Iterator[tuple[list[Signs], list[Signs]]]:
    """What is learnt from and what is held out, in turns."""
    for fold in range(_FOLDS):
        yield [one for i, one in enumerate(asked) if i % _FOLDS != fold], list(asked[fold::_FOLDS])


def _print_weights(names: Sequence[str], weights: Floats) -> None:
    for name, weight in zip(names, weights, strict=True):
        print(f'    "{name}": {weight:.2f},')


def main() -> None:
    """Gather, fit, print."""
    parser = argparse.ArgumentParser(prog="python -m training.calibrate")
    parser.add_argument("reader", type=Path)
    parser.add_argument("questions", type=Path)
    parser.add_argument("work", type=Path)
    parser.add_argument("--limit", type=int, default=200)
    chosen = parser.parse_args()
    reader = OnnxReader(chosen.reader)
    report(list(gather(reader, chosen.questions, chosen.work, chosen.limit)))


if __name__ == "__main__":
    main()
