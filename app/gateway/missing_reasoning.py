"""Whether a Chat client's messages lack the reasoning that their target insists on.

A client that keeps no `reasoning_content`, or that spoke to another provider before, sends messages
that DeepSeek V4 and Kimi answer with a 400. Such a request is not fit for the verbatim lane.
"""

import msgspec

from app.core.traits import MissingReasoning

_NOTHING = (b"", b"null")


class _Message(msgspec.Struct):
    role: msgspec.Raw = msgspec.Raw(b"")
    tool_calls: msgspec.Raw = msgspec.Raw(b"")
    reasoning_content: msgspec.Raw = msgspec.Raw(b"")


class _Body(msgspec.Struct):
    messages: list[_Message] = []


_decode = msgspec.json.Decoder(_Body).decode


def misses_reasoning(body: bytes, wanted: MissingReasoning) -> bool:
    """Whether an assistant message of `body` has no reasoning where the target wants some.

    What cannot be read is for the target to judge.
    """
    if wanted == "omit":
        return False
    try:
        messages = _decode(body).messages
    except (msgspec.DecodeError, UnicodeDecodeError):
        return False
    return any(_lacks(message, wanted) for message in messages)


def _lacks(message: _Message, wanted: MissingReasoning) -> bool:
    if bytes(message.role) != b'"assistant"':
        return False
    said = bytes(message.reasoning_content)
    if wanted == "empty":
        return said in _NOTHING
    return bytes(message.tool_calls) not in (*_NOTHING, b"[]") and said in (*_NOTHING, b'""')
