"""YAML, as far as settings of one key a line go; everything else in the file stays as it is.

ruamel.yaml says where things stand and what the outcome means; it never writes.
"""

import json
import re
from collections.abc import Iterator, Mapping
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.error import MarkedYAMLError, YAMLError
from ruamel.yaml.nodes import MappingNode, Node, ScalarNode

from app.connect.failure import ConnectError
from app.connect.formats.document import Document, Splice
from app.connect.formats.lines import added, line_end, line_start, taken
from app.connect.plan import KeyPath, Value

# Texts that YAML 1.1, which many clients still read, takes for texts too.
_NEEDS_NO_QUOTES = re.compile(r"[A-Za-z][\w./@+-]*(?::[\w./@+-]+)*")
_WORDS = {"y", "n", "yes", "no", "on", "off", "true", "false", "null"}


class Yaml(Document):
    """A YAML document. A file without anything in it counts as a mapping without keys."""

    title = "a mapping"
    _root: MappingNode | None

    def _read(self) -> Mapping[str, Any]:
        try:
            plain = YAML(typ="safe", pure=True).load(self.text)
            root = YAML(pure=True).compose(self.text)
        except MarkedYAMLError as error:
            mark = error.problem_mark or error.context_mark
            line = 1 if mark is None else mark.line + 1
            why = str(error.problem or "it is not YAML").splitlines()[0]
            raise self._unreadable(line, _quoteless(why)) from None
        except (YAMLError, ValueError, RecursionError):
            raise self._unreadable(1, "it is not YAML, or has two documents") from None
        if plain is None:
            self._root = None
            return {}
        if not isinstance(plain, dict) or not isinstance(root, MappingNode):
            raise ConnectError(
                f"{self.path} holds no keys where settings are a mapping. Correct the file and try "
                "again; it was not touched."
            )
        self._root = root
        return plain

    def _pair(self, path: KeyPath) -> tuple[Node, Node] | None:
        node: Node | None = self._root
        found = None
        for name in path:
            if not isinstance(node, MappingNode):
                return None
            for key, value in node.value:
                if isinstance(key, ScalarNode) and key.value == name:
                    found, node = (key, value), value
                    break
            else:
                return None
        return found

    def span(self, path: KeyPath) -> tuple[int, int] | None:
        """Where the value of `path` stands."""
        if (pair := self._pair(path)) is None:
            return None
        start, end = pair[1].start_mark.index, pair[1].end_mark.index
        if start == end:  # no value at all: ruamel's mark may be a line further on
            start = self.text.index(":", pair[0].end_mark.index) + 1
            return start, start
        if isinstance(pair[1], ScalarNode) and not pair[1].style:
            return start, end
        lines = self.text[start:end].splitlines(keepends=True)
        while len(lines) > 1 and (not lines[-1].strip() or lines[-1].lstrip().startswith("#")):
            end -= len(lines.pop())
        return start, start + len(self.text[start:end].rstrip(" \t\r\n"))

    def _replace(self, span: tuple[int, int], value: Value) -> Iterator[Splice]:
        spelled = self._spelled(value)
        yield Splice(*span, spelled)
        yield Splice(*span, f" {spelled}")

    def _insert(self, path: KeyPath, value: Value, source: str | None) -> Iterator[Splice]:
        if len(path) > 1:
            return
        indent = ""
        if self._root is not None and self._root.value:
            indent = " " * self._root.value[0][0].start_mark.column
        spelled = self._spelled(value) if source is None else source
        end = len(self.text)
        line = f"{indent}{self._spelled(path[0])}: {spelled}"
        yield added(self.text, end, line, self.newline(end))

    def _take(self, path: KeyPath) -> Iterator[Splice]:
        pair, span = self._pair(path), self.span(path)
        if pair is None or span is None:
            return
        start = line_start(self.text, pair[0].start_mark.index)
        yield taken(self.text, start, line_end(self.text, span[1]))

    def _spelled(self, value: Value) -> str:
        if isinstance(value, str):
            if _NEEDS_NO_QUOTES.fullmatch(value) and value.lower() not in _WORDS:
                return value
            return json.dumps(value, ensure_ascii=False)
        try:
            return json.dumps(value, ensure_ascii=False)  # which is YAML as well
        except (TypeError, ValueError):
            raise ConnectError(f"{self.path} cannot hold that value.") from None


def _quoteless(problem: str) -> str:
    """What is wrong, without the piece of the file that ruamel quotes: it may be a key."""
    return re.sub(r"""(["'])(?:\\.|(?!\1).){3,}\1""", "something", problem)
