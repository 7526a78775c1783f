"""How often the attribution of a sentence names the source that people annotated.

    python bench/attribution.py SHARED_FOLDER [DATA_SET] [DOCUMENTS]

The folder holds ``accuracy/polnear_dev``. A source is right when its token F1 with the gold is at
least 0.5 after dropping articles and titles. The sentence that overlaps the gold content most is
asked. ``any``: some speaker of its chain is right; ``innermost``: the last one is; ``fuller``: as
``any``, but with *Ann Holt* for *Ann Holt, the head of the port,* and *NATO chief Ann Holt* for
*Holt* right too.
"""

from __future__ import annotations

import json
import re
import sys
import time
from collections import Counter
from collections.abc import Iterable
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parents[1]))

from index.attribution import attribute
from index.sentences import sentence_spans
from index.types import Attribution, Span

DROPPED = frozenset(
    """the a an mr mrs ms dr sen rep gov gen president senator representative governor general
    secretary prime minister chancellor speaker secretary-general ambassador justice judge mayor
    leader chairman chairwoman director attorney""".split()
)


def tokens(name: str) -> list[str]:
    """Lower-case words of a name without articles, titles, party tags and possessives."""
    name = re.sub(r"\([^)]*\)", " ", name.lower()).replace("’", "'")
    words = re.findall(r"[\w-]+", name.replace("'s", " "))
    return [word for word in words if word not in DROPPED] or words


def f1(found: str, gold: str) -> float:
    """Token F1 of two names."""
    one, two = Counter(tokens(found)), Counter(tokens(gold))
    common = sum((one & two).values())
    return 2 * common / (sum(one.values()) + sum(two.values())) if common else 0.0


def right(speakers: Iterable[str], gold: str) -> bool:
    """Whether one of the speakers is the gold source."""
    return any(f1(speaker, gold) >= 0.5 for speaker in speakers)


def same(speakers: Iterable[str], gold: str) -> bool:
    """Whether a speaker is the gold source, its fuller form, or it without its description."""
    name = gold.split(",")[0]
    return any(
        f1(s, gold) >= 0.5 or f1(s, name) >= 0.5 or set(tokens(name)) <= set(tokens(s))
        for s in speakers
    )


def asked(sentences: list[Span], gold: Span) -> int:
    """Number of the sentence that overlaps the gold content most."""
    return max(
        range(len(sentences)),
        key=lambda i: min(sentences[i].end, gold.end) - max(sentences[i].start, gold.start),
    )


def measure(folder: Path, documents: int | None) -> tuple[list[dict[str, Any]], float, int]:
    """Answer every ``who_said`` question; also the seconds and the characters it took."""
    texts = {}
    for line in (folder / "docs.jsonl").read_text("utf-8").splitlines()[:documents]:
        document = json.loads(line)
        texts[document["doc_id"]] = document["text"]
    began = time.perf_counter()
    found: dict[str, tuple[list[Span], tuple[Attribution | None, ...]]] = {}
    for name, text in texts.items():
        sentences = list(sentence_spans(text))
        found[name] = sentences, attribute(text, sentences)
    seconds = time.perf_counter() - began
    rows = []
    for line in (folder / "questions.jsonl").read_text("utf-8").splitlines():
        question = json.loads(line)
        if question["kind"] != "who_said" or question["doc_id"] not in texts:
            continue
        sentences, attributions = found[question["doc_id"]]
        number = asked(sentences, Span(*question["gold_spans"][0]))
        attribution = attributions[number]
        speakers = attribution.speakers if attribution else ()
        rows.append(
            {
                "gold": question["source"],
                "named": question["named_source"],
                "speakers": speakers,
                "any": right(speakers, question["source"]),
                "fuller": same(speakers, question["source"]),
                "innermost": right(speakers[-1:], question["source"]),
                "sentence": sentences[number].of(texts[question["doc_id"]]),
                "content": question["gold_quote"],
            }
        )
    return rows, seconds, sum(map(len, texts.values()))


def share(rows: list[dict[str, Any]], key: str) -> str:
    """A share in per cent, with its size."""
    return f"{sum(row[key] for row in rows) / max(1, len(rows)):6.1%} of {len(rows)}"


def main(arguments: list[str]) -> None:
    """Print the shares."""
    data_set = arguments[1] if len(arguments) > 1 else "polnear_dev"
    documents = int(arguments[2]) if len(arguments) > 2 else None
    rows, seconds, characters = measure(Path(arguments[0]) / "accuracy" / data_set, documents)
    groups = {
        "all": rows,
        "named": [row for row in rows if row["named"]],
        "unnamed": [row for row in rows if not row["named"]],
    }
    for name, group in groups.items():
        shares = (f"{key} {share(group, key)}" for key in ("any", "innermost", "fuller"))
        print(f"{name:8}", "   ".join(shares))
    silent = sum(not row["speakers"] for row in rows)
    print(f"no attribution at all: {silent / max(1, len(rows)):.1%}")
    print(f"{characters / 1e6:.2f} million characters in {seconds:.2f} s")


if __name__ == "__main__":
    main(sys.argv[1:])
