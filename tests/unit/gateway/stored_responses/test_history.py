"""What a request only points at is put into its place."""

import json
from typing import Any

import pytest

from app.gateway.stored_responses import history
from app.gateway.stored_responses.history import Pointers
from app.storage.records import KeptResponse

SAID = {"role": "user", "content": "Hi"}
MORE = {"role": "user", "content": "More"}
REASONING = {"type": "reasoning", "id": "rs_1", "summary": []}
ANSWER = {"type": "message", "id": "msg_1", "role": "assistant", "content": []}


def kept(**fields: Any) -> KeptResponse:
    response = {"id": "resp_1", "status": "completed", "output": [REASONING, ANSWER]}
    given = {"previous": "", **fields}
    said, answered = json.dumps([SAID]).encode(), json.dumps(response).encode()
    return KeptResponse("k", "resp_1", said, answered, **given)


def reference(item: str) -> dict[str, Any]:
    return {"type": "item_reference", "id": item}


def test_most_requests_point_at_nothing_and_are_not_read() -> None:
    assert not history.points(b'{"input":"Hi"}')
    assert history.points(b'{"previous_response_id":"resp_1"}')
    assert history.points(b'{"input":[{"type":"item_reference"}]}')


@pytest.mark.parametrize(
    ("request_", "found"),
    [
        ({"input": "Hi"}, Pointers()),
        ({"previous_response_id": None, "input": None}, Pointers()),
        ({"previous_response_id": 7, "input": [reference("rs_1"), 3]}, Pointers("", ("rs_1",))),
        ({"previous_response_id": "r", "input": [{"type": "item_reference"}]}, Pointers("r")),
    ],
)
def test_pointers_are_read_whatever_stands_there(request_: dict[str, Any], found: Pointers) -> None:
    assert history.pointers(request_) == found


def test_everything_that_was_said_is_put_together_from_the_oldest() -> None:
    later = KeptResponse("k", "resp_2", json.dumps([MORE]).encode(), b'{"output":[]}', "resp_1")
    assert history.said([later, kept()]) == [SAID, REASONING, ANSWER, MORE]


def test_a_reference_becomes_what_it_means_and_an_unknown_one_stays() -> None:
    items = [reference("rs_1"), MORE, reference("rs_9"), {"type": "item_reference"}]
    found = history.resolved(items, {"rs_1": kept()}, 1000)
    assert found == [REASONING, MORE, reference("rs_9"), {"type": "item_reference"}]


def test_short_references_cannot_mean_more_than_there_is_room_for() -> None:
    holders = {"rs_1": kept()}
    assert len(history.resolved([reference("rs_1")] * 20, holders, 20 * 60)) == 20
    with pytest.raises(history.TooLongError):
        history.resolved([reference("rs_1")] * 30, holders, 20 * 60)


def test_the_history_goes_into_the_input_and_nothing_else_changes() -> None:
    body = history.with_history({"model": "m", "previous_response_id": "r", "input": "x"}, [SAID])
    assert body == b'{"model":"m","input":[{"role":"user","content":"Hi"}]}'


@pytest.mark.parametrize("wrapped", [False, True])
@pytest.mark.parametrize("status", ["completed", "incomplete"])
def test_an_answer_that_ended_is_recorded(wrapped: bool, status: str) -> None:
    response = {"id": "resp_1", "status": status, "output": [REASONING, ANSWER, {"type": "x"}]}
    answer = json.dumps({"response": response} if wrapped else response).encode()
    found = history.record("k", [SAID], answer)
    assert found is not None
    assert (found.key_id, found.id, found.items) == ("k", "resp_1", ("rs_1", "msg_1"))
    assert json.loads(found.input) == [SAID]
    assert json.loads(found.response) == response


@pytest.mark.parametrize(("store", "holder"), [(True, "p"), (False, ""), (None, "")])
def test_a_provider_holds_what_it_says_it_stores(store: bool | None, holder: str) -> None:
    told = {} if store is None else {"store": store}
    answer = json.dumps({"id": "r", "status": "completed", "output": [], **told}).encode()
    found = history.record("k", [], answer, "p")
    assert found is not None
    assert found.provider == holder


@pytest.mark.parametrize(
    "answer",
    [b"", b"{", b"[]", b"7", b'{"status":"failed","output":[]}', b'{"status":"completed"}',
     b'{"status":"completed","id":"r","output":[1]}', b'{"response":null}'],
)  # fmt: skip
def test_what_is_no_answer_is_not_recorded(answer: bytes) -> None:
    assert history.record("k", [], answer) is None


def test_a_client_says_where_nothing_is_to_be_stored() -> None:
    assert history.may_be_stored(b'{"input":"Hi"}')
    assert history.may_be_stored(b'{"store":true}')
    assert not history.may_be_stored(b'{"store" : false}')


def test_items_are_listed_with_ids_and_messages_with_parts() -> None:
    call = {"type": "function_call_output", "id": None, "call_id": "c", "output": "x"}
    said = {"role": "assistant", "content": "Yes", "id": "msg_9"}
    shown = history.listed("resp_1", [SAID, said, call, 7])
    assert [item["type"] for item in shown] == ["message", "message", "function_call_output"]
    assert shown[0]["content"] == [{"type": "input_text", "text": "Hi"}]
    assert shown[1]["content"] == [{"type": "output_text", "text": "Yes", "annotations": []}]
    assert shown[1]["id"] == "msg_9"
    assert len({item["id"] for item in shown}) == 3
    assert history.listed("resp_1", [SAID]) == shown[:1]
