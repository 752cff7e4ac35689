"""A provider's prefix cache stays warm through a whole session of Claude Code.

The body of each request is a byte prefix of the next one, up to its closing punctuation, `]}`: the
messages stand last in the body. Where the client itself changes what it offers (a tool that was
searched for appears among the tools, which providers place before the messages), the messages go on
as a prefix, and the bodies again from then on.
"""

import itertools
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import anthropic
import pytest

from tests.clients.dragoman import Dragoman
from tests.clients.seen import check_order
from tests.clients.session import HEADERS, SEARCHED, SEARCHED_AT, Session, answers
from tests.fakes.answers import plays
from tests.fakes.reply import Reply, View
from tests.fakes.upstream import FakeUpstream, running

TURNS = 30
_FOUND = f'"name":"{SEARCHED}"'.encode()
_MESSAGES = b'"messages":['
# What Claude Code keeps of a block when it echoes an answer.
_ECHOED = {
    "thinking": ("type", "thinking", "signature"),
    "text": ("type", "text"),
    "tool_use": ("type", "id", "name", "input"),
}


@pytest.fixture
def upstream() -> Iterator[FakeUpstream]:
    """A model with a fixed part in the session."""
    said = answers()

    def next_answer(_: View) -> Reply:
        return next(said)

    with running(FakeUpstream(plays(next_answer))) as fake:
        yield fake


def stem(body: bytes) -> bytes:
    """A body without the punctuation that closes its messages and itself."""
    assert body.endswith(b"]}")
    return body[:-2]


def echoed(message: anthropic.types.Message) -> list[dict[str, Any]]:
    blocks = [block.to_dict() for block in message.content]
    return [{key: block[key] for key in _ECHOED[str(block["type"])]} for block in blocks]


@pytest.mark.parametrize("preset", ["generic-openai", "openai", "deepseek", "moonshot", "zai"])
def test_each_body_of_a_session_is_a_prefix_of_the_next(
    upstream: FakeUpstream, tmp_path: Path, preset: str
) -> None:
    gateway = Dragoman(tmp_path)
    gateway.command(
        *("provider", "add", "fake", "--preset", preset, "--base-url", upstream.url),
        *("--key-env", "FAKE_PROVIDER_KEY", "--model", "*=*", "--default"),
    )
    session = Session()
    with (
        gateway,
        anthropic.Anthropic(
            base_url=gateway.url, api_key=gateway.client_key, max_retries=0
        ) as client,
    ):
        for number in range(TURNS):
            asked = session.request(number)
            with client.messages.stream(
                model="", max_tokens=1, messages=[], extra_body=asked, extra_headers=HEADERS
            ) as stream:
                session.heard(echoed(stream.get_final_message()))
    bodies = [request.body for request in upstream.asked]
    assert len(bodies) == TURNS
    for number, (before, after) in enumerate(itertools.pairwise(bodies), 1):
        if number == SEARCHED_AT:
            assert _FOUND not in before
            assert _FOUND in after
            before, after = (text[text.index(_MESSAGES) :] for text in (before, after))
        assert after.startswith(stem(before)), number
    check_order(upstream.asked[-1].json["messages"], system_in_place=preset == "openai")
