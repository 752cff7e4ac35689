import json

import pytest

from app.core.failure import Failure, FailureKind
from app.dialects.openai_responses.errors import encode_stream_error


@pytest.mark.parametrize("kind", FailureKind)
def test_the_last_event_of_a_stream_is_a_response_that_failed(kind: FailureKind) -> None:
    name, _, data = encode_stream_error(Failure(kind, "Why."), "req_1").partition(b"\n")
    assert name == b"event: response.failed"
    event = json.loads(data.removeprefix(b"data: "))
    assert event["response"]["status"] == "failed"
    assert event["response"]["error"]["message"] == "Why."
    assert isinstance(event["sequence_number"], int)
