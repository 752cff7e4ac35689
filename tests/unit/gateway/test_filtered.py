from contextlib import aclosing

import pytest

from app.core.conversation import Refusal
from app.core.failure import Failure, FailureKind
from app.core.fold import fold
from app.dialects.provider_errors import decode_error
from app.gateway.filtered import FilteredAnswer, is_filtered

AZURE = b"""{"error": {"message": "The response was filtered due to the prompt triggering it.",
"type": null, "param": "prompt", "code": "content_filter", "status": 400,
"innererror": {"code": "ResponsibleAIPolicyViolation"}}}"""
BAILIAN = b"""{"error": {"code": "data_inspection_failed", "type": "data_inspection_failed",
"param": null, "message": "Input data may contain inappropriate content."}}"""
ZHIPU = b"""{"error": {"code": "1301", "message": "The content may be sensitive."}}"""
OTHER = b"""{"error": {"message": "messages is missing", "code": "invalid_value"}}"""


@pytest.mark.parametrize(
    ("body", "filtered"), [(AZURE, True), (BAILIAN, True), (ZHIPU, True), (OTHER, False)]
)
def test_a_filter_s_error_is_known_by_its_code(body: bytes, filtered: bool) -> None:
    assert is_filtered(decode_error(400, {}, body)) is filtered


def test_what_else_goes_wrong_with_such_a_code_is_no_refusal() -> None:
    assert not is_filtered(Failure(FailureKind.RATE_LIMITED, "x", 429, "1301"))


async def test_the_refusal_has_the_provider_s_words() -> None:
    events = []
    async with aclosing(FilteredAnswer("p: No.", b"{}").batches()) as batches:
        async for raw, batch in batches:
            assert raw == b"{}"
            events += batch
    answer = fold(events)
    assert answer.reason == "refusal"
    assert answer.parts == (Refusal("p: No."),)
