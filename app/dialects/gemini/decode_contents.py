"""The contents of a request into turns."""

from typing import Any

from app.core.conversation import Part, ToolResult, Turn
from app.core.failure import Failure, FailureKind, Refused
from app.dialects.gemini import fields
from app.dialects.gemini.decode_parts import Parts
from app.dialects.gemini.tool_links import ToolLinks

_ROLES = frozenset({"user", "model", "function"})
_CONTENT = frozenset({"role", "parts"})


def turns(value: Any, seal: bytes) -> tuple[Turn, ...]:
    """The turns of `contents`.

    What the model said in several contents is one turn, and so are the results of its calls: SDK
    chats keep a content for each chunk of a stream, and old clients send one for each result.
    Raises `Refused` (BAD_REQUEST) where a content has the wrong form.
    """
    if isinstance(value, str):
        value = [value]
    contents = fields.items(value, "contents")
    if not contents:
        message = "GenerateContentRequest.contents: contents is not specified."
        raise Refused(Failure(FailureKind.BAD_REQUEST, message, status=400, param="contents"))
    reader = _Reader(seal)
    for index, item in enumerate(contents):
        reader.read(item, f"contents[{index}]")
    reader.close()
    return tuple(reader.turns)


def instructions(value: Any, seal: bytes) -> tuple[Turn, ...]:
    """The turn of a `systemInstruction`, which may be a string, none where it says nothing."""
    if value is None:
        return ()
    where = "systemInstruction"
    content = {"parts": [value]} if isinstance(value, str) else fields.message(value, where)
    parts = _parts(content.get("parts"), f"{where}.parts", ToolLinks(), seal)
    extra = fields.kept(fields.rest(content, _CONTENT))
    return (Turn("system", parts, extra),) if parts else ()


class _Reader:
    """Collects turns; the model's parts wait for the turn's end."""

    def __init__(self, seal: bytes) -> None:
        self.turns: list[Turn] = []
        self._seal = seal
        self._links = ToolLinks()
        self._model: Parts | None = None
        self._extra: dict[str, Any] = {}

    def read(self, value: Any, where: str) -> None:
        """Take the next content."""
        if isinstance(value, str):
            value = {"parts": [value]}
        content = fields.message(value, where)
        named = fields.optional_text(content.get("role"), f"{where}.role") or "user"
        if named not in _ROLES:
            fields.refuse(f"{where}.role", f"'{named[:40]}'. Please use a valid role: user, model.")
        extra = fields.rest(content, _CONTENT)
        if named == "model":
            self._extra |= extra
            if self._model is None:
                self._model = Parts(self._links, self._seal)
            self._model.seam()
            _read(self._model, content.get("parts"), f"{where}.parts")
            return
        self.close()
        parts = _parts(content.get("parts"), f"{where}.parts", self._links, self._seal)
        last = self.turns[-1] if self.turns else None
        if last is not None and last.role == "user" and _are_results(last.parts + parts):
            self.turns[-1] = Turn("user", last.parts + parts, last.sidecar or fields.kept(extra))
        else:
            self.turns.append(Turn("user", parts, fields.kept(extra)))

    def close(self) -> None:
        """End the turn of the model."""
        if self._model is not None:
            self._model.end()
            said = tuple(self._model.said)
            self.turns.append(Turn("assistant", said, fields.kept(self._extra)))
            self._model, self._extra = None, {}


def _parts(value: Any, where: str, links: ToolLinks, seal: bytes) -> tuple[Part, ...]:
    reader = Parts(links, seal)
    _read(reader, value, where)
    reader.end()
    return tuple(reader.said)


def _read(reader: Parts, value: Any, where: str) -> None:
    entries = [value] if isinstance(value, str) else fields.items(value, where)
    for index, item in enumerate(entries):
        reader.read(item, f"{where}[{index}]")


def _are_results(parts: tuple[Part, ...]) -> bool:
    return bool(parts) and all(isinstance(part, ToolResult) for part in parts)
