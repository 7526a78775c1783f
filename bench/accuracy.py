"""How often the product is right without any language model.

    python -m bench.accuracy QUESTIONS_DIR [--sets seed,squad2] [--limit 300] [--write]

The folder holds the open question sets. Each retrieval figure stands beside the product's own
searches, each alone, and beside the plain pipeline, measured in the same run; every share comes
with its number of cases and its 95 % interval.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Sequence
from contextlib import ExitStack
from pathlib import Path

from bench.document import ROOT, aligned, circumstances, markdown, replace_part
from bench.figures import Figure, Risk, Trade
from bench.measures import (
    SEED_DOCUMENT,
    absent_speaker,
    declining,
    extractive,
    seed,
    speakers,
    what_said,
    who_said,
)
from bench.retrieval import several_documents
from bench.sets import Bench, Question, RememberingEmbedder, load_questions, load_texts, opened
from index.embed import BUNDLED, SentenceTransformerEmbedder
from qa.evaluation.charts import risk_curves
from qa.evaluation.scores import Share

__all__ = ["main"]

_PAGE = ROOT / "docs" / "accuracy.md"
_TRADE_HEADING = ("set", "threshold", "unanswerable declined", "answerable declined")
_HEADING = (
    "set",
    "measure",
    "product",
    "95 % interval",
    "n",
    "meaning alone",
    "words alone",
    "plain cosine",
    "plain BM25",
)

Measure = Callable[[Bench, list[Question]], Sequence[Figure | Trade | Risk]]

# Name on the command line: folder, kind of question, what is measured.
_SETS: dict[str, tuple[str, str | None, Measure]] = {
    "polnear_what": ("polnear_dev", "what_said", what_said),
    "polnear_who": ("polnear_dev", "who_said", who_said),
    "absent": ("polnear_dev", "abstain_doc_scope", absent_speaker),
    "superbowl50": ("superbowl50", None, lambda b, q: extractive(b, q, "Super Bowl 50")),
    "xquad": ("xquad", None, lambda b, q: extractive(b, q, "XQuAD, English")),
    "multihop": (
        "multihop_facts",
        None,
        lambda b, q: several_documents(b, q, "MultiHop-RAG, facts"),
    ),
    "clapnq": ("clapnq", None, lambda b, q: declining(b, q, "ClapNQ")),
    "squad2": ("squad2", None, lambda b, q: declining(b, q, "SQuAD 2")),
}


def main(arguments: list[str]) -> None:
    """Measure, print the table, and with ``--write`` put it into docs/accuracy.md."""
    chosen = _arguments(arguments)
    measured_on = circumstances()  # of the code that is loaded now
    results = _measured(chosen.questions, chosen.sets, chosen.limit)
    figures = [_HEADING, *(_row(result) for result in results if isinstance(result, Figure))]
    trades = [_TRADE_HEADING, *(_trade(result) for result in results if isinstance(result, Trade))]
    print(aligned(figures), *([aligned(trades)] if trades[1:] else []), sep="\n\n")
    if chosen.write:
        sample = "all questions" if chosen.limit == 0 else f"at most {chosen.limit} questions a set"
        replace_part(_PAGE, "circumstances", f"{measured_on} Asked: {sample}.")
        replace_part(_PAGE, "figures", markdown(figures))
        replace_part(_PAGE, "thresholds", markdown(trades))
        for risk in (result for result in results if isinstance(result, Risk)):
            name = risk.data_set.lower().replace(" ", "")
            picture = risk_curves(
                risk.curves,
                "of these, answered though the document does not say",
                f"Risk–coverage curves on {risk.data_set}",
            )
            (_PAGE.parent / f"risk-{name}.svg").write_text(picture, "utf-8")
        print(f"written: {_PAGE.relative_to(ROOT)}", file=sys.stderr)


def _arguments(arguments: list[str]) -> argparse.Namespace:
    names = ["seed", *_SETS]
    parser = argparse.ArgumentParser(prog="python -m bench.accuracy", description=__doc__)
    parser.add_argument("questions", type=Path, metavar="QUESTIONS_DIR")
    parser.add_argument("--sets", type=lambda text: text.split(","), default=names)
    parser.add_argument("--limit", type=int, default=300, help="most questions a set; 0 for all")
    parser.add_argument("--write", action="store_true", help="also into docs/accuracy.md")
    chosen = parser.parse_args(arguments)
    if unknown := set(chosen.sets) - set(names):
        parser.error(f"no such set: {', '.join(sorted(unknown))}; there are {', '.join(names)}")
    if chosen.write and set(chosen.sets) != set(names):
        parser.error("--write needs all sets: the page shows one run")
    if not chosen.questions.is_dir():
        parser.error(f"no folder {str(chosen.questions)!r}: name the one with the question sets")
    return chosen


def _measured(questions: Path, sets: Sequence[str], limit: int) -> list[Figure | Trade | Risk]:
    results: list[Figure | Trade | Risk] = []
    benches: dict[str, Bench] = {}
    embedder = RememberingEmbedder(SentenceTransformerEmbedder(BUNDLED))
    with ExitStack() as stack:
        for name in sets:
            print(f"… {name}", file=sys.stderr)
            if name == "seed":
                text = (questions / SEED_DOCUMENT).read_text("utf-8")
                benches[name] = stack.enter_context(opened({SEED_DOCUMENT: text}, embedder))
                found, wrong = seed(benches[name], questions / "seed_report_questions.jsonl")
                print("".join(f"wrong: {item}\n" for item in wrong), file=sys.stderr)
                results += found
                continue
            folder, kind, measure = _SETS[name]
            if folder not in benches:
                texts = load_texts(questions / folder)
                benches[folder] = stack.enter_context(opened(texts, embedder))
            results += measure(benches[folder], load_questions(questions / folder, kind, limit))
            if name == "polnear_who":
                results += speakers(questions / folder)
    valid = Share(
        sum(bench.valid_quotes for bench in benches.values()),
        sum(bench.shown_quotes for bench in benches.values()),
    )
    return [*results, Figure("all of these", "quote is verbatim at its offsets", valid)]


def _row(figure: Figure) -> tuple[str, ...]:
    interval, cases = "", ""
    if isinstance(figure.product, Share) and figure.product.cases:
        interval, cases = figure.product.interval, f"{figure.product.cases:,}"
    compared = (figure.own_meaning, figure.own_words, figure.meaning, figure.words)
    values = map(_value, compared)
    return figure.data_set, figure.measure, _value(figure.product), interval, cases, *values


def _trade(trade: Trade) -> tuple[str, ...]:
    shares = (_value(trade.unanswerable), _value(trade.answerable))
    return trade.data_set, f"{trade.threshold:.2f}", *shares


def _value(value: Share | float | None) -> str:
    if value is None:
        return ""
    return f"{value.value:.1%}" if isinstance(value, Share) else f"{value:.3f}"


if __name__ == "__main__":
    main(sys.argv[1:])
