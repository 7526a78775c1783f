"""How fast the product is on this machine, each figure beside a baseline of the same run.

    python -m bench.speed [--runs 3] [--install] [--write]

No language model takes part. Absolute times vary with the machine and with what else it does; the
ratios to the baselines vary less.
"""

from __future__ import annotations

import argparse
import statistics
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TypeVar

from bench.checking import STATEMENTS, checked
from bench.document import ROOT, aligned, circumstances, markdown, replace_part
from bench.evaluating import CASES, evaluating
from bench.pages import SAMPLES, pages, pdf
from bench.processes import chat_start, command, installation
from bench.reading import reading
from index import Library
from index.embed import BUNDLED, SentenceTransformerEmbedder
from qa import Assistant
from qa.answer_settings import AnswerSettings
from qa.evaluation.scores import percentile

__all__ = ["Timing", "main"]

T = TypeVar("T")

_PAGE = ROOT / "docs" / "performance.md"
_QUESTIONS = Path(__file__).parent / "questions.txt"
_PAGES, _WORDS = 100, 400
_HEADING = (
    "what",
    "baseline",
    "median",
    "95 % within",
    "lowest",
    "highest",
    "n",
    "baseline's median",
    "ratio",
)


@dataclass(frozen=True, slots=True)
class Timing:
    """Repeated measurements of one thing, in seconds."""

    what: str
    seconds: Sequence[float]
    beside: str = ""
    """What the baseline does."""
    baseline: Sequence[float] = ()

    @property
    def median(self) -> float:
        """Half of the measurements took no longer."""
        return statistics.median(self.seconds)


def main(arguments: list[str]) -> None:
    """Measure, print the table, and with ``--write`` put it into docs/performance.md."""
    parser = argparse.ArgumentParser(prog="python -m bench.speed", description=__doc__)
    parser.add_argument("--runs", type=int, default=3, help="how often each thing is measured")
    parser.add_argument("--install", action="store_true", help="also install requirements.txt")
    parser.add_argument("--write", action="store_true", help="also into docs/performance.md")
    chosen = parser.parse_args(arguments)
    measured_on = circumstances()  # of the code that is loaded now
    questions = _QUESTIONS.read_text("utf-8").splitlines()
    timings, notes = [], []
    with TemporaryDirectory() as folder:
        library = Path(folder) / "samples"
        with Library.open(library) as opened:
            opened.add(SAMPLES)
            timings += list(asking(opened, questions, chosen.runs))
            check, embed = checked(opened, questions, chosen.runs)
            what = f"check a model's reply of {STATEMENTS} statements"
            timings.append(Timing(what, check, "embed the question", embed))
        notes.append(reading(questions, AnswerSettings().reader_seconds))
        timings += starting(library, questions[0], chosen.runs)
        told, asked = evaluating(Path(folder), chosen.runs)
        what = f"python -m qa eval, {CASES} cases"
        timings.append(Timing(what, told, "ask the same, warm", asked))
        for adding in (adding_pages(Path(folder), suffix, chosen.runs) for suffix in _WRITERS):
            timings.append(adding[0])
            notes.append(adding[1])
    if chosen.install:
        seconds, megabytes = installation(ROOT / "requirements.txt")
        notes.append(f"Installing requirements.txt: {seconds:.0f} s, {megabytes:,.0f} MB.")
    rows = [_HEADING, *map(_row, timings)]
    print(aligned(rows), *notes, sep="\n")
    if chosen.write:
        replace_part(_PAGE, "circumstances", measured_on)
        replace_part(_PAGE, "figures", "\n\n".join([markdown(rows), *notes]))
        print(f"written: {_PAGE.relative_to(ROOT)}", file=sys.stderr)


def asking(library: Library, questions: Sequence[str], runs: int) -> Iterator[Timing]:
    """Answers and searches over the samples, warm, in turns with their baseline.

    Args:
        library: over the samples.
        questions: about them.
        runs: how often each is asked.
    """
    steps: dict[str, Callable[[str], object]] = {
        "embed": library.embedder.embed_query,
        "search": library.search,
        "ask": Assistant(library).ask,
    }
    for step in steps.values():
        step(questions[0])
    seconds: dict[str, list[float]] = {name: [] for name in steps}
    for _ in range(runs):
        for question in questions:
            for name, step in steps.items():
                seconds[name].append(_seconds(step, question))
    for name in ("search", "ask"):
        what = f"{name}, over the samples, warm"
        yield Timing(what, seconds[name], "embed the question", seconds["embed"])


def starting(library: Path, question: str, runs: int) -> list[Timing]:
    """The chat and the command line as fresh processes, in turns with their baselines.

    Args:
        library: folder of a library that holds the samples.
        question: the first one.
        runs: how often each is started.
    """
    chat, gradio, ask, torch, helped, bare = ([] for _ in range(6))
    for _ in range(runs):
        chat.append(chat_start(library, question))
        gradio.append(command(["-c", "import gradio"], library))
        ask.append(command(["-m", "qa", "ask", question], library))
        torch.append(command(["-c", "import sentence_transformers"], library))
        helped.append(command(["-m", "qa", "--help"], library))
        bare.append(command(["-c", "import typer, rich"], library))
    return [
        Timing("app.py to the page", [start[0] for start in chat], "import gradio", gradio),
        Timing("app.py to the first answer", [start[1] for start in chat], "import gradio", gradio),
        Timing("python -m qa ask", ask, "import sentence_transformers", torch),
        Timing("python -m qa --help", helped, "import typer, rich", bare),
    ]


_WRITERS: dict[str, Callable[[list[str]], bytes]] = {
    "txt": lambda texts: "\n\n".join(texts).encode(),
    "pdf": pdf,
}


def adding_pages(folder: Path, suffix: str, runs: int) -> tuple[Timing, str]:
    """Adding a document of many pages to an empty library, with the model loaded.

    Args:
        folder: for the file and the libraries.
        suffix: ``txt`` or ``pdf``.
        runs: how often it is added, each time to another library.

    Returns:
        The timing, and what it means in chunks a second.
    """
    path = folder / f"pages.{suffix}"
    path.write_bytes(_WRITERS[suffix](pages(_PAGES, _WORDS)))
    embedder = SentenceTransformerEmbedder(BUNDLED)
    embedder.embed_query("warm")
    seconds, baseline, chunks = [], [], 0
    for run in range(runs):
        with Library.open(folder / f"{suffix}{run}", embedder=embedder) as library:
            seconds.append(_seconds(library.add, path))
            document = library.documents()[0]
            chunks = document.chunks
            baseline.append(_encoded(embedder.folder, library.text(document.name), chunks))
    timing = Timing(f"add {_PAGES} pages of {suffix}", seconds, "encode as many texts", baseline)
    rate, plain = chunks / timing.median, chunks / statistics.median(baseline)
    return timing, (
        f"{_PAGES} pages of {suffix}: {document.words:,} words, {chunks} chunks, {rate:.1f} chunks "
        f"a second; plain sentence-transformers {plain:.1f}."
    )


def _encoded(model: Path, text: str, count: int) -> float:
    """Seconds in which plain sentence-transformers embeds the text in so many equal pieces."""
    from sentence_transformers import SentenceTransformer

    plain = SentenceTransformer(str(model), device="cpu", local_files_only=True)
    size = -(-len(text) // count)
    pieces = [text[start : start + size] for start in range(0, len(text), size)]
    plain.encode(pieces[:1])
    return _seconds(plain.encode, pieces)


def _seconds(step: Callable[[T], object], argument: T) -> float:
    began = time.perf_counter()
    step(argument)
    return time.perf_counter() - began


def _row(timing: Timing) -> tuple[str, ...]:
    baseline = statistics.median(timing.baseline)
    return (
        timing.what,
        timing.beside,
        _shown(timing.median),
        _shown(percentile(timing.seconds, 0.95)),
        _shown(min(timing.seconds)),
        _shown(max(timing.seconds)),
        str(len(timing.seconds)),
        _shown(baseline),
        f"{timing.median / baseline:.1f}",
    )


def _shown(seconds: float) -> str:
    return f"{seconds * 1000:.0f} ms" if seconds < 1 else f"{seconds:.1f} s"


if __name__ == "__main__":
    main(sys.argv[1:])
