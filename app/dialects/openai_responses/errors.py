"""A failure as the last event of a stream of which nothing else is known."""

from app.core.failure import Failure
from app.dialects import wire_json
from app.dialects.openai_responses import response


def encode_stream_error(failure: Failure, request_id: str) -> bytes:
    """`response.failed`; Codex 0.169.0 passes over any other form of an error."""
    event = {
        "type": "response.failed",
        "sequence_number": 0,
        "response": response.failed(failure, request_id),
    }
    return b"event: response.failed\ndata: %b\n\n" % wire_json.dump(event)
