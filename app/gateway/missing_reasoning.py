"""Whether a client's history lacks the reasoning, or its proof, that the target insists on.

A client that keeps no `reasoning_content`, or that spoke to another provider before, sends messages
that DeepSeek V4 and Kimi answer with a 400; and Gemini 3 one whose calls it did not sign. Such a
request is not fit for the verbatim lane.
"""

import msgspec

from app.core.traits import MissingReasoning, Traits

_NOTHING = (b"", b"null")


class _Message(msgspec.Struct):
    role: msgspec.Raw = msgspec.Raw(b"")
    tool_calls: msgspec.Raw = msgspec.Raw(b"")
    reasoning_content: msgspec.Raw = msgspec.Raw(b"")


class _Body(msgspec.Struct):
    messages: list[_Message] = []


class _Part(msgspec.Struct, rename="camel"):
    function_call: msgspec.Raw = msgspec.Raw(b"")
    thought_signature: msgspec.Raw = msgspec.Raw(b"")


class _Content(msgspec.Struct):
    parts: list[_Part] = []


class _GeminiBody(msgspec.Struct):
    contents: list[_Content] = []


_decode = msgspec.json.Decoder(_Body).decode
_decode_gemini = msgspec.json.Decoder(_GeminiBody).decode


def misses_reasoning(body: bytes, traits: Traits) -> bool:
    """Whether something in the history of `body` has no reasoning where the target wants some.

    What cannot be read is for the target to judge.
    """
    try:
        if traits.missing_reasoning != "omit":
            messages = _decode(body).messages
            return any(_lacks(message, traits.missing_reasoning) for message in messages)
        if traits.call_signatures:
            return any(_unsigned(content) for content in _decode_gemini(body).contents)
    except (msgspec.DecodeError, UnicodeDecodeError):
        pass
    return False


def _unsigned(content: _Content) -> bool:
    """Whether the first call of a step has no signature; the others need none."""
    for part in content.parts:
        if bytes(part.function_call) not in _NOTHING:
            return bytes(part.thought_signature) in (*_NOTHING, b'""')
    return False


def _lacks(message: _Message, wanted: MissingReasoning) -> bool:
    if bytes(message.role) != b'"assistant"':
        return False
    said = bytes(message.reasoning_content)
    if wanted == "empty":
        return said in _NOTHING
    return bytes(message.tool_calls) not in (*_NOTHING, b"[]") and said in (*_NOTHING, b'""')
