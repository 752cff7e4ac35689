"""From a path to the operations on it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from urllib.parse import unquote_to_bytes

from app.gateway.admin.operation import Operation


@dataclass(frozen=True, slots=True)
class Matched:
    """The operations on one path, by method, and the path's parameters, decoded."""

    operations: Mapping[str, Operation]
    parameters: Mapping[str, str]


class Router:
    """Matches segment by segment: a literal goes before a parameter.

    A parameter is one segment, so that a slash within it comes percent-encoded.
    """

    def __init__(self, operations: Iterable[Operation]) -> None:
        self._root = _Node()
        for operation in operations:
            node = self._root
            for segment in _segments(operation.path):
                node = node.child(segment)
            if operation.method in node.operations:
                raise ValueError(f"{operation.method} {operation.path} is there twice")
            node.operations[operation.method] = operation

    def match(self, raw_path: str) -> Matched | None:
        """What there is at `raw_path` (as it was sent, without its query); None for nothing."""
        try:
            segments = [_decoded(segment) for segment in _segments(raw_path)]
        except UnicodeDecodeError:
            return None
        return _descend(self._root, segments, {})


class _Node:
    """One place in the tree of paths."""

    __slots__ = ("literals", "operations", "parameter")

    def __init__(self) -> None:
        self.literals: dict[str, _Node] = {}
        self.parameter: tuple[str, _Node] | None = None
        self.operations: dict[str, Operation] = {}

    def child(self, segment: str) -> "_Node":
        """The node of a template's segment, made where it is new."""
        if not segment.startswith("{"):
            return self.literals.setdefault(segment, _Node())
        name = segment[1:-1]
        if self.parameter is None:
            self.parameter = (name, _Node())
        if self.parameter[0] != name:
            raise ValueError(f"{name} and {self.parameter[0]} are at the same place")
        return self.parameter[1]


def _descend(node: _Node, segments: list[str], found: dict[str, str]) -> Matched | None:
    if not segments:
        return Matched(node.operations, found) if node.operations else None
    first, *rest = segments
    literal = node.literals.get(first)
    if literal is not None and (matched := _descend(literal, rest, found)) is not None:
        return matched
    if node.parameter is None or not first:
        return None
    name, child = node.parameter
    return _descend(child, rest, {**found, name: first})


def _segments(path: str) -> list[str]:
    return path.removeprefix("/").split("/")


def _decoded(segment: str) -> str:
    return unquote_to_bytes(segment.encode("utf-8", "surrogateescape")).decode()
