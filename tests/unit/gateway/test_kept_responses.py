import json
from typing import Any

from app.gateway.kept_responses import LIFETIME_SECONDS, Closing, KeptResponses

ANSWER = {"type": "message", "role": "assistant", "content": []}


class Clock:
    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now


def request(said: Any, **fields: Any) -> bytes:
    return json.dumps({"model": "m", "input": said, **fields}).encode()


def response(response_id: str = "resp_1", **fields: Any) -> bytes:
    body = {"id": response_id, "status": "completed", "output": [ANSWER], **fields}
    return json.dumps(body).encode()


def read(kept: KeptResponses, said: Any = "More", key: str = "k", of: str = "resp_1") -> Any:
    return json.loads(kept.with_history(key, request(said, previous_response_id=of)))


def test_a_conversation_goes_on_from_an_answer() -> None:
    kept = KeptResponses(Clock())
    kept.keep("k", request("Hi"), response())
    found = read(kept)
    said = [{"role": "user", "content": words} for words in ("Hi", "More")]
    assert found == {"model": "m", "input": [said[0], ANSWER, said[1]]}
    kept.keep("k", json.dumps(found).encode(), response("resp_2"))
    third = read(kept, [{"role": "user", "content": "And"}], of="resp_2")
    assert [item["role"] for item in third["input"]] == ["user", "assistant"] * 2 + ["user"]


def test_another_s_answer_an_unknown_one_and_an_old_one_are_not_found() -> None:
    clock = Clock()
    kept = KeptResponses(clock)
    kept.keep("k", request("Hi"), response())
    assert "previous_response_id" in read(kept, key="other")
    assert "previous_response_id" in read(kept, of="resp_9")
    clock.now = LIFETIME_SECONDS + 1
    assert "previous_response_id" in read(kept)


def test_a_body_without_a_past_is_the_same_bytes() -> None:
    body = request("Hi")
    assert KeptResponses(Clock()).with_history("k", body) is body


def test_what_must_not_be_kept_or_is_no_answer_is_not() -> None:
    kept = KeptResponses(Clock())
    kept.keep("k", request("Hi", store=False), response("resp_1"))
    kept.keep("k", request("Hi"), response("resp_2", status="incomplete"))
    kept.keep("k", request("Hi"), b"")
    for response_id in ("resp_1", "resp_2"):
        assert "previous_response_id" in read(kept, of=response_id)


def test_the_oldest_leave_first() -> None:
    kept = KeptResponses(Clock(), limit=3 * (len(request("Hi")) + len(response())))
    for number in range(5):
        kept.keep("k", request("Hi"), response(f"resp_{number}"))
    found = ["previous_response_id" not in read(kept, of=f"resp_{n}") for n in range(5)]
    assert found == [False, False, True, True, True]
    kept.keep("k", request("x" * 9999), response("resp_big"))
    assert "previous_response_id" in read(kept, of="resp_big")


def test_the_response_that_closes_a_stream_is_caught() -> None:
    closing = Closing()
    closing(b'event: response.created\ndata: {"type":"response.created"}\n\n')
    assert closing.response is None
    closing(b'event: a\ndata: {}\n\nevent: response.completed\ndata: {"response":{"id":"r"}}\n\n')
    assert closing.response == b'{"response":{"id":"r"}}'


def test_the_event_that_closes_a_stream_is_as_good_as_the_whole_answer() -> None:
    kept = KeptResponses(Clock())
    kept.keep("k", request("Hi"), b'{"response":' + response() + b"}")
    assert len(read(kept)["input"]) == 3


def test_an_answer_can_be_read_again_and_forgotten() -> None:
    kept = KeptResponses(Clock())
    kept.keep("k", request("Hi"), response())
    assert kept.response("k", "resp_1") == json.loads(response())
    assert kept.response("other", "resp_1") is None
    assert not kept.forget("other", "resp_1")
    assert kept.forget("k", "resp_1")
    assert kept.response("k", "resp_1") is None
    assert not kept.forget("k", "resp_1")
