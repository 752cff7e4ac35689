"""The verbatim lane's only change to a body: the value of the top-level `model`."""

import re
from dataclasses import dataclass

import msgspec

from app.core.failure import Failure, FailureKind, Refused
from app.dialects.wire_json import dump, load_request


class _Envelope(msgspec.Struct):
    """What must be known of a body before it is routed; all else is only checked to be JSON."""

    model: msgspec.Raw = msgspec.Raw(b"")
    stream: msgspec.Raw = msgspec.Raw(b"")
    prompt_cache_key: msgspec.Raw = msgspec.Raw(b"")
    metadata: msgspec.Raw = msgspec.Raw(b"")
    tools: msgspec.Raw = msgspec.Raw(b"")
    web_search_options: msgspec.Raw = msgspec.Raw(b"")


_envelope = msgspec.json.Decoder(_Envelope).decode
_MODEL_KEY = re.compile(rb'"model"\s*:\s*')
_STRUCTURE = re.compile(rb'"(?:[^"\\]|\\.)*"|[{}\[\]]')


@dataclass(frozen=True, slots=True)
class Peeked:
    """The two facts that route a body, and its model as JSON text for `spliced`, if it is there.

    `body` is the request's own, but where it held lone surrogates: then those are U+FFFD.
    `cache_key` and `metadata` are the JSON texts of fields that may name the conversation, `tools`
    and `search_options` those of fields that may ask for a search of the web.
    """

    model: str
    stream: bool
    raw_model: bytes
    body: bytes
    cache_key: bytes = b""
    metadata: bytes = b""
    tools: bytes = b""
    search_options: bytes = b""


def peek(body: bytes) -> Peeked:
    """Read `model` and `stream` out of a request body without building the rest.

    Raises `Refused` (BAD_REQUEST) where the body is no JSON object or names no model.
    """
    envelope, body = _opened(body)
    raw_model = bytes(envelope.model)
    try:
        model = msgspec.json.decode(raw_model, type=str) if raw_model else None
    except (msgspec.DecodeError, UnicodeDecodeError):
        raise _bad("model: Input should be a string", "model") from None
    if not model:
        raise _bad("model: Field required", "model")
    raw_stream = bytes(envelope.stream).strip()
    if raw_stream not in (b"", b"true", b"false", b"null"):
        raise _bad("stream: Input should be true or false", "stream")
    return Peeked(
        model,
        raw_stream == b"true",
        raw_model.strip(),
        body,
        bytes(envelope.prompt_cache_key),
        bytes(envelope.metadata),
        bytes(envelope.tools),
        bytes(envelope.web_search_options),
    )


def peek_body(body: bytes, model: str, *, stream: bool) -> Peeked:
    """The same for a request whose path names the model and whether it streams.

    Raises `Refused` (BAD_REQUEST) where the body is no JSON object.
    """
    envelope, body = _opened(body)
    return Peeked(model, stream, b"", body, tools=bytes(envelope.tools))


def _opened(body: bytes) -> tuple[_Envelope, bytes]:
    try:
        return _envelope(body), body
    except RecursionError:
        raise _bad("The request body nests too deeply.") from None
    except (msgspec.DecodeError, UnicodeDecodeError):
        # Broken JSON gets its sentence here; lone surrogates, which JavaScript clients send when
        # they cut a string inside a character and providers answer with 400, are mended.
        body = dump(load_request(body))
        return _envelope(body), body


def spliced(peeked: Peeked, model: str) -> bytes:
    """The body with its top-level model replaced by `model`, every other byte as it was.

    A body whose model stands in the path stays as it is.
    """
    body = peeked.body
    if peeked.model == model or not peeked.raw_model:
        return body
    start = _model_value(body, peeked.raw_model)
    end = start + len(peeked.raw_model)
    return body[:start] + msgspec.json.encode(model) + body[end:]


def _model_value(body: bytes, raw_model: bytes) -> int:
    """Where the value of the top-level `model` begins.

    Inside a JSON string a quote is escaped, so that `"model":` can only be a key. Where several
    objects have that key with the same value, the nesting decides, the last one winning as in every
    JSON parser.
    """
    places = [
        found.end()
        for found in _MODEL_KEY.finditer(body)
        if body.startswith(raw_model, found.end())
    ]
    if len(places) == 1:
        return places[0]
    wanted = set(places)
    depth = 0
    result = -1
    for token in _STRUCTURE.finditer(body):
        character = body[token.start()]
        if character in b"{[":
            depth += 1
        elif character in b"}]":
            depth -= 1
        elif depth == 1 and token.start() in wanted:
            result = token.start()
    return result if result >= 0 else places[-1]


def _bad(message: str, param: str | None = None) -> Refused:
    return Refused(Failure(FailureKind.BAD_REQUEST, message, param=param))
