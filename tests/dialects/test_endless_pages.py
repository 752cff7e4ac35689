"""A provider that sends something else than a stream cannot fill our memory with it."""

import pytest

from app.core.events import Failed
from app.core.failure import FailureKind
from app.core.page import PAGE_LIMIT
from app.dialects.base import Dialect
from tests.dialects.test_lanes import DIALECTS, sent


@pytest.mark.parametrize("dialect", DIALECTS, ids=lambda dialect: dialect.name)
@pytest.mark.parametrize("start", [b"<html>", b'{"error":"'])
def test_a_page_without_an_end_is_a_failure(dialect: Dialect, start: bytes) -> None:
    decoder = dialect.stream_decoder(sent(dialect))
    assert decoder.feed(start) == []
    megabyte = bytes(1024 * 1024)
    for _ in range(PAGE_LIMIT // len(megabyte)):
        if events := decoder.feed(megabyte):
            break
    (failed,) = events
    assert isinstance(failed, Failed)
    assert failed.failure.kind is FailureKind.PROTOCOL
    assert decoder.eof() == []
