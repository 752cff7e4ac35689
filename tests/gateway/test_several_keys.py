"""Several keys of one provider: the next one takes its turn where one is refused."""

from typing import Any

from tests.fakes import answers
from tests.fakes.exchange import Exchange
from tests.fakes.upstream import FakeUpstream
from tests.gateway.conftest import Running, Start, chat, rules

KEYS = {"FIRST": "sk-first-0123456789abcdef", "SECOND": "sk-second-0123456789abcdef"}


def settings(url: str) -> dict[str, Any]:
    entry = {
        "base_url": url,
        "dialect": "openai_chat",
        "key": "env:FIRST",
        "more_keys": ["env:SECOND"],
    }
    return {"providers": {"p": entry}, "profiles": rules(("*", "p/fake-model"))}


def refusing(key: str, status: int, headers: tuple[tuple[str, str], ...] = ()) -> Any:
    async def script(exchange: Exchange) -> None:
        if exchange.request.header("authorization") == f"Bearer {KEYS[key]}":
            await answers.status(status, "No.", headers=headers)(exchange)
        else:
            await answers.hello(exchange)

    return script


def sent(upstream: FakeUpstream) -> list[str]:
    names = {f"Bearer {value}": name for name, value in KEYS.items()}
    return [names[request.header("authorization") or ""] for request in upstream.asked]


async def ask(running: Running, times: int = 1, *, stream: bool = False) -> list[int]:
    found = []
    for _ in range(times):
        async with running.post("/v1/chat/completions", chat(stream=stream)) as response:
            await response.read()
            found.append(response.status)
    return found


async def begun(start: Start, url: str) -> Running:
    return await start(environ=KEYS, **settings(url))


async def test_a_rejected_key_gives_way_within_the_request_and_stays_aside(start: Start) -> None:
    async with FakeUpstream(refusing("FIRST", 401)) as upstream:
        running = await begun(start, upstream.url)
        assert await ask(running, 3) == [200, 200, 200]
        assert sent(upstream) == ["FIRST", "SECOND", "SECOND", "SECOND"]
        outcome = running.outcomes[0]
        assert (outcome.attempts, outcome.failovers) == (2, 0)
        course = outcome.course
        assert [(each.status, each.failure) for each in course.tries] == [
            (401, "provider_key"),
            (200, ""),
        ]
        assert None not in (course.guarded, course.routed, course.asked)


async def test_a_key_at_its_limit_gives_way_and_the_next_one_is_kept(start: Start) -> None:
    limited = refusing("FIRST", 429, (("retry-after", "60"),))
    async with FakeUpstream(limited) as upstream:
        running = await begun(start, upstream.url)
        assert await ask(running, 2, stream=True) == [200, 200]
        assert sent(upstream) == ["FIRST", "SECOND", "SECOND"]


async def test_where_every_key_is_refused_each_is_tried_once(start: Start) -> None:
    async with FakeUpstream(answers.status(401, "No.")) as upstream:
        running = await begun(start, upstream.url)
        assert (await ask(running))[0] >= 400
        assert sent(upstream) == ["FIRST", "SECOND"]


async def test_a_key_that_cannot_be_had_gives_way(start: Start) -> None:
    async with FakeUpstream() as upstream:
        running = await start(environ={"SECOND": KEYS["SECOND"]}, **settings(upstream.url))
        assert await ask(running, 2) == [200, 200]
        assert sent(upstream) == ["SECOND", "SECOND"]


async def test_a_failing_server_is_asked_with_the_same_key(start: Start) -> None:
    script = answers.in_turn(answers.status(503, "Busy."), answers.hello)
    async with FakeUpstream(script) as upstream:
        running = await begun(start, upstream.url)
        assert await ask(running) == [200]
        assert sent(upstream) == ["FIRST", "FIRST"]


async def test_keys_that_are_all_refused_leave_turns_for_the_next_provider(start: Start) -> None:
    keys = {f"KEY_{number}": f"sk-number-{number}-0123456789abcdef" for number in range(4)}
    first, *more = (f"env:{name}" for name in keys)
    async with FakeUpstream(answers.status(429, "No.")) as limited, FakeUpstream() as other:
        running = await start(
            environ=keys,
            providers={
                "p": {
                    "base_url": limited.url,
                    "dialect": "openai_chat",
                    "key": first,
                    "more_keys": more,
                },
                "q": {"base_url": other.url, "dialect": "openai_chat", "key": first},
            },
            profiles=rules(("*", ["p/fake-model", "q/fake-model"])),
        )
        assert await ask(running) == [200]
        assert len(limited.asked) == len(keys)
        assert len(other.asked) == 1


async def test_two_providers_with_the_same_keys_each_have_their_turns(start: Start) -> None:
    async with (
        FakeUpstream(answers.status(429, "No.")) as limited,
        FakeUpstream(refusing("FIRST", 429)) as other,
    ):
        both = {"dialect": "openai_chat", "key": "env:FIRST", "more_keys": ["env:SECOND"]}
        running = await start(
            environ=KEYS,
            providers={
                "p": {"base_url": limited.url, **both},
                "q": {"base_url": other.url, **both},
            },
            profiles=rules(("*", ["p/fake-model", "q/fake-model"])),
        )
        assert await ask(running) == [200]
        assert sent(limited) == ["FIRST", "SECOND"]
        assert sent(other) == ["FIRST", "SECOND"]
