"""A conversation in short, at every kind of provider."""

import json
from typing import Any

import pytest
from openai.types.responses import ResponseCompactionItem, ResponseUsage

from tests.fakes import answers
from tests.fakes.reply import Reply
from tests.fakes.upstream import Face, FakeUpstream
from tests.gateway.conftest import Running, Start, provider, rules

FACES: dict[Face, str] = {
    "chat": "openai_chat",
    "messages": "anthropic_messages",
    "responses": "openai_responses",
    "gemini": "gemini",
}
SAID = [
    {"role": "user", "content": "We launch on Tuesday."},
    {"role": "assistant", "content": "Understood."},
    {"role": "user", "content": [{"type": "input_text", "text": "Tell support first."}]},
]
SUMMARY = "The launch is on Tuesday; support is told first."


async def compacted(gateway: Running, body: dict[str, Any]) -> tuple[int, dict[str, Any]]:
    async with gateway.post("/v1/responses/compact", body) as response:
        return response.status, await response.json()


async def at(start: Start, upstream: FakeUpstream, **extra: Any) -> Running:
    base = upstream.origin if upstream.face == "messages" else upstream.url
    given = provider(base, FACES[upstream.face], **extra)
    return await start(providers={"p": given}, profiles=rules(("m", "p/m")))


@pytest.mark.parametrize("face", FACES)
async def test_a_summary_is_written_and_gone_on_from(start: Start, face: Face) -> None:
    async with FakeUpstream(answers.says(Reply(text=SUMMARY)), face=face) as upstream:
        gateway = await at(start, upstream)
        status, told = await compacted(gateway, {"model": "m", "input": SAID})
        assert status == 200
        ResponseUsage.model_validate(told["usage"])
        ResponseCompactionItem.model_validate(told["output"][-1])
        assert told["object"] == "response.compaction"
        assert [item["type"] for item in told["output"]] == ["message", "message", "compaction"]
        assert SUMMARY not in json.dumps(told)
        body = {"model": "m", "input": [*told["output"], {"role": "user", "content": "Go on"}]}
        async with gateway.post("/v1/responses", body) as response:
            assert response.status == 200
    asked, gone_on = upstream.asked
    assert "Sum this conversation up" in asked.body.decode()
    assert gone_on.body.decode().count(SUMMARY) == 1
    assert b"encrypted_content" not in gone_on.body
    outcomes = [outcome for outcome in gateway.outcomes if outcome.asked]
    assert all(outcome.usage is not None for outcome in outcomes)


async def test_a_provider_that_makes_such_items_makes_its_own(start: Start) -> None:
    item = {"id": "cmp_1", "type": "compaction", "encrypted_content": "gAAAtheirs"}

    async def makes(exchange: Any) -> None:
        body = json.loads(exchange.request.body)
        assert body["input"][-1] == {"type": "compaction_trigger"}
        usage = {"input_tokens": 9, "output_tokens": 3, "total_tokens": 12}
        whole = {"id": "resp_1", "object": "response", "created_at": 1, "status": "completed",
                 "model": "m", "output": [item], "usage": usage}  # fmt: skip
        await exchange.json(whole)

    async with FakeUpstream(makes, face="responses") as upstream:
        gateway = await at(start, upstream, quirks=["compaction"])
        status, told = await compacted(gateway, {"model": "m", "input": SAID})
    assert (status, told["output"][-1]) == (200, item)


@pytest.mark.parametrize("output", [[7], [{}], [{"type": "compaction"}]])
async def test_a_provider_s_own_answer_may_lack_anything(start: Start, output: list[Any]) -> None:
    async def makes(exchange: Any) -> None:
        await exchange.json({"id": "resp_1", "status": "completed", "output": output})

    async with FakeUpstream(makes, face="responses") as upstream:
        gateway = await at(start, upstream, quirks=["compaction"])
        status, told = await compacted(gateway, {"model": "m", "input": SAID})
    if output == [{"type": "compaction"}]:
        assert (status, told["output"][-1]) == (200, output[0])
    else:
        assert (status, told["error"]["type"]) == (502, "server_error")


async def test_a_kept_conversation_can_be_compacted(start: Start) -> None:
    async with FakeUpstream(answers.says(Reply(text=SUMMARY))) as upstream:
        gateway = await at(start, upstream)
        async with gateway.post("/v1/responses", {"model": "m", "input": "Hello"}) as response:
            name = (await response.json())["id"]
        status, told = await compacted(gateway, {"model": "m", "previous_response_id": name})
    assert status == 200
    assert [item["type"] for item in told["output"]] == ["message", "compaction"]
    assert "Hello" in upstream.asked[-1].body.decode()


@pytest.mark.parametrize(
    ("body", "param"),
    [
        ({"input": SAID}, "model"),
        ({"model": "m"}, "input"),
        ({"model": "m", "input": []}, "input"),
        ({"model": "m", "previous_response_id": "resp_no"}, "previous_response_id"),
    ],
)
async def test_what_cannot_be_compacted_is_told(
    start: Start, body: dict[str, Any], param: str
) -> None:
    async with FakeUpstream() as upstream:
        gateway = await at(start, upstream)
        status, told = await compacted(gateway, body)
    assert (status, told["error"]["param"]) == (400, param)


async def test_a_summary_without_an_end_is_a_failure(start: Start) -> None:
    script = answers.says(Reply(text="The launch", finish="length"))
    async with FakeUpstream(script) as upstream:
        gateway = await at(start, upstream)
        status, told = await compacted(gateway, {"model": "m", "input": SAID})
    assert (status, "end of its summary" in told["error"]["message"]) == (502, True)
