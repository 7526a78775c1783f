"""How long the accuracy cases take, beside asking their questions without judging."""

from __future__ import annotations

import time
from dataclasses import replace
from itertools import cycle, islice
from pathlib import Path

from bench.document import ROOT
from bench.processes import command
from index import Library
from qa import Assistant
from qa.answer_settings import AnswerSettings
from qa.evaluation.case_files import find_case_files, read_cases
from qa.evaluation.case_writing import written
from qa.evaluation.libraries import UNHURRIED
from qa.followups.turns import remembered
from qa.types import Turn

__all__ = ["CASES", "evaluating"]

CASES = 200


def evaluating(folder: Path, runs: int) -> tuple[list[float], list[float]]:
    """Seconds of ``python -m qa eval`` for 200 cases over the samples, whole processes.

    Args:
        folder: for the case file and the runs.
        runs: how often they are asked, each time in a fresh process.

    Returns:
        The seconds of each run, and those of asking the same questions in this process, with the
        models loaded and nothing judged.
    """
    files = [read_cases(path) for path in find_case_files([ROOT / "tests" / "accuracy"])]
    suite = cycle(case for case_file in files for case in case_file.cases)
    cases = [replace(c, name=f"{c.name} ({n})") for n, c in enumerate(islice(suite, CASES))]
    path = folder / "cases.qa.yaml"
    path.write_text(written(cases, files=[str(ROOT / "samples")]), encoding="utf-8")
    seconds, asked = [], []
    with Library.open(folder / "asked") as library:
        library.add(ROOT / "samples")
        assistant = Assistant(library, settings=AnswerSettings(reader_seconds=UNHURRIED))
        assistant.ask("Is anybody there?")
        for run in range(runs):
            words = ["-m", "qa", "eval", str(path), "--output", str(folder / f"run{run}")]
            seconds.append(command(words, folder / "none"))
            began = time.perf_counter()
            for case in cases:
                history: list[Turn] = []
                for turn in case.turns:
                    answer = assistant.ask(turn.question, case.documents, tuple(history))
                    history.append(remembered(turn.question, answer))
            asked.append(time.perf_counter() - began)
    return seconds, asked
