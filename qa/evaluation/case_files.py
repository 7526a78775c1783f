"""Case files: ``*.qa.yaml`` into cases.

The vocabulary is promptfoo's where it has a word: ``tests``, ``description``, ``assert`` with
``type``, ``value`` and ``threshold``, ``defaultTest``, ``not-`` before a type
(https://www.promptfoo.dev/docs/configuration/expected-outputs/).
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import yaml

from qa.evaluation.errors import CaseError
from qa.evaluation.nodes import Reader, line_of
from qa.evaluation.types import Assertion, AssertionType, Case, CaseFile, CaseTurn
from qa.types import AnswerStatus

__all__ = [
    "ASSERTION_KEYS",
    "CASE_KEYS",
    "FILE_KEYS",
    "SUFFIX",
    "case_text",
    "cases_in",
    "find_case_files",
    "read_cases",
]

SUFFIX = ".qa.yaml"
_LARGEST = 10_000_000
"""Bytes of a case file."""
_LONGEST_PAGE = 9
"""Digits."""

# What may stand in a file, in a case, in a turn, …
FILE_KEYS = ("description", "files", "documents", "defaultTest", "tests")
CASE_KEYS = ("description", "question", "documents", "tags", "xfail", "assert", "followups")
_TURN_KEYS = ("question", "assert")
_DEFAULT_KEYS = ("assert", "tags")
ASSERTION_KEYS = ("type", "value", "threshold", "document", "page", "section")
_PLACED = (AssertionType.QUOTES, AssertionType.CITES, AssertionType.ATTRIBUTED_TO)
_VALUELESS = (AssertionType.QUOTES_VERBATIM, AssertionType.SUPPORTED, AssertionType.LATENCY)
_TRUE_OR_FALSE = (AssertionType.ABSTAINS, AssertionType.CONFLICT)
_SHARES = (AssertionType.QUOTES, AssertionType.SUPPORTED, AssertionType.SHORT_ANSWER)
_ONE_WAY = (AssertionType.QUOTES_VERBATIM, AssertionType.SUPPORTED, AssertionType.SAYS_NOT)
_OF_PROMPTFOO = {
    **dict.fromkeys(("contains", "icontains", "contains-any", "icontains-any"), "says"),
    "equals": "short-answer",
    "is-refusal": "abstains",
    "context-recall": "quotes",
    **dict.fromkeys(("context-faithfulness", "factuality"), "supported"),
}
_TYPES = (*AssertionType, *(f"not-{kind}" for kind in AssertionType if kind not in _ONE_WAY))


def find_case_files(paths: Iterable[Path]) -> tuple[Path, ...]:
    """The case files among these paths and below these folders, in order; none in hidden ones.

    Raises:
        CaseError: a path is not there, or is a file of another kind.
    """
    found: dict[Path, None] = {}
    for path in paths:
        if path.is_dir():
            below = sorted(p for p in path.rglob(f"*{SUFFIX}") if p.is_file())
            found.update((p, None) for p in below if not _is_hidden(p.relative_to(path)))
        elif not path.is_file():
            raise CaseError(path, 0, "There is no such file or folder.")
        elif not path.name.endswith(SUFFIX):
            raise CaseError(path, 0, f"The name of a case file ends in {SUFFIX}.")
        else:
            found[path] = None
    return tuple(found)


def read_cases(path: Path) -> CaseFile:
    """The cases of a file.

    Raises:
        CaseError: the file cannot be read, or something in it cannot be understood.
    """
    return cases_in(case_text(path), path)


def case_text(path: Path) -> str:
    """The text of a case file, its line ends as they are.

    Raises:
        CaseError: the file cannot be read, is too large, or not in UTF-8.
    """
    try:
        if path.stat().st_size > _LARGEST:
            raise CaseError(path, 0, "It is larger than 10 MB. Divide it into several files.")
        return path.read_bytes().decode("utf-8-sig")
    except OSError as error:
        raise CaseError(path, 0, f"It cannot be read: {error.strerror}.") from error
    except UnicodeDecodeError as error:
        raise CaseError(path, 0, "It is not in UTF-8. Save it as UTF-8.") from error


def cases_in(text: str, path: Path) -> CaseFile:
    """The cases of a text.

    Args:
        text: in the form of a case file.
        path: of the file that it is, or will be, the text of.

    Raises:
        CaseError: something in it cannot be understood.
    """
    reader = _CaseReader(path)
    return reader.file(reader.root(text))


class _CaseReader(Reader):
    """Cases out of the nodes of one file."""

    def file(self, root: yaml.Node) -> CaseFile:
        parts = self.mapping(root, FILE_KEYS)
        if "tests" not in parts:
            raise self.error(line_of(root), "`tests:` is missing, the list of the cases.")
        default = (
            self.mapping(parts["defaultTest"], _DEFAULT_KEYS) if "defaultTest" in parts else {}
        )
        shared = self._assertions(default.get("assert"))
        tags = self._tags(default.get("tags"))
        scope = self._scope(parts.get("documents"))
        cases: dict[str, Case] = {}
        for node in self.items(parts["tests"]):
            case = self._case(node, shared, tags, scope)
            if case.name in cases:
                raise self.error(
                    case.line,
                    f"{case.name!r} is already the name of the case in line "
                    f"{cases[case.name].line}. Give one of them another `description`.",
                )
            cases[case.name] = case
        if not cases:
            raise self.error(line_of(parts["tests"]), "There is no case.")
        return CaseFile(
            path=self.path,
            cases=tuple(cases.values()),
            description=self.text(parts["description"]) if "description" in parts else "",
            files=tuple(self.path.parent / name for name in self._texts(parts.get("files"))),
        )

    def _case(
        self,
        node: yaml.Node,
        shared: tuple[Assertion, ...],
        tags: tuple[str, ...],
        scope: tuple[str, ...] | None,
    ) -> Case:
        parts = self.mapping(node, CASE_KEYS)
        turns = [self._turn(parts, line_of(node), shared)]
        for later in self.items(parts["followups"]) if "followups" in parts else ():
            turns.append(self._turn(self.mapping(later, _TURN_KEYS), line_of(later), shared))
        described = "description" in parts
        return Case(
            name=self.filled(parts["description"]) if described else turns[0].question,
            turns=tuple(turns),
            documents=self._scope(parts.get("documents")) or scope,
            tags=tuple(dict.fromkeys((*tags, *self._tags(parts.get("tags"))))),
            xfail=self.filled(parts["xfail"]) if "xfail" in parts else "",
            line=line_of(node),
        )

    def _turn(
        self, parts: dict[str, yaml.Node], line: int, shared: tuple[Assertion, ...]
    ) -> CaseTurn:
        for wanted in _TURN_KEYS:
            if wanted not in parts:
                raise self.error(line, f"Here is no `{wanted}`, and every case and turn has one.")
        own = self._assertions(parts["assert"])
        if not own:
            raise self.error(line_of(parts["assert"]), "A case without an assertion tests nothing.")
        return CaseTurn(self.filled(parts["question"]), (*shared, *own))

    def _assertions(self, node: yaml.Node | None) -> tuple[Assertion, ...]:
        return () if node is None else tuple(self._assertion(item) for item in self.items(node))

    def _assertion(self, node: yaml.Node) -> Assertion:
        parts = self.mapping(node, ASSERTION_KEYS)
        if "type" not in parts:
            raise self.error(line_of(node), "An assertion has a `type`.")
        self._refuse_foreign(parts["type"])
        name = self.choice(parts["type"], _TYPES)
        kind = AssertionType(name.removeprefix("not-"))
        made = Assertion(
            type=kind,
            values=self._values(kind, parts.get("value")),
            threshold=self._threshold(kind, parts.get("threshold")),
            document=self.filled(parts["document"]) if "document" in parts else None,
            page=self._page(parts.get("page")),
            section=self.filled(parts["section"]) if "section" in parts else None,
            negated=name != kind,
            line=line_of(node),
        )
        self._refuse_nonsense(made)
        return made

    def _refuse_foreign(self, node: yaml.Node) -> None:
        """Tell what a word of promptfoo's is called here."""
        word = self.text(node)
        ours = _OF_PROMPTFOO.get(word.removeprefix("not-"))
        if ours:
            raise self.error(line_of(node), f"What promptfoo calls {word!r} is `{ours}` here.")

    def _values(self, kind: AssertionType, node: yaml.Node | None) -> tuple[str, ...]:
        if node is None:
            return ()
        if kind is AssertionType.STATUS:
            return tuple(self.choice(item, tuple(AnswerStatus)) for item in _one_or_many(node))
        if kind in _TRUE_OR_FALSE:
            return (self.choice(node, ("true", "false")),)
        return self.texts(node)

    def _threshold(self, kind: AssertionType, node: yaml.Node | None) -> float | None:
        if node is None:
            return None
        value = self.number(node)
        if kind in _SHARES and not 0 < value <= 1:
            raise self.error(line_of(node), f"The threshold of `{kind}` is a share, up to 1.")
        if kind not in _SHARES and kind is not AssertionType.LATENCY:
            raise self.error(line_of(node), f"`{kind}` has no threshold.")
        if not 0 < value < float("inf"):
            raise self.error(line_of(node), "A threshold is a number greater than 0.")
        return value

    def _page(self, node: yaml.Node | None) -> int | None:
        if node is None:
            return None
        written = self.text(node)
        number = int(written) if written.isdecimal() and len(written) <= _LONGEST_PAGE else 0
        if number < 1:
            raise self.error(line_of(node), "A page is a whole number, counted from 1.")
        return number

    def _refuse_nonsense(self, made: Assertion) -> None:
        if made.is_placed and made.type not in _PLACED:
            problem = f"`{made.name}` is of the whole answer: it takes no place in the documents."
            raise self.error(made.line, problem)
        if made.type is AssertionType.CITES and made.values:
            raise self.error(made.line, "`cites` names its place with `document` and `page`.")
        if made.type in _VALUELESS and made.values:
            raise self.error(made.line, f"`{made.name}` takes no `value`.")
        if made.type is AssertionType.LATENCY and made.threshold is None:
            raise self.error(made.line, "`latency` needs a `threshold`, in milliseconds.")
        if made.values or made.type in (*_VALUELESS, *_TRUE_OR_FALSE):
            return
        if not made.is_placed or made.type is AssertionType.ATTRIBUTED_TO:
            wanted = "document" if made.type is AssertionType.CITES else "value"
            raise self.error(made.line, f"`{made.name}` needs a `{wanted}`.")

    def _scope(self, node: yaml.Node | None) -> tuple[str, ...] | None:
        scope = self._texts(node)
        if node is not None and not scope:
            raise self.error(line_of(node), "`documents` is empty. Leave it out to ask all.")
        return scope or None

    def _texts(self, node: yaml.Node | None) -> tuple[str, ...]:
        return () if node is None else self.texts(node)

    def _tags(self, node: yaml.Node | None) -> tuple[str, ...]:
        for tag in self._texts(node):
            if not tag.replace("-", "").replace("_", "").isalnum():
                raise self.error(
                    line_of(node), f"The tag {tag!r} must be made of letters, digits and hyphens."
                )
        return self._texts(node)


def _one_or_many(node: yaml.Node) -> list[yaml.Node]:
    return list(node.value) if isinstance(node, yaml.SequenceNode) else [node]


def _is_hidden(path: Path) -> bool:
    return any(part.startswith(".") for part in path.parts)
