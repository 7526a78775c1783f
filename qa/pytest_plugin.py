"""A pytest plugin: every case of every ``*.qa.yaml`` file is a test.

    pytest -p qa.pytest_plugin accuracy/ -k police -m speakers --qa-report report/

Without a model by default; ``QA_MODEL`` or ``--qa-model`` names one.
"""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, suppress
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from index.errors import LibraryError
from qa.errors import QaError
from qa.evaluation.case_files import SUFFIX, read_cases
from qa.evaluation.types import Case, CaseFile, CaseResult, Outcome

if TYPE_CHECKING:  # a plugin is imported before any conftest.py: heavy things wait for a case
    from qa.evaluation.running import Session
    from qa.evaluation.runs import Recorder
    from qa.evaluation.summary import Summary

__all__ = ["CaseCollector", "CaseItem", "CaseWrong"]

_CACHE = "qa-libraries"
_OF_PYTEST = frozenset("skip skipif xfail usefixtures parametrize filterwarnings".split())
"""Marks with a meaning of their own; a tag of this name is a keyword for ``-k`` only."""


class CaseWrong(Exception):
    """A case did not come out as it should.

    Args:
        result: of the case.
    """

    def __init__(self, result: CaseResult) -> None:
        super().__init__(f"{result.failure or result.outcome}: {result.case.name}")
        self.result = result


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add the options that begin with ``--qa-``."""
    group = parser.getgroup("qa", "accuracy cases (*.qa.yaml)")
    group.addoption("--qa-model", metavar="NAME", help="Language model, as QA_MODEL names it.")
    group.addoption(
        "--qa-library", metavar="DIR", type=Path, help="Library of the files without `files:`."
    )
    group.addoption("--qa-repeat", metavar="N", type=int, default=1, help="Ask every case N times.")
    group.addoption(
        "--qa-min-pass-rate",
        metavar="SHARE",
        type=float,
        help="Succeed when so large a part of the cases is right, such as 0.9.",
    )
    group.addoption(
        "--qa-report", metavar="DIR", type=Path, help="Write the run and its report to a folder."
    )


def pytest_configure(config: pytest.Config) -> None:
    """Refuse options that cannot be meant."""
    rate = config.getoption("--qa-min-pass-rate")
    if rate is not None and not 0 <= rate <= 1:
        raise pytest.UsageError("--qa-min-pass-rate is a share between 0 and 1, such as 0.9")
    if config.getoption("--qa-repeat") < 1:
        raise pytest.UsageError("--qa-repeat is at least 1")
    if config.getoption("numprocesses", None):
        raise pytest.UsageError("accuracy cases share one library: run them without -n")
    config.pluginmanager.register(_Runner(config), "qa-runner")


def pytest_collect_file(file_path: Path, parent: pytest.Collector) -> pytest.Collector | None:
    """Every case file is collected."""
    if not file_path.name.endswith(SUFFIX):
        return None
    return CaseCollector.from_parent(parent, path=file_path)


class CaseCollector(pytest.File):
    """The cases of one file."""

    def collect(self) -> Iterator[pytest.Item]:
        """One item for each case, and with ``--qa-repeat`` for each time it is asked."""
        case_file = _shown(read_cases(self.path), self.config)
        repeat = self.config.getoption("--qa-repeat")
        for case in case_file.cases:
            for number in range(1, repeat + 1):
                name = case.name if repeat == 1 else f"{case.name} [{number} of {repeat}]"
                yield CaseItem.from_parent(
                    self, name=name, case_file=case_file, case=case, repetition=number
                )

    def repr_failure(
        self, excinfo: pytest.ExceptionInfo[BaseException], style: object = None
    ) -> str:
        """A file that cannot be understood, in one sentence."""
        if isinstance(excinfo.value, QaError):
            return str(excinfo.value)
        return str(super().repr_failure(excinfo))


class CaseItem(pytest.Item):
    """One case.

    Args:
        name: readable, unique in its file.
        parent: its file.
        case_file: the same, read.
        case: what is asked.
        repetition: counted from 1.
    """

    def __init__(
        self,
        name: str,
        parent: CaseCollector,
        *,
        case_file: CaseFile,
        case: Case,
        repetition: int,
    ) -> None:
        super().__init__(name, parent)
        self.case_file, self.case, self.repetition = case_file, case, repetition
        for tag in case.tags:
            self.extra_keyword_matches.add(tag)
            if tag not in _OF_PYTEST:
                self.config.addinivalue_line("markers", f"{tag}: a tag of accuracy cases")
                self.add_marker(tag)

    def runtest(self) -> None:
        """Ask the case.

        Raises:
            CaseWrong: it did not come out as it should.
        """
        runner: _Runner = self.config.pluginmanager.getplugin("qa-runner")
        result = runner.ask(self)
        self.user_properties.append(("qa_outcome", str(result.outcome)))
        if result.failure:
            self.user_properties.append(("qa_failure", str(result.failure)))
        if result.outcome is Outcome.XFAILED:
            pytest.xfail(self.case.xfail)  # with --runxfail it returns
            raise CaseWrong(result)
        if not result.outcome.is_good:
            raise CaseWrong(result)

    def repr_failure(
        self, excinfo: pytest.ExceptionInfo[BaseException], style: object = None
    ) -> str:
        """Expected and found side by side; a failure of the set-up in one sentence."""
        from qa.evaluation.told import failure_lines

        if isinstance(excinfo.value, CaseWrong):
            return "\n".join(failure_lines(excinfo.value.result))
        if isinstance(excinfo.value, LibraryError | QaError):
            return str(excinfo.value)
        return str(super().repr_failure(excinfo))

    def reportinfo(self) -> tuple[Path, int, str]:
        """Where the case stands, and what it is called."""
        return self.path, self.case.line - 1, self.name


class _Runner:
    """Holds what the cases of one pytest session share."""

    def __init__(self, config: pytest.Config) -> None:
        self._config = config
        self._closing = ExitStack()
        self._session: Session | None = None
        self._others_failed = False
        self._recorder: Recorder | None = None

    def ask(self, item: CaseItem) -> CaseResult:
        if self._session is None:
            self._session = self._opened()
        result = self._session.ask(item.case_file, item.case, item.repetition)
        if self._recorder:
            self._recorder.add(result)
        return result

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        """Note whether anything but a case failed: no pass rate makes up for that."""
        if report.failed and f"{SUFFIX}::" not in report.nodeid:
            self._others_failed = True

    def pytest_collectreport(self, report: pytest.CollectReport) -> None:
        """A case file that cannot be understood is never made up for, either."""
        self._others_failed |= report.failed

    @pytest.hookimpl(trylast=True)
    def pytest_sessionfinish(self, session: pytest.Session) -> None:
        """Write the report, and let the pass rate decide where one is given."""
        from qa.evaluation.report_page import report_page
        from qa.evaluation.summary import summarise

        if self._session is None or not self._session.results:
            return
        run = self._session.finished()
        self._closing.close()
        if self._recorder:
            self._recorder.finish(run, report_page(run))
        rate = self._config.getoption("--qa-min-pass-rate")
        done = (pytest.ExitCode.OK, pytest.ExitCode.TESTS_FAILED)
        if rate is None or self._others_failed or session.exitstatus not in done:
            return
        enough = summarise(run.results).reaches(rate)
        session.exitstatus = pytest.ExitCode.OK if enough else pytest.ExitCode.TESTS_FAILED

    def pytest_terminal_summary(self, terminalreporter: pytest.TerminalReporter) -> None:
        """What the cases came to, below pytest's own account."""
        from qa.evaluation.summary import summarise
        from qa.evaluation.told import summary_lines

        if self._session is None or not self._session.results:
            return
        summary = summarise(self._session.results)
        terminalreporter.section("accuracy")
        for line in (*summary_lines(summary), *self._demand(summary)):
            terminalreporter.line(line)

    def _demand(self, summary: Summary) -> Iterator[str]:
        from qa.evaluation.runs import REPORT
        from qa.evaluation.told import share_in_words

        rate = self._config.getoption("--qa-min-pass-rate")
        if rate is not None:
            verdict = "enough" if summary.reaches(rate) else "too few"
            yield f"wanted: {rate:.1%} right: {verdict} with {share_in_words(summary.right)}"
        if self._recorder:
            yield f"report: {self._recorder.folder / REPORT}"

    def _opened(self) -> Session:
        from qa.evaluation.libraries import Libraries, evaluation_settings
        from qa.evaluation.running import Session
        from qa.evaluation.runs import Recorder

        folder: Path | None = self._config.getoption("--qa-report")
        self._recorder = self._closing.enter_context(Recorder(folder)) if folder else None
        settings = evaluation_settings(
            self._config.getoption("--qa-library"), self._config.getoption("--qa-model")
        )
        libraries = self._closing.enter_context(Libraries(settings, self._folder()))
        return Session(settings, libraries, self._config.getoption("--qa-repeat"))

    def _folder(self) -> Path:
        """Where libraries made of files are kept: from session to session, if pytest keeps any."""
        if self._config.pluginmanager.has_plugin("cacheprovider"):
            with suppress(OSError):  # a checkout that may only be read
                return Path(self._config.cache.mkdir(_CACHE))
        return Path(self._closing.enter_context(tempfile.TemporaryDirectory()))


def _shown(case_file: CaseFile, config: pytest.Config) -> CaseFile:
    """The file under the path that a person knows it by: below the folder pytest was started in."""
    try:
        return replace(case_file, path=case_file.path.relative_to(config.invocation_params.dir))
    except ValueError:
        return case_file
