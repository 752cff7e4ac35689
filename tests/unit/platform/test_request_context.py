"""The request that the running code works for."""

import asyncio

from app.platform import request_context


def test_there_is_none_outside_of_a_request() -> None:
    assert request_context.current() == "-"


def test_a_request_ends_where_it_began() -> None:
    outer = request_context.begin("req_1")
    inner = request_context.begin("req_2")
    assert request_context.current() == "req_2"
    request_context.end(inner)
    assert request_context.current() == "req_1"
    request_context.end(outer)
    assert request_context.current() == "-"


async def test_two_tasks_do_not_see_each_others_and_theirs_see_it() -> None:
    seen: dict[str, list[str]] = {}

    async def handle(name: str) -> None:
        request_context.begin(name)
        await asyncio.sleep(0)
        child = asyncio.create_task(asyncio.to_thread(request_context.current))
        seen[name] = [request_context.current(), await child]

    await asyncio.gather(handle("req_1"), handle("req_2"))
    assert seen == {"req_1": ["req_1"] * 2, "req_2": ["req_2"] * 2}
    assert request_context.current() == "-"
