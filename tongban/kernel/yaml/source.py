"""A YAML text as plain data with the line of every value, or the fault that kept it from being read.

What is read is YAML 1.2 with its core schema and no more: no aliases, no tags, no key twice. Dates stay the texts they are.
"""

# pyright: standard
# ruamel.yaml has no types.

import math
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.error import MarkedYAMLError, YAMLError
from ruamel.yaml.events import (
    AliasEvent,
    DocumentStartEvent,
    Event,
    MappingEndEvent,
    MappingStartEvent,
    ScalarEvent,
    SequenceEndEvent,
    SequenceStartEvent,
)

from tongban.kernel.words.unseen import has_unseen

MAX_CHARACTERS = 400_000
DEEPEST = 60
NULL = frozenset({"", "~", "null", "Null", "NULL"})
TRUTH = {"true": True, "True": True, "TRUE": True, "false": False, "False": False, "FALSE": False}
WHOLE = re.compile(r"[-+]?[0-9]+")
NUMBER = re.compile(r"[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?")
COMPARE = "Compare with a service that loads."

Path = tuple[str | int, ...]


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong in a file of the city, where, and what to do."""

    file: str
    line: int
    path: str  # route.water.desk
    problem: str
    remedy: str

    def __str__(self) -> str:
        return f"{self.file}:{self.line}: {self.path}: {self.problem} {self.remedy}"


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


class Faulty(Exception):
    """Files of the city that do not pass their checks; `faults` says where each is and what to do. Each kind has a class of its own."""

    def __init__(self, faults: tuple[Fault, ...]) -> None:
        super().__init__("\n".join(str(fault) for fault in faults))
        self.faults = faults


class _Unread(Exception):
    """What stands at a line cannot be read."""

    def __init__(self, line: int, problem: str, remedy: str) -> None:
        super().__init__(problem)
        self.line, self.problem, self.remedy = line, problem, remedy


def read(file: str, content: bytes) -> Document | Fault:
    """Parse one YAML file (UTF-8, no aliases, no tags, no duplicate keys)."""
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content[: error.start].count(b"\n") + 1
        return Fault(file, line, "", "the file is not UTF-8.", "Save it as UTF-8.")
    if len(text) > MAX_CHARACTERS:
        return Fault(file, 1, "", f"the file is longer than {MAX_CHARACTERS} characters.", "Split the service.")
    try:
        data, lines = _built(YAML(pure=True).parse(text))
    except _Unread as error:
        return Fault(file, error.line, "", error.problem, error.remedy)
    except MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        return Fault(file, mark.line + 1 if mark else 1, "", f"this is not YAML: {error.problem}.", COMPARE)
    except (YAMLError, ValueError) as error:
        return Fault(file, 1, "", f"this is not YAML: {error}.", COMPARE)
    except RecursionError:
        return Fault(file, 1, "", "this is nested without end.", COMPARE)
    return Document(file=file, data=data, lines=lines)


def sound(file: str, content: bytes, faults: Callable[[Document], list[Fault]], refusal: type[Faulty]) -> Document:
    """Parse one YAML file and look for everything that is wrong in it. Raises the refusal, with every fault found."""
    document = read(file, content)
    found = [document] if isinstance(document, Fault) else faults(document)
    if found or isinstance(document, Fault):
        raise refusal(tuple(found))
    return document


def missing(file: str) -> Fault:
    """A file that a city must have and does not."""
    return Fault(file, 1, "", "the city has no such file.", "Write it; docs/city.md shows what it holds.")


def stray(file: str) -> Fault:
    """A file that nobody would ever read."""
    return Fault(file, 1, "", "a city has no file of this name.", "Services lie in services/; docs/city.md names the other files.")


def _built(events: Iterator[Event]) -> tuple[Any, dict[Path, int]]:
    """The data of the one document, and where each part of it stands."""
    lines: dict[Path, int] = {(): 1}
    data, documents = None, 0
    for event in events:
        if isinstance(event, DocumentStartEvent):
            documents += 1
            if documents > 1:
                raise _Unread(_line(event), "a second document begins here.", "Keep one document in a file.")
        elif isinstance(event, (ScalarEvent, MappingStartEvent, SequenceStartEvent, AliasEvent)):
            data = _node(event, events, (), lines)
    return data, lines


def _node(event: Event, events: Iterator[Event], path: Path, lines: dict[Path, int]) -> Any:
    if isinstance(event, AliasEvent):
        raise _Unread(_line(event), "YAML aliases (*name) are not read.", "Write the text out where it is needed.")
    tag = getattr(event, "tag", None)
    if tag:
        raise _Unread(_line(event), f"YAML tags ({tag}) are not read.", "Remove the tag.")
    if len(path) > DEEPEST:
        raise _Unread(_line(event), "this is nested without end.", COMPARE)
    if isinstance(event, MappingStartEvent):
        return _mapping(events, path, lines)
    if isinstance(event, SequenceStartEvent):
        return _sequence(events, path, lines)
    assert isinstance(event, ScalarEvent)
    return _scalar(event)


def _mapping(events: Iterator[Event], path: Path, lines: dict[Path, int]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    while not isinstance(event := next(events), MappingEndEvent):
        if not isinstance(event, ScalarEvent):
            raise _Unread(_line(event), "a key is a word, and neither a list nor a mapping.", COMPARE)
        _text(event)
        key = event.value
        if key in found:
            raise _Unread(_line(event), f"`{key}` stands here for the second time.", "Remove one.")
        lines[(*path, key)] = _line(event)
        found[key] = _node(next(events), events, (*path, key), lines)
    return found


def _sequence(events: Iterator[Event], path: Path, lines: dict[Path, int]) -> list[Any]:
    found: list[Any] = []
    while not isinstance(event := next(events), SequenceEndEvent):
        lines[(*path, len(found))] = _line(event)
        found.append(_node(event, events, (*path, len(found)), lines))
    return found


def _scalar(event: ScalarEvent) -> Any:
    """What was quoted is a text; what was not may be nothing, true or false, or a number."""
    value = _text(event)
    if event.style is not None:
        return value
    if value in NULL:
        return None
    if value in TRUTH:
        return TRUTH[value]
    if WHOLE.fullmatch(value):
        return int(value)
    if NUMBER.fullmatch(value):
        number = float(value)
        if not math.isfinite(number):
            raise _Unread(_line(event), f"{value} is too large a number.", "Give a smaller one, or put it in quotes.")
        return number
    return value


def _text(event: ScalarEvent) -> str:
    if has_unseen(event.value):
        raise _Unread(_line(event), "the text has characters that nobody sees.", "Type it again.")
    return event.value


def _line(event: Event) -> int:
    return event.start_mark.line + 1
