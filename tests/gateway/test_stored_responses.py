"""Conversations that go on from an answer by its id, over real sockets."""

import re
from typing import Any

import pytest

from tests.dialects.vendor_schemas import validator
from tests.fakes import answers, responses
from tests.fakes.exchange import Exchange
from tests.fakes.upstream import FakeUpstream
from tests.gateway.conftest import CLIENT_KEY, Running, Start, provider, rules

DEMO = {"providers": {"demo": {"preset": "demo"}}, "default_provider": "demo", "default_model": "m"}


def asked(said: Any, previous: str | None = None, **fields: Any) -> dict[str, Any]:
    link = {} if previous is None else {"previous_response_id": previous}
    return {"model": "m", "input": said, **link, **fields}


async def answered(gateway: Running, body: dict[str, Any]) -> str:
    """The id of the answer to a request."""
    async with gateway.post("/v1/responses", body) as response:
        text = await response.text()
        assert response.status == 200, text
    found = re.search(r'"id":\s*"(resp_\w+)"', text)
    assert found is not None
    return found[1]


async def told(gateway: Running, path: str) -> tuple[int, Any]:
    async with gateway.get(path) as response:
        return response.status, await response.json()


def words(request: Any) -> list[str]:
    """What a provider of Chat Completions was told."""
    return [str(message["content"]) for message in request.json["messages"]]


@pytest.mark.parametrize("stream", [False, True])
async def test_every_turn_is_told_with_all_before_it(start: Start, stream: bool) -> None:
    async with FakeUpstream() as upstream:
        gateway = await start(providers={"p": provider(upstream.url)}, profiles=rules(("m", "p/m")))
        first = await answered(gateway, asked("One", stream=stream))
        second = await answered(gateway, asked("Two", first, stream=stream))
        for name, previous in ((first, None), (second, first)):
            _, response = await told(gateway, f"/v1/responses/{name}")
            assert response["previous_response_id"] == previous
        await answered(gateway, asked("Three", second, stream=stream))
    hello = answers.HELLO.text
    assert words(upstream.asked[-1]) == ["One", hello, "Two", hello, "Three"]


async def test_items_of_an_answer_may_be_referred_to(start: Start) -> None:
    async with FakeUpstream() as upstream:
        gateway = await start(providers={"p": provider(upstream.url)}, profiles=rules(("m", "p/m")))
        first = await answered(gateway, asked("One"))
        _, response = await told(gateway, f"/v1/responses/{first}")
        reference = {"type": "item_reference", "id": response["output"][0]["id"]}
        user = [{"role": "user", "content": text} for text in ("One", "Two")]
        await answered(gateway, asked([user[0], reference, user[1]]))
    assert words(upstream.asked[-1]) == ["One", answers.HELLO.text, "Two"]


async def test_an_unknown_answer_is_refused_as_openai_refuses_it(start: Start) -> None:
    gateway = await start(**DEMO)
    async with gateway.post("/v1/responses", asked("Hi", "resp_nobody")) as response:
        assert response.status == 400
        error = (await response.json())["error"]
    assert error["message"].startswith("Previous response with id 'resp_nobody' not found.")
    del error["message"]
    assert error == {
        "type": "invalid_request_error",
        "param": "previous_response_id",
        "code": "previous_response_not_found",
    }


async def test_a_provider_that_keeps_its_answers_is_asked_by_id_and_others_are_told_all(
    start: Start,
) -> None:
    async with FakeUpstream(face="responses") as openai, FakeUpstream() as other:
        gateway = await start(
            providers={
                "openai": provider(openai.url, "openai_responses"),
                "other": provider(other.url),
            },
            profiles=rules(("m", "openai/m"), ("n", "other/m")),
        )
        first = await answered(gateway, asked("One", stream=True))
        second = await answered(gateway, asked("Two", first))
        assert openai.asked[-1].json == asked("Two", first)
        third = await answered(gateway, {**asked("Three", second), "model": "n"})
        hello = answers.HELLO.text
        assert words(other.asked[-1]) == ["One", hello, "Two", hello, "Three"]
        await answered(gateway, asked("Four", third))
        said = openai.asked[-1].json
        assert "previous_response_id" not in said
        assert len(said["input"]) == 7
        await answered(gateway, asked("Five", "resp_only_the_provider_knows"))
        assert openai.asked[-1].json["previous_response_id"] == "resp_only_the_provider_knows"


async def test_a_provider_that_stores_nothing_is_told_all(start: Start) -> None:
    async def stores_nothing(exchange: Exchange) -> None:
        name = f"resp_{exchange.request.order}"
        await exchange.json(responses.whole(answers.HELLO, name, "m", {"store": False}))

    async with FakeUpstream(stores_nothing, face="responses") as upstream:
        gateway = await start(
            providers={"p": provider(upstream.url, "openai_responses")},
            profiles=rules(("m", "p/m")),
        )
        first = await answered(gateway, asked("One"))
        await answered(gateway, asked("Two", first))
    said = upstream.asked[-1].json
    assert "previous_response_id" not in said
    assert len(said["input"]) == 3


async def test_a_provider_that_has_forgotten_is_told_all(start: Start) -> None:
    async with FakeUpstream(face="responses") as openai:
        gateway = await start(
            providers={"p": provider(openai.url, "openai_responses")}, profiles=rules(("m", "p/m"))
        )
        first = await answered(gateway, asked("One"))
        missing = "Previous response with id 'resp_1' not found."
        openai.queue.append(answers.status(400, missing))
        await answered(gateway, asked("Two", first))
    by_id, said = (request.json for request in openai.asked[-2:])
    assert by_id["previous_response_id"] == first
    assert "previous_response_id" not in said
    assert len(said["input"]) == 3


async def test_a_failover_is_told_all(start: Start) -> None:
    async with FakeUpstream(face="responses") as openai, FakeUpstream() as other:
        gateway = await start(
            providers={
                "openai": provider(openai.url, "openai_responses"),
                "other": provider(other.url),
            },
            profiles=rules(("m", ["openai/m", "other/m"])),
        )
        first = await answered(gateway, asked("One"))
        openai.default = answers.status(401, "no")
        await answered(gateway, asked("Two", first))
    assert words(other.asked[-1]) == ["One", answers.HELLO.text, "Two"]


async def test_an_answer_is_read_again_and_forgotten(start: Start) -> None:
    gateway = await start(**DEMO)
    name = await answered(gateway, asked("Hi"))
    status, response = await told(gateway, f"/v1/responses/{name}")
    assert (status, response["id"]) == (200, name)
    validator("openresponses", "ResponseResource")(response)
    status, streamed = await told(gateway, f"/v1/responses/{name}?stream=true&starting_after=3")
    assert (status, streamed["error"]["param"]) == (400, "stream")
    url = f"{gateway.url}/v1/responses/{name}"
    headers = {"x-api-key": CLIENT_KEY}
    async with gateway.http.post(url + "/cancel", json={}, headers=headers) as cancelled:
        assert cancelled.status == 400
        assert "synchronous" in await cancelled.text()
    async with gateway.http.delete(url, headers=headers) as deleted:
        assert await deleted.json() == {"id": name, "object": "response", "deleted": True}
    for path in ("", "/input_items"):
        status, error = await told(gateway, f"/v1/responses/{name}{path}")
        assert (status, error["error"]["code"]) == (404, "not_found")
    async with gateway.http.delete(url, headers=headers) as deleted:
        assert deleted.status == 404


async def test_what_was_said_is_listed_in_pages(start: Start) -> None:
    gateway = await start(**DEMO)
    first = await answered(gateway, asked("One"))
    second = await answered(gateway, asked([{"role": "user", "content": "Two"}], first))
    path = f"/v1/responses/{second}/input_items"
    _, page = await told(gateway, path)
    assert (page["object"], page["has_more"]) == ("list", False)
    assert [item["role"] for item in page["data"]] == ["user", "assistant", "user"]
    assert page["data"][0]["content"] == [{"type": "input_text", "text": "Two"}]
    ids = [item["id"] for item in page["data"]]
    assert (page["first_id"], page["last_id"]) == (ids[0], ids[-1])
    _, page = await told(gateway, f"{path}?order=asc&limit=1&after={ids[2]}")
    assert ([item["id"] for item in page["data"]], page["has_more"]) == ([ids[1]], True)
    _, page = await told(gateway, f"{path}?before={ids[1]}&include=message.input_image.image_url")
    assert [item["id"] for item in page["data"]] == ids[:1]
    for query, param in (
        ("limit=0", "limit"),
        ("limit=x", "limit"),
        ("order=up", "order"),
        ("after=item_x", "after"),
    ):
        status, error = await told(gateway, f"{path}?{query}")
        assert (status, error["error"]["param"]) == (400, param)


@pytest.mark.parametrize(("status", "wanted"), [(200, 200), (404, 200), (500, 502)])
async def test_what_a_provider_keeps_too_is_deleted_there(
    start: Start, status: int, wanted: int
) -> None:
    async with FakeUpstream(face="responses") as openai:
        gateway = await start(
            providers={"p": provider(openai.url, "openai_responses")}, profiles=rules(("m", "p/m"))
        )
        name = await answered(gateway, asked("Hi"))
        openai.deletes = answers.status(status, "told")
        url = f"{gateway.url}/v1/responses/{name}"
        async with gateway.http.delete(url, headers={"x-api-key": CLIENT_KEY}) as deleted:
            assert deleted.status == wanted
            if wanted != 200:
                assert "p keeps it" in await deleted.text()
        request = openai.requests[-1]
        assert (request.method, request.path) == ("DELETE", f"/v1/responses/{name}")
        assert (await told(gateway, f"/v1/responses/{name}"))[0] == 404


async def test_nothing_is_kept_where_that_is_off(start: Start) -> None:
    gateway = await start(**DEMO, responses={"keep": "off"})
    name = await answered(gateway, asked("Hi"))
    status, error = await told(gateway, f"/v1/responses/{name}")
    assert (status, "switched off" in error["error"]["message"]) == (404, True)


async def test_conversations_as_objects_are_not_here(start: Start) -> None:
    gateway = await start(**DEMO)
    for path in ("/v1/conversations/conv_1", "/v1/conversations/conv_1/items"):
        status, error = await told(gateway, path)
        assert (status, "previous_response_id" in error["error"]["message"]) == (404, True)
