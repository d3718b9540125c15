"""A YAML text as plain data with the line of every value, or the faults that kept it from being read."""

# pyright: standard
# ruamel.yaml has no types.

from dataclasses import dataclass, field
from datetime import date
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.comments import CommentedMap, CommentedSeq
from ruamel.yaml.error import MarkedYAMLError, YAMLError
from ruamel.yaml.events import AliasEvent

from tongban.catalog.terms import Fault

MAX_CHARACTERS = 400_000

Path = tuple[str | int, ...]


@dataclass(frozen=True, slots=True)
class Document:
    """`data` is plain (dict, list, str, int, float, bool, None); `lines` maps a path to its line, from 1."""

    file: str
    data: Any
    lines: dict[Path, int] = field(repr=False)

    def line(self, path: Path) -> int:
        """The line of a path, or of the nearest thing around it."""
        while path and path not in self.lines:
            path = path[:-1]
        return self.lines.get(path, 1)

    def fault(self, path: Path, problem: str, remedy: str) -> Fault:
        return Fault(file=self.file, line=self.line(path), path=".".join(map(str, path)), problem=problem, remedy=remedy)


def read(file: str, content: bytes) -> Document | Fault:
    """Parse one YAML file (UTF-8, no aliases, no duplicate keys)."""
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content[: error.start].count(b"\n") + 1
        return Fault(file, line, "", "the file is not UTF-8.", "Save it as UTF-8.")
    if len(text) > MAX_CHARACTERS:
        return Fault(file, 1, "", f"the file is longer than {MAX_CHARACTERS} characters.", "Split the service.")
    try:
        alias = next((event for event in YAML(pure=True).parse(text) if isinstance(event, AliasEvent)), None)
        if alias is not None:
            return Fault(
                file, alias.start_mark.line + 1, "", "YAML aliases (*name) are not read.", "Write the text out where it is needed."
            )
        tree = YAML(pure=True).load(text)
    except MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        return Fault(file, mark.line + 1 if mark else 1, "", f"this is not YAML: {error.problem}.", "Compare with a service that loads.")
    except YAMLError as error:
        return Fault(file, 1, "", f"this is not YAML: {error}.", "Compare with a service that loads.")
    lines: dict[Path, int] = {(): 1}
    return Document(file=file, data=_plain(tree, (), lines), lines=lines)


def missing(file: str) -> Fault:
    """A file that a city must have and does not."""
    return Fault(file, 1, "", "the city has no such file.", "Write it; docs/city.md shows what it holds.")


def _plain(node: Any, path: Path, lines: dict[Path, int]) -> Any:
    if isinstance(node, CommentedMap):
        for key in node:
            lines[(*path, str(key))] = node.lc.key(key)[0] + 1
        return {str(key): _plain(value, (*path, str(key)), lines) for key, value in node.items()}
    if isinstance(node, CommentedSeq):
        for place in range(len(node)):
            lines[(*path, place)] = node.lc.item(place)[0] + 1
        return [_plain(value, (*path, place), lines) for place, value in enumerate(node)]
    return _scalar(node)


def _scalar(node: Any) -> Any:
    """YAML reads some scalars as types of its own; canonical JSON wants plain ones."""
    if isinstance(node, date):
        return node.isoformat()
    for plain in (bool, int, float, str):
        if isinstance(node, plain):
            return plain(node)
    return node
