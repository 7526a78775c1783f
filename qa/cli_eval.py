"""The command ``eval``: how often the answers are right, on the user's own documents."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Annotated

import typer

from qa.cli_options import JsonOption, LibraryOption, explained
from qa.exit_codes import FAILED

__all__ = ["evaluate"]


@dataclass(frozen=True, slots=True)
class _Options:
    """What was asked for on the command line."""

    paths: list[Path]
    model: str | None
    only: str
    tags: list[str]
    repeat: int
    rate: float | None
    output: Path | None
    library: Path | None
    as_json: bool


def evaluate(
    context: typer.Context,
    paths: Annotated[
        list[Path] | None,
        typer.Argument(metavar="PATH...", help="Case files (*.qa.yaml) and folders [.]."),
    ] = None,
    model: Annotated[
        str | None, typer.Option("--model", metavar="NAME", help="Language model [QA_MODEL].")
    ] = None,
    only: Annotated[
        str, typer.Option("--only", metavar="WORDS", help="Only cases whose name has these words.")
    ] = "",
    tag: Annotated[
        list[str] | None,
        typer.Option("--tag", metavar="TAG", help="Only cases with this tag; repeatable."),
    ] = None,
    repeat: Annotated[
        int, typer.Option("--repeat", min=1, metavar="N", help="Ask every case N times.")
    ] = 1,
    min_pass_rate: Annotated[
        float | None,
        typer.Option("--min-pass-rate", min=0, max=1, metavar="SHARE", help="Succeed from here."),
    ] = None,
    resume: Annotated[
        Path | None, typer.Option("--resume", metavar="RUN", help="Go on with a stopped run.")
    ] = None,
    rescore: Annotated[
        Path | None,
        typer.Option("--rescore", metavar="RUN", help="Judge a run's answers by the cases as now."),
    ] = None,
    compare: Annotated[
        tuple[Path, Path] | None,
        typer.Option("--compare", metavar="OLD NEW", help="What changed between two runs."),
    ] = None,
    draft: Annotated[
        int | None,
        typer.Option("--draft", min=1, metavar="N", help="Propose N cases from the documents."),
    ] = None,
    question_set: Annotated[
        Path | None,
        typer.Option("--import", metavar="FILE", help="Make cases of SQuAD JSON, JSONL or CSV."),
    ] = None,
    limit: Annotated[
        int, typer.Option("--limit", min=0, metavar="N", help="Import at most N cases; 0: all.")
    ] = 0,
    output: Annotated[
        Path | None,
        typer.Option("--output", metavar="PATH", help="Where to write: a run's folder, or a file."),
    ] = None,
    library: LibraryOption = None,
    as_json: JsonOption = False,
) -> None:
    """Measure how often the answers are right: ask the cases of *.qa.yaml files."""
    if sum(map(bool, (resume, rescore, compare, draft, question_set))) > 1:
        raise typer.BadParameter(
            "Only one of --resume, --rescore, --compare, --draft and --import at a time."
        )
    options = _Options(
        paths or [], model, only, tag or [], repeat, min_pass_rate, output,
        library or context.obj, as_json,
    )  # fmt: skip
    with explained(context):
        if compare:
            _compare(*compare, options)
        elif question_set:
            _import(question_set, limit, options)
        elif draft:
            _draft(draft, options)
        else:
            _run(resume, rescore, options)


def _run(resume: Path | None, rescore: Path | None, options: _Options) -> None:
    from qa import report_eval
    from qa.evaluation.command import FOLDER, Request, rescored_run, run_cases
    from qa.evaluation.libraries import evaluation_settings
    from qa.evaluation.running import Chosen
    from qa.evaluation.runs import BEGUN, fresh_folder
    from qa.evaluation.summary import summarise

    settings = evaluation_settings(options.library, options.model)
    request = Request(
        paths=tuple(options.paths or ([] if rescore else [Path()])),
        chosen=Chosen(options.only, tuple(options.tags)),
        repetitions=options.repeat,
        settings=settings,
        output=resume or options.output or fresh_folder(FOLDER),
    )
    with report_eval.watching() as watch:
        left_out: tuple[str, ...] = ()
        if rescore:
            run, left_out = rescored_run(rescore, request, watch)
        else:
            try:
                run = run_cases(request, watch, resume=resume is not None)
            except KeyboardInterrupt:
                if (request.output / BEGUN).is_file():
                    report_eval.stopped(_going_on(request.output, options))
                raise
    summary = summarise(run.results)
    report_eval.ran(run, summary, request.output, as_json=options.as_json)
    report_eval.left_out(left_out)
    good = summary.succeeded if options.rate is None else summary.reaches(options.rate)
    if not good:
        raise typer.Exit(FAILED)


def _going_on(folder: Path, options: _Options) -> list[str]:
    """The arguments that go on with a run: the cases and circumstances must be chosen again."""
    told = ["--resume", str(folder), *map(str, options.paths)]
    if options.only:
        told += ["--only", options.only]
    for tag in options.tags:
        told += ["--tag", tag]
    if options.repeat > 1:
        told += ["--repeat", str(options.repeat)]
    if options.rate is not None:
        told += ["--min-pass-rate", str(options.rate)]
    if options.model:
        told += ["--model", options.model]
    return [*told, "--library", str(options.library)] if options.library else told


def _compare(old: Path, new: Path, options: _Options) -> None:
    from qa import report_eval
    from qa.evaluation.comparing import compare
    from qa.evaluation.report_page import comparison_page
    from qa.evaluation.runs import read_run

    before, after = read_run(old), read_run(new)
    comparison = compare(before, after)
    if options.output:
        report_eval.save(options.output, comparison_page(comparison, before, after))
    report_eval.compared(comparison, as_json=options.as_json)


def _draft(count: int, options: _Options) -> None:
    from qa import report_eval
    from qa.evaluation.command import draft_cases
    from qa.settings import load_settings

    report_eval.cases(draft_cases(load_settings(options.library), count), options.output)


def _import(path: Path, limit: int, options: _Options) -> None:
    from qa import report_eval
    from qa.evaluation.command import import_cases

    text, imported = import_cases(path, limit, options.output)
    report_eval.cases(text, options.output, imported.skipped)
