"""A failure as the last frame of a Chat Completions stream."""

from app.core.failure import Failure
from app.dialects import wire_json
from app.dialects.openai_errors import envelope


def encode_stream_error(failure: Failure) -> bytes:
    """The failure as the last frame of a stream; no `[DONE]` follows it."""
    return b"data: %b\n\n" % wire_json.dump(envelope(failure))
