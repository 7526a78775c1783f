"""YAML as nodes that know their line; scalars stay the characters that were written.

Read like this, ``value: no`` is the word *no* and not a truth value, and ``value: 12:30`` no
number of seconds.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Collection, Mapping
from pathlib import Path

import yaml

from qa.evaluation.errors import CaseError

__all__ = ["Reader", "dump", "line_of"]

_UNUSUAL_ENDS = re.compile("[\x85\u2028\u2029]")


class Reader:
    """Takes the values of one file out of its nodes.

    Args:
        path: of the file, for messages.

    Raises:
        CaseError: by every method, where the file has something else than is asked for.
    """

    def __init__(self, path: Path) -> None:
        self.path = path

    def root(self, text: str) -> yaml.Node:
        """The document of a YAML text."""
        try:
            node = yaml.compose(text, Loader=yaml.SafeLoader)
        except yaml.MarkedYAMLError as error:
            mark = error.problem_mark or error.context_mark
            line = mark.line + 1 if mark else 0
            problem = ", ".join(filter(None, (error.context, error.problem)))
            told = f"This is no valid YAML: {problem}.{_mending(problem)}"
            raise self.error(line, told) from error
        except yaml.reader.ReaderError as error:
            line = text.count("\n", 0, error.position) + 1
            problem = f"YAML has no sign U+{error.character:04X}. Take it out."
            raise self.error(line, problem) from error
        except RecursionError as error:
            raise self.error(0, "It is nested too deeply.") from error
        except (ValueError, OverflowError) as error:  # of a sign that is escaped and is none
            raise self.error(0, f"This is no valid YAML: {error}.") from error
        if node is None:
            raise self.error(0, "The file is empty. It needs `tests:` with at least one case.")
        return node

    def mapping(self, node: yaml.Node, known: Collection[str]) -> dict[str, yaml.Node]:
        """The entries of a mapping, none of them twice and none that is not known."""
        if not isinstance(node, yaml.MappingNode):
            raise self.error(line_of(node), f"Here must be {_listed(known)}, each with a value.")
        found: dict[str, yaml.Node] = {}
        for key, value in node.value:
            name = self.text(key)
            if name not in known:
                raise self.error(line_of(key), f"There is no {name!r} here.{_advice(name, known)}")
            if name in found:
                raise self.error(line_of(key), f"{name!r} is given twice.")
            found[name] = value
        return found

    def items(self, node: yaml.Node) -> list[yaml.Node]:
        """The items of a list."""
        if not isinstance(node, yaml.SequenceNode):
            raise self.error(line_of(node), "Here must be a list: each item begins with a dash.")
        return list(node.value)

    def text(self, node: yaml.Node) -> str:
        """The characters of a scalar, as written; without white space around them."""
        if not isinstance(node, yaml.ScalarNode):
            raise self.error(line_of(node), "Here must be a word, a number or a text.")
        try:  # JSON writes what is beyond U+FFFF as two surrogates
            text = str(node.value).encode("utf-16", "surrogatepass").decode("utf-16")
        except UnicodeDecodeError:
            problem = "Here is half a character (a lone surrogate). Write the whole one."
            raise self.error(line_of(node), problem) from None
        return text.strip()

    def filled(self, node: yaml.Node) -> str:
        """The characters of a scalar that has some."""
        text = self.text(node)
        if not text:
            raise self.error(line_of(node), "Here a text is missing.")
        return text

    def texts(self, node: yaml.Node) -> tuple[str, ...]:
        """One text, or a list of them."""
        if isinstance(node, yaml.SequenceNode):
            return tuple(self.filled(item) for item in node.value)
        return (self.filled(node),)

    def number(self, node: yaml.Node) -> float:
        """A number."""
        try:
            return float(self.text(node))
        except ValueError:
            raise self.error(line_of(node), "Here must be a number.") from None

    def choice(self, node: yaml.Node, known: Collection[str]) -> str:
        """One of several words."""
        word = self.filled(node)
        if word not in known:
            raise self.error(line_of(node), f"{word!r} is not known.{_advice(word, known)}")
        return word

    def error(self, line: int, problem: str) -> CaseError:
        """What to raise of this file."""
        return CaseError(self.path, line, problem)


def line_of(node: yaml.Node) -> int:
    """The line on which a node begins, counted from 1."""
    return int(node.start_mark.line) + 1


def dump(value: Mapping[str, object]) -> str:
    """A mapping as YAML that people like to read: in its own order, with its own letters."""
    text = yaml.dump(dict(value), Dumper=_Dumper, allow_unicode=True, sort_keys=False, width=96)
    return str(text)


class _Dumper(yaml.SafeDumper):  # type: ignore[misc]  # PyYAML has no types
    """YAML's own, but for the line ends that it writes and reads differently."""


def _text(dumper: _Dumper, text: str) -> yaml.ScalarNode:
    """A text as a scalar; in double quotes, which escape them, where it has unusual line ends.

    In other scalars these are written as they are, and read as line ends to be folded.
    """
    style = '"' if _UNUSUAL_ENDS.search(text) else None
    return dumper.represent_scalar("tag:yaml.org,2002:str", text, style)


_Dumper.add_representer(str, _text)


def _advice(word: str, known: Collection[str]) -> str:
    near = difflib.get_close_matches(word, known, 1)
    return f" Is '{near[0]}' meant?" if near else f" There are {_listed(known)}."


def _mending(problem: str) -> str:
    """What to do about the slips of the pen that are frequent, where YAML's words hide it."""
    if r"'\t'" in problem:
        return " Indent with spaces, not with tabs."
    if "mapping values are not allowed" in problem:
        return " Put a text with a colon into quotes, and indent keys alike."
    if "expected <block end>" in problem:
        return " Indent keys alike; put a text with quotes in it into single quotes: '…'."
    return ""


def _listed(known: Collection[str]) -> str:
    *others, last = [f"`{name}`" for name in known]
    return f"{', '.join(others)} and {last}" if others else last
