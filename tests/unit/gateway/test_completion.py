"""How an answer is watched: its first word, its end, its tokens."""

import asyncio
import json
import threading
from typing import Any

import pytest

from app.bootstrap.dialects import DIALECTS
from app.core.conversation import Text
from app.core.events import (
    Event,
    Failed,
    Finished,
    PartDelta,
    PartEnded,
    PartStarted,
    Started,
)
from app.core.failure import Failure, FailureKind
from app.core.sidecar import Origin, Sidecar
from app.core.usage import Usage
from app.dialects.base import ClientCall
from app.gateway.attempt import prepare
from app.gateway.completion import Completion, input_estimate
from app.gateway.credentials import Credentials
from app.gateway.guard import Guard
from app.gateway.inline_media import inline_media
from app.gateway.outcome import Outcome
from app.gateway.request import Request
from app.gateway.services import Services
from app.gateway.snapshot import Snapshot
from app.gateway.splice import peek
from app.gateway.upstream import UpstreamPool
from app.providers.provider import build
from app.secrets.client_keys import ClientKeys
from app.secrets.vault import Vault
from app.settings.schema import ProviderSettings, Settings
from tests.fakes.accounts import without_database

COUNTED = 33


def services() -> Services:
    upstream = UpstreamPool()
    return Services(
        snapshot=lambda: Snapshot.of(Settings()),
        guard=Guard([]),
        client_keys=ClientKeys(),
        dialects=DIALECTS,
        upstream=upstream,
        credentials=Credentials(Vault("test", environ={}), upstream),
        count=lambda _: COUNTED,
        accounts=without_database(),
    )


def request(content: Any = "hi", **extra: Any) -> Request:
    said = [{"role": "user", "content": content}]
    body = json.dumps({"model": "m", "max_tokens": 9, "messages": said} | extra).encode()
    return Request(DIALECTS["anthropic_messages"], peek(body), ClientCall(body, {}, {}, "messages"))


class Watched:
    """A completion, and what it works on."""

    def __init__(self, lane: str = "translated", asked: Request | None = None) -> None:
        dialect = "openai_chat" if lane == "translated" else "anthropic_messages"
        settings = {"base_url": "http://127.0.0.1:1", "dialect": dialect}
        if lane == "verbatim":
            settings["preset"] = "anthropic"
        provider = build("p", ProviderSettings.model_validate(settings))
        self.services = services()
        self.request = asked or request()
        attempt = prepare(self.request, provider, DIALECTS[dialect], "m", None, verbatim=True)
        assert attempt.lane == lane
        self.outcome = Outcome("req_1", "POST /v1/messages", provider="p", model="m")
        self.completion = Completion(self.services, attempt, self.request, self.outcome, began=0.0)

    async def take(self, *events: Event) -> tuple[bool, list[Event]]:
        given = list(events)
        return await self.completion.take(given), given


async def test_the_first_delta_is_timed_once() -> None:
    watched = Watched()
    assert await watched.take() == (False, [])
    await watched.take(Started())
    assert watched.outcome.first_delta is None
    await watched.take(PartDelta(0, "a"))
    first = watched.outcome.first_delta
    await watched.take(PartDelta(0, "b"))
    assert first is not None
    assert watched.outcome.first_delta == first


async def test_the_provider_s_own_count_is_kept() -> None:
    watched = Watched()
    await watched.take(Started(usage=Usage(fresh=7)))
    assert watched.outcome.usage == Usage(fresh=7)
    usage = Usage(fresh=10, output=5)
    ended, events = await watched.take(Finished("stop", usage))
    assert ended
    assert events == [Finished("stop", usage)]
    assert watched.outcome.usage == usage


@pytest.mark.parametrize(("lane", "expected"), [("translated", ["annotations"]), ("verbatim", [])])
async def test_what_the_client_cannot_read_of_the_answer_is_a_loss(
    lane: str, expected: list[str]
) -> None:
    watched = Watched(lane)
    cited = Sidecar(Origin("openai_chat"), {"annotations": [{}]})
    await watched.take(Started(), PartStarted(0, Text("")), PartEnded(0, cited))
    assert [loss.what for loss in watched.outcome.losses] == expected


@pytest.mark.parametrize("usage", [None, Usage()])
async def test_a_missing_count_is_estimated_for_the_client_and_the_log(
    usage: Usage | None,
) -> None:
    watched = Watched()
    await watched.take(PartDelta(0, "12345"))
    ended, events = await watched.take(PartDelta(0, "6789"), Finished("stop", usage))
    estimated = Usage(fresh=COUNTED, output=3, estimated=True)
    assert ended
    assert events[-1] == Finished("stop", estimated)
    assert watched.outcome.usage == estimated


async def test_on_the_verbatim_lane_the_estimate_is_for_the_log_only() -> None:
    watched = Watched("verbatim")
    _, events = await watched.take(Finished("stop"))
    assert events == [Finished("stop")]
    assert watched.outcome.usage == Usage(fresh=COUNTED, estimated=True)


async def test_a_body_that_only_the_provider_can_read_is_estimated_without_its_input() -> None:
    watched = Watched("verbatim", request(content={"odd": 1}))
    await watched.take(PartDelta(0, "1234"), Finished("stop"))
    assert watched.outcome.usage == Usage(output=1, estimated=True)


async def test_who_leaves_while_the_tokens_are_counted_has_used_them_all_the_same() -> None:
    watched = Watched()
    counting, go_on = threading.Event(), threading.Event()

    def count(_: object) -> int:
        counting.set()
        go_on.wait(5)
        return COUNTED

    watched.services.count = count

    async def answer() -> None:
        with watched.completion:
            await watched.take(PartDelta(0, "abcdefgh"), Finished("stop"))

    answering = asyncio.create_task(answer())
    await asyncio.to_thread(counting.wait, 5)
    answering.cancel()
    await asyncio.wait([answering])
    go_on.set()
    usage = watched.outcome.usage
    assert usage is not None
    assert usage.estimated
    assert usage.output == 2


@pytest.mark.parametrize("gone", [asyncio.CancelledError, ConnectionResetError])
async def test_who_leaves_before_the_first_word_has_used_the_input_that_was_told(
    gone: type[BaseException],
) -> None:
    watched = Watched()

    async def answer() -> None:
        with watched.completion:
            await watched.take(Started("m", usage=Usage(fresh=1000, output=1)))
            raise gone

    with pytest.raises(gone):
        await answer()
    assert watched.outcome.usage == Usage(fresh=1000, output=1, estimated=True)


async def test_an_attempt_that_failed_before_its_first_word_has_used_nothing() -> None:
    watched = Watched()
    with watched.completion:
        await watched.take(
            Started("m", usage=Usage(fresh=1000)), Failed(Failure(FailureKind.OVERLOADED, "busy"))
        )
    assert watched.outcome.usage is None


async def test_a_failure_is_no_end() -> None:
    watched = Watched()
    failure = Failure(FailureKind.CUT, "cut")
    ended, _ = await watched.take(PartDelta(0, "a"), Failed(failure))
    assert not ended
    assert watched.completion.failure == failure


async def test_what_a_provider_reports_makes_the_next_estimate_better() -> None:
    watched = Watched(asked=request("words " * 1000))
    before = input_estimate(watched.services, watched.request, "p", "m")
    await watched.take(Finished("stop", Usage(fresh=before * 2, output=1)))
    assert input_estimate(watched.services, watched.request, "p", "m") in (
        before * 2 - 1,
        before * 2,
    )
    assert input_estimate(watched.services, watched.request, "p", "other") == before


def test_a_picture_counts_as_one_however_long_its_base64() -> None:
    source = {"type": "base64", "media_type": "image/png", "data": "AAAA" * 5000}
    image = {"type": "image", "source": source}
    nested = {"type": "tool_result", "tool_use_id": "t", "content": [image]}
    use = {
        "role": "assistant",
        "content": [{"type": "tool_use", "id": "t", "name": "f", "input": {}}],
    }
    said = {"role": "user", "content": [nested, image]}
    asked = request(messages=[{"role": "user", "content": "hi"}, use, said])
    items, size = inline_media(asked.conversation())
    assert items == 2
    assert size == 40_000
    assert 3000 < input_estimate(services(), asked, "p", "m") < 3300
