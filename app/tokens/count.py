"""The tokens of a whole conversation.

Counted: every turn's words, also thinking; tool calls and results; tools with their schemas; an
output schema; pictures, documents and recordings by what they are, never by their base64; and
about what a chat template adds around each. Not counted: what only a sidecar holds (signatures,
redacted thinking) and deferred tools that nothing has named yet, which the model does not see.

There is no memo of texts counted before: hashing one costs a third of counting it.
"""

import json
from collections.abc import Iterable, Mapping
from typing import Any

from app.core.conversation import (
    Audio,
    Conversation,
    Document,
    HostedTool,
    Image,
    Opaque,
    Part,
    Refusal,
    Text,
    Thinking,
    Tool,
    ToolCall,
    ToolReference,
    ToolResult,
)
from app.dialects import wire_json
from app.tokens.image import image_tokens
from app.tokens.media import audio_tokens, document_content
from app.tokens.vocabulary import count_texts

# What chat templates put around things; Anthropic documents 159 to 530 for the tools' preamble.
_REQUEST = 3
_TURN = 4
_TOOLS = 300
_TOOL = 8
_TOOL_CALL = 8
_TOOL_RESULT = 8


def count(conversation: Conversation) -> int:
    """The input tokens of `conversation`, at least 1.

    The same for the same conversation, never an error, from any thread. The first call of a process
    takes 0.3 s; after it 120 KB take about 1 ms.
    """
    tally = _Tally()
    for turn in conversation.turns:
        tally.fixed += _TURN
        tally.add_parts(turn.parts)
    for tool in conversation.tools:
        tally.add_tool(tool)
    if conversation.tools:
        tally.fixed += _TOOLS
    output_format = conversation.options.output_format
    if output_format is not None and output_format.schema is not None:
        tally.texts.append(_json(output_format.schema))
    return _REQUEST + tally.fixed + count_texts(tally.texts)


class _Tally:
    """What was met so far: texts yet to be counted, tokens known, and the tools named."""

    def __init__(self) -> None:
        self.texts: list[str] = []
        self.fixed = 0
        self._named: set[str] = set()

    def add_parts(self, parts: Iterable[Part]) -> None:
        # A stack and not recursion: documents and results nest as deeply as a client likes.
        waiting = list(parts)
        while waiting:
            part = waiting.pop()
            match part:
                case Text(text) | Thinking(text) | Refusal(text) | Opaque(_, text):
                    self.texts.append(text)
                case ToolCall():
                    self.fixed += _TOOL_CALL
                    self.texts += (part.name, part.arguments)
                    self._named.add(part.name)
                case ToolResult():
                    self.fixed += _TOOL_RESULT
                    waiting += part.parts
                case ToolReference(name):
                    self.texts.append(name)
                    self._named.add(name)
                case Image():
                    self.fixed += image_tokens(part)
                case Document():
                    self._add_document(part)
                    waiting += part.parts
                case Audio():
                    self.fixed += audio_tokens(part)

    def _add_document(self, document: Document) -> None:
        self.texts += [text for text in (document.title, document.context) if text]
        content = document_content(document)
        if isinstance(content, str):
            self.texts.append(content)
        else:
            self.fixed += content

    def add_tool(self, tool: Tool | HostedTool) -> None:
        if isinstance(tool, HostedTool):
            self.fixed += _TOOL
            self.texts.append(_json(tool.sidecar.data))
        elif not tool.deferred or tool.name in self._named:
            self.fixed += _TOOL
            self.texts += (tool.name, tool.description or "", _json(tool.schema))


def _json(value: Mapping[str, Any]) -> str:
    try:
        return wire_json.dump_text(value)
    except (TypeError, ValueError, OverflowError):
        # Lone surrogates, or values that no wire format could have brought.
        return _lenient_json(value)


def _lenient_json(value: Mapping[str, Any]) -> str:
    try:
        return json.dumps(value, default=str, skipkeys=True, separators=(",", ":"))
    except (ValueError, RecursionError):
        return ""
