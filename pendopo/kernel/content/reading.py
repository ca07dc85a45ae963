"""Read YAML from people we do not know: bounded, without aliases, every fault with its line.

An anchor can blow a small file up to gigabytes, and a doubled key hides one of two answers, so
both are refused. The result is plain data plus the line of every path, so that a fault found
later by the schema can still name its line.
"""

from dataclasses import dataclass, field
from typing import Any

import yaml

from pendopo.kernel.content.kinds import Problem

MAX_BYTES = 262_144
MAX_DEPTH = 24
MAX_NODES = 20_000
TOO_LARGE = f"Berkas lebih besar dari {MAX_BYTES // 1024} kB."
PLAIN = {"tag:yaml.org,2002:map", "tag:yaml.org,2002:seq"}
"""What a list or a mapping may be; a tag of a language asks for objects of it."""

Path = tuple[str | int, ...]


class Unreadable(Exception):
    """The file is no YAML that we accept."""

    def __init__(self, problem: Problem) -> None:
        """Keep the fault."""
        self.problem = problem
        super().__init__(str(problem))


@dataclass
class Document:
    """Plain data and the line where each path begins."""

    data: Any
    lines: dict[Path, int] = field(default_factory=dict)

    def line_of(self, path: Path) -> int:
        """Return the line of the path or of its nearest known parent."""
        while path and path not in self.lines:
            path = path[:-1]
        return self.lines.get(path, 1)


def read(name: str, text: str) -> Document:
    """Parse one file. Raises Unreadable with file, line and a sentence."""
    if len(text.encode()) > MAX_BYTES:
        raise Unreadable(Problem(name, 1, TOO_LARGE))
    try:
        _refuse_anchors(name, text)
        node = yaml.compose(text, Loader=yaml.SafeLoader)
        return _Builder(name).document(node)
    except yaml.YAMLError as error:
        raise Unreadable(Problem(name, _line(error), _sentence(error))) from error
    except RecursionError as error:
        raise Unreadable(Problem(name, 1, "Susunan terlalu dalam.")) from error


def _refuse_anchors(name: str, text: str) -> None:
    depth = 0
    for event in yaml.parse(text, Loader=yaml.SafeLoader):
        if isinstance(event, yaml.AliasEvent) or getattr(event, "anchor", None):
            raise Unreadable(
                Problem(name, _start(event), "Jangkar (&) dan alias (*) tidak diterima.")
            )
        depth += isinstance(event, yaml.CollectionStartEvent)
        depth -= isinstance(event, yaml.CollectionEndEvent)
        if depth > MAX_DEPTH:
            raise Unreadable(Problem(name, _start(event), "Susunan terlalu dalam."))


class _Builder:
    """Turn nodes into data, noting lines on the way."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.scalars = yaml.constructor.SafeConstructor()
        self.lines: dict[Path, int] = {}

    def document(self, node: yaml.Node | None) -> Document:
        if node is None:
            raise Unreadable(Problem(self.name, 1, "Berkas kosong."))
        return Document(self.value(node, ()), self.lines)

    def value(self, node: yaml.Node, path: Path) -> Any:
        self.lines[path] = node.start_mark.line + 1
        if len(self.lines) > MAX_NODES:
            raise self.fault(node, f"Lebih dari {MAX_NODES} isian.")
        if isinstance(node, yaml.CollectionNode) and node.tag not in PLAIN:
            raise self.fault(node, "Tanda (!) tidak diterima.")
        if isinstance(node, yaml.MappingNode):
            return self.mapping(node, path)
        if isinstance(node, yaml.SequenceNode):
            return [self.value(child, (*path, i)) for i, child in enumerate(node.value)]
        return self.scalar(node)

    def mapping(self, node: yaml.MappingNode, path: Path) -> dict[str, Any]:
        found: dict[str, Any] = {}
        for key_node, child in node.value:
            key = self.scalar(key_node) if isinstance(key_node, yaml.ScalarNode) else None
            if not isinstance(key, str | int) or isinstance(key, bool):
                raise self.fault(key_node, "Kunci harus berupa kata atau angka.")
            if str(key) in found:
                raise self.fault(key_node, f"Kunci “{key}” ditulis dua kali.")
            found[str(key)] = self.value(child, (*path, str(key)))
        return found

    def scalar(self, node: yaml.Node) -> Any:
        try:
            return self.scalars.construct_object(node)
        except (ValueError, yaml.YAMLError) as error:
            raise self.fault(node, "Nilai ini tidak dapat dibaca.") from error

    def fault(self, node: yaml.Node, sentence: str) -> Unreadable:
        return Unreadable(Problem(self.name, node.start_mark.line + 1, sentence))


def _start(event: yaml.Event) -> int:
    return event.start_mark.line + 1 if event.start_mark else 1


def _line(error: yaml.YAMLError) -> int:
    mark = getattr(error, "problem_mark", None)
    return mark.line + 1 if mark else 1


def _sentence(error: yaml.YAMLError) -> str:
    problem = getattr(error, "problem", None) or "tidak dapat dibaca"
    return f"YAML tidak dapat dibaca: {problem}."
