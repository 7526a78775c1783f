"""Find what each sign of an answer is worth, from the open question sets.

    python -m training.calibrate READER_DIR QUESTIONS_DIR WORK_DIR [--limit 200]

Every candidate sentence of every question gets its signs and whether it answers; logistic
regression gives the log-odds of each sign. Printed with five-fold cross-validation by question:
how often the best candidate answers, and how well the best confidence tells answerable questions
from others. The weights belong into ``qa/confidence.py``.
"""

from __future__ import annotations

import argparse
import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt
from sklearn.linear_model import LogisticRegression

from bench.scores import auroc, covers, holds_words
from bench.sets import Question, load_questions, load_texts
from index import Library
from index.types import Span
from qa.candidates import Candidate, candidates
from qa.gates import may_answer
from qa.onnx_reader import OnnxReader
from qa.question import Expected, analyse
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
_PASSAGES = 8
_SAME = 0.7  # share of a gold sentence's words that a candidate must hold
_FOLDS = 5


@dataclass(frozen=True, slots=True)
class Asked:
    """One question: the signs of its candidates, which of them may answer, and which do."""

    data_set: str
    speech: bool
    answerable: bool
    signs: npt.NDArray[np.float64]
    allowed: npt.NDArray[np.bool_]
    right: npt.NDArray[np.bool_]


def gather(reader: OnnxReader, questions: Path, work: Path, limit: int) -> Iterator[Asked]:
    """The signs of every question of the sets."""
    for folder, kind, named, most in _SETS:
        texts = dict(list(load_texts(questions / folder).items())[: most or None])
        sentences = _gold_sentences(questions / folder)
        with Library.open(work / folder) as library:
            if not library.documents():
                _add(library, texts, work / f"{folder}.files")
            asked = [q for q in load_questions(questions / folder, kind) if q.document in texts]
            for question in asked[:: max(len(asked) // limit, 1)]:
                scope = [question.document] if named else None
                yield _asked(reader, library, question, scope, sentences.get(question.id, ()))


def _asked(
    reader: OnnxReader,
    library: Library,
    question: Question,
    scope: list[str] | None,
    sentences: Sequence[str],
) -> Asked:
    analysed = analyse(question.text)
    passages = library.search(question.text, limit=_PASSAGES, documents=scope)
    found = read(analysed, candidates(analysed, passages), passages, reader, _FOREVER)
    best = max((sentence.holds for sentence in found), default=0.0)
    return Asked(
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
    rows = map(json.loads, (folder / "questions.jsonl").read_text("utf-8").splitlines())
    return {
        row["qid"]: tuple(s for found in row.get("gold_sentences") or () for s in found)
        for row in rows
    }


def _add(library: Library, texts: dict[str, str], files: Path) -> None:
    files.mkdir(parents=True, exist_ok=True)
    for name, text in texts.items():
        (files / name).write_bytes(text.encode())
    library.add(files)


def fit(asked: Sequence[Asked]) -> npt.NDArray[np.float64]:
    """Log-odds of each sign; every question counts the same, however many candidates it has."""
    kept = [one for one in asked if one.allowed.any()]
    signs = np.concatenate([one.signs[one.allowed] for one in kept])
    right = np.concatenate([one.right[one.allowed] for one in kept])
    model = LogisticRegression(C=1.0, fit_intercept=False, max_iter=2000)
    return np.asarray(model.fit(signs, right).coef_[0])


def report(asked: Sequence[Asked]) -> None:
    """Print the figures of each set, cross-validated, and then the weights of all."""
    for speech in (True, False):
        group = [one for one in asked if one.speech == speech]
        confidence: dict[int, float] = {}
        first: dict[int, bool] = {}
        among: dict[int, bool] = {}
        for fold in range(_FOLDS):
            weights = fit([one for i, one in enumerate(group) if i % _FOLDS != fold])
            for i, one in enumerate(group):
                if i % _FOLDS != fold:
                    continue
                scores = np.where(one.allowed, one.signs @ weights, -np.inf)
                order = np.argsort(-scores)
                confidence[i] = float(scores[order[0]])
                first[i] = bool(one.right[order[0]])
                among[i] = bool(one.right[order[:3]].any())
        for name in sorted({one.data_set for one in group}):
            own = [i for i, one in enumerate(group) if one.data_set == name]
            yes = [i for i in own if group[i].answerable]
            no = [confidence[i] for i in own if not group[i].answerable]
            print(
                f"{name:34} n {len(own):4}  candidate there "
                f"{np.mean([group[i].right.any() for i in yes]) if yes else 0:.3f}  first "
                f"{np.mean([first[i] for i in yes]) if yes else 0:.3f}  three "
                f"{np.mean([among[i] for i in yes]) if yes else 0:.3f}  "
                f"AUROC {auroc([confidence[i] for i in yes], no):.3f}"
            )
        weights = fit(group)
        print("speech" if speech else "other")
        for name, weight in zip(SIGNS, weights, strict=True):
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
