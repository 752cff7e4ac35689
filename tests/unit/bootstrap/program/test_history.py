"""What was used, and the requests of this moment, through the real gateway and database."""

import asyncio
from pathlib import Path

import pytest

from app.desktop.program.failure import ProgramError
from app.desktop.program.history import Request
from app.storage.selection import Selection
from tests.fakes import answers
from tests.fakes.exchange import Exchange
from tests.fakes.heard import hearing
from tests.fakes.upstream import FakeUpstream
from tests.unit.bootstrap.program.conftest import Open, provider

ALL = Selection()
DEMO = '[providers.demo]\npreset = "demo"\n'


async def test_a_request_is_told_when_it_begins_goes_to_a_provider_and_ends(
    open_program: Open,
) -> None:
    gate = asyncio.Event()

    async def waiting(exchange: Exchange) -> None:
        await gate.wait()
        await answers.hello(exchange)

    async with FakeUpstream(waiting) as upstream:
        opened = await open_program(provider("p", upstream.url))
        history = opened.program.history
        async with hearing(history.requests_changed, lambda request: not request.running) as heard:
            asking = asyncio.create_task(opened.ask("p/fake-model"))
            await upstream.asked_once.wait()
            (running,) = history.running()
            assert (running.row.provider, running.running) == ("p", True)
            request_id = running.row.request_id
            assert (await history.request(request_id)).running
            course = await history.timeline(request_id)
            assert course.ended_ms is None
            assert course.attempts[0].provider == "p"
            gate.set()
        assert await asking == 200
        assert [(each.running, each.row.provider) for each in heard] == [
            (True, ""),
            (True, "p"),
            (False, "p"),
        ]
        assert not history.running()
        found = await history.request(request_id)
        assert (found.row_id, found.running, found.key_name) == (1, False, "local")


async def test_the_course_of_a_request_is_there_after_the_next_start(open_program: Open) -> None:
    first = FakeUpstream(answers.status(429, "Slow down.", headers=(("retry-after", "60"),)))
    async with first as busy, FakeUpstream() as good:
        rule = 'models = [{ client = "m", targets = ["busy/fake-model", "good/fake-model"] }]\n'
        settings = provider("busy", busy.url) + provider("good", good.url)
        opened = await open_program(f"{settings}[profiles.default]\n{rule}")
        ended = await opened.asked("m")
        await opened.host.close()
        again = await open_program()
        course = await again.program.history.timeline(ended.row.request_id)
    attempts = [(each.provider, each.status, each.failure) for each in course.attempts]
    assert attempts == [("busy", 429, "rate_limited"), ("good", 200, "")]
    times = [course.guarded_ms, course.routed_ms, course.attempts[0].began_ms]
    times += [course.attempts[1].began_ms, course.first_delta_ms, course.ended_ms]
    known = [time for time in times if time is not None]
    assert len(known) == 6
    assert known == sorted(known)


async def test_every_sum_is_read(open_program: Open) -> None:
    opened = await open_program(DEMO)
    history = opened.program.history
    ended = await opened.asked("demo/demo")
    await history.request(ended.row.request_id)
    assert (await history.total(ALL)).requests == 1
    assert (await history.latency(ALL)).p50_ms is not None
    assert [group.key for group in await history.grouped(ALL, "model")] == ["demo/demo"]
    assert [point.key for point in await history.series(ALL, "day", "provider")] == ["demo"]
    assert [each.row_id for each in await history.requests(ALL)] == [1]
    assert await history.requests(ALL, before=1) == []
    assert await history.size() > 0
    assert history.trouble == ""


async def test_words_are_there_where_they_are_recorded(open_program: Open) -> None:
    opened = await open_program(f'[transcripts]\nrecord = "all"\n{DEMO}')
    ended = await opened.asked("demo/demo")
    bodies = await opened.program.history.transcript(ended.row.request_id)
    assert {body.side for body in bodies} >= {"client_sent", "client_got"}
    assert await opened.program.history.transcript("req_of_nobody") == []


async def test_a_request_that_nobody_knows_is_told(open_program: Open) -> None:
    opened = await open_program()
    with pytest.raises(ProgramError):
        await opened.program.history.request("req_unknown")


async def test_what_was_told_to_have_ended_is_in_every_sum_and_list_at_once(
    open_program: Open,
) -> None:
    opened = await open_program(DEMO)
    history = opened.program.history
    for number in range(1, 4):
        await opened.asked("demo/demo")
        assert (await history.total(ALL)).requests == number
    await opened.asked("demo/demo")
    assert len(await history.requests(ALL)) == 4
    await opened.asked("demo/demo")
    (group,) = await history.grouped(ALL, "model")
    assert group.totals.requests == 5


async def test_the_history_is_there_while_the_server_is_off(open_program: Open) -> None:
    first = await open_program(DEMO)
    ended = await first.asked("demo/demo")
    await first.program.server.stop()
    assert (await first.program.history.request(ended.row.request_id)).row_id == 1
    await first.host.close()
    second = await open_program()
    assert (await second.program.history.total(ALL)).requests == 1


async def test_a_database_that_cannot_be_opened_is_told_and_the_server_serves(
    open_program: Open, tmp_path: Path
) -> None:
    folder = tmp_path / "folder.db"
    folder.mkdir()
    opened = await open_program(f'[storage]\ndatabase = "sqlite:///{folder.as_posix()}"\n{DEMO}')
    assert await opened.ask("demo/demo") == 200
    with pytest.raises(ProgramError, match="cannot be opened"):
        await opened.program.history.total(ALL)
    assert "cannot be opened" in opened.program.history.trouble


async def test_clearing_the_history_leaves_nothing_of_it(open_program: Open) -> None:
    opened = await open_program(f'[transcripts]\nrecord = "all"\n{DEMO}')
    ended: Request = await opened.asked("demo/demo")
    program = opened.program
    await program.history.request(ended.row.request_id)
    await program.system.clear_history()
    assert (await program.history.total(ALL)).requests == 0
    assert await program.history.requests(ALL) == []
    assert await program.history.transcript(ended.row.request_id) == []
    assert await program.history.series(ALL, "hour", "model") == []


async def test_a_database_address_that_cannot_be_used_is_told_and_the_server_serves(
    open_program: Open,
) -> None:
    opened = await open_program(DEMO, environ={"DRAGOMAN_DATABASE": "mysql://nowhere"})
    assert await opened.ask("demo/demo") == 200
    assert "DRAGOMAN_DATABASE" in opened.program.history.trouble
    with pytest.raises(ProgramError, match="DRAGOMAN_DATABASE"):
        await opened.program.people.users()
