"""Parts of a content, read one after the other."""

from collections.abc import Mapping
from typing import Any

from app.core.conversation import Opaque, Part, Text, Thinking, ToolCall, ToolResult
from app.core.sidecar import Sidecar
from app.dialects import wire_json
from app.dialects.gemini import decode_media, fields, gist, proofs
from app.dialects.gemini.tool_links import ToolLinks
from app.dialects.gemini.wire import ORIGIN, SIGNATURE

# What stands beside a part's content: the rest of it goes back to Google, on that part.
_BESIDE = frozenset({"text", "thought", SIGNATURE})
_METADATA = frozenset({"partMetadata", "mediaResolution", "videoMetadata"})
_KINDS = ("functionCall", "functionResponse", "inlineData", "fileData")
_CALL = frozenset({"id", "name", "args"})
_RESPONSE = frozenset({"id", "name", "response", "parts"})

_Wire = Mapping[str, Any]


class Parts:
    """The parts of one turn, collected in `said`.

    A thought that is told in pieces is one thought. Thoughts whose words a client has kept and
    whose proof stands on the part after them are taken from that proof, which is the whole of them.
    """

    def __init__(self, links: ToolLinks, seal: bytes) -> None:
        self.said: list[Part] = []
        self._links = links
        self._seal = seal
        self._thought: list[str] = []  # the pieces of a thought that has no end yet
        self._seam = False

    def seam(self) -> None:
        """Another content of the same speaker begins: text that was cut there goes on."""
        self._seam = True

    def read(self, value: Any, where: str) -> None:
        """Take the next part.

        Raises `Refused` (BAD_REQUEST) where a known field has the wrong form.
        """
        if isinstance(value, str):
            value = {"text": value}
        part = fields.message(value, where)
        signature = fields.optional_text(part.get(SIGNATURE), f"{where}.{SIGNATURE}") or ""
        words = fields.optional_text(part.get("text"), f"{where}.text")
        if part.get("thought") is True and words is not None:
            self._think(words, signature)
            return
        if signature and not proofs.is_native(signature):
            part = {name: item for name, item in part.items() if name != SIGNATURE}
        content = self._content(part, words, where)
        call_id = content.id if isinstance(content, ToolCall) else None
        carried = proofs.thoughts(signature, self._seal)
        if carried:
            self._thought.clear()
            self.said += carried
        self.end()
        if content is None and not signature:
            return
        goes_on, self._seam = self._seam and not signature, False
        if goes_on and (text := _continued(self.said, content)) is not None:
            self.said[-1] = text
            return
        if SIGNATURE not in part or isinstance(content, Opaque):  # that holds its own
            self.said += [content] if content is not None else []
        elif content is None:
            self.said.append(proofs.hidden(signature, "previous"))
        else:
            self.said += [proofs.hidden(signature, "next", call_id), content]

    def end(self) -> None:
        """The thought that is being told, if any, is complete."""
        if self._thought:
            self.said.append(Thinking("".join(self._thought)))
            self._thought.clear()

    def _think(self, words: str, signature: str) -> None:
        self._thought.append(words)
        if proofs.is_native(signature):
            told = "".join(self._thought)
            self._thought.clear()
            self.said.append(Thinking(told, not told, proofs.own(signature)))
        elif carried := proofs.thoughts(signature, self._seal):
            self._thought.clear()
            self.said += carried

    def _content(self, part: _Wire, words: str | None, where: str) -> Part | None:
        """The part without its signature, None where it holds nothing."""
        kind = next((name for name in _KINDS if name in part), None)
        beside = fields.rest(part, _BESIDE | ({kind} if kind else frozenset()))
        match kind:
            case "functionCall":
                return self._call(part, where, beside)
            case "functionResponse":
                return self._result(part, where, beside)
            case "inlineData":
                return decode_media.inline(part, where, beside)
            case "fileData":
                return decode_media.remote(part, where, beside)
        if words:
            return Text(words, None, fields.kept(beside))
        kind = next((name for name in beside if name not in _METADATA), None)
        if kind is None:
            return None
        return Opaque(kind, gist.of_part(part, kind), Sidecar(ORIGIN, part))

    def _call(self, part: _Wire, where: str, beside: _Wire) -> ToolCall:
        at = f"{where}.functionCall"
        call = fields.message(part["functionCall"], at)
        name = fields.text(call.get("name"), f"{at}.name")
        call_id = fields.optional_text(call.get("id"), f"{at}.id")
        args = call.get("args")
        arguments = _dumped(fields.mapping({} if args is None else args, f"{at}.args"), at)
        left = fields.rest(call, _CALL)
        sidecar = fields.kept({"functionCall": left, **beside} if left else beside)
        return ToolCall(self._links.call(name, call_id), name, arguments, sidecar=sidecar)

    def _result(self, part: _Wire, where: str, beside: _Wire) -> ToolResult:
        at = f"{where}.functionResponse"
        wire = fields.message(part["functionResponse"], at)
        name = fields.text(wire.get("name"), f"{at}.name")
        told = fields.optional_text(wire.get("id"), f"{at}.id")
        response = wire.get("response")
        response = fields.mapping({} if response is None else response, f"{at}.response")
        text, is_error, exact = _told(response, at)
        said: list[Part] = [Text(text)] if text else []
        for index, item in enumerate(fields.items(wire.get("parts"), f"{at}.parts")):
            inner = Parts(self._links, self._seal)
            inner.read(item, f"{at}.parts[{index}]")
            said += inner.said
        kept = {**fields.rest(wire, _RESPONSE), **beside}
        if not exact:
            kept = {"response": response, **kept}
        return ToolResult(
            self._links.result(name, told), tuple(said), is_error, None, fields.kept(kept)
        )


def _continued(said: list[Part], content: Part | None) -> Text | None:
    """The last text with `content` at its end, None where these are not two plain texts."""
    match (said[-1] if said else None), content:
        case Text(text=first, sidecar=None), Text(text=second, sidecar=None):
            return Text(first + second)
    return None


def _told(response: _Wire, where: str) -> tuple[str, bool | None, bool]:
    """A result's text, whether it is an error, and whether that is all that `response` says.

    "output" and "error" are the names that the API itself knows, "result" is what google-genai
    writes for the value of a function that it called.
    """
    is_error = True if "error" in response else None
    match response:
        case {"output": str(text), **others} if not others:
            return text, None, True
        case {"error": str(text), **others} if not others:
            return text, True, True
        case {"result": str(text), **others} if not others:
            return text, None, False
        case {"result": value, **others} if not others:
            return _dumped(value, where), None, False
        case _:
            return _dumped(response, where), is_error, False


def _dumped(value: Any, where: str) -> str:
    try:
        return wire_json.dump_text(value)
    except ValueError:
        fields.refuse(where, "it nests too deeply.")
