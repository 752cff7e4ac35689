import json

import pytest

from app.core.failure import Failure, FailureKind
from app.dialects.openai_chat.errors import encode_stream_error
from tests.dialects.vendor_schemas import validator


@pytest.mark.parametrize("kind", FailureKind)
def test_the_last_frame_is_valid_after_the_vendor_s_schema(kind: FailureKind) -> None:
    framed = encode_stream_error(Failure(kind, "x", param="messages[0].content"))
    assert framed.startswith(b"data: ")
    assert framed.endswith(b"\n\n")
    validator("openai_chat", "ErrorResponse")(json.loads(framed[6:]))
