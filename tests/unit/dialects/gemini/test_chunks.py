import json

from app.core.conversation import Conversation
from app.core.events import Finished
from app.core.search import Found, Search
from app.core.sidecar import Origin, Sidecar
from app.core.usage import Usage
from app.dialects.base import Reply
from app.dialects.gemini import chunks

REPLY = Reply(Conversation("gemini", "my-model", ()), "r1", 1, 7)
COUNTED = Usage(fresh=10, cache_read=2, output=5, reasoning=3)


def test_a_chunk_names_the_model_the_answer_and_its_tokens() -> None:
    head, tail = chunks.around_part(REPLY, {"promptTokenCount": 7})
    assert json.loads(head + b'{"text":"a"}' + tail) == {
        "candidates": [{"content": {"parts": [{"text": "a"}], "role": "model"}, "index": 0}],
        "usageMetadata": {"promptTokenCount": 7},
        "modelVersion": "my-model",
        "responseId": "r1",
    }


def test_the_input_is_never_nothing() -> None:
    assert chunks.opening_usage(REPLY, None)["promptTokenCount"] == 7
    assert chunks.opening_usage(REPLY, COUNTED)["promptTokenCount"] == 12
    assert chunks.opening_usage(REPLY, Usage())["promptTokenCount"] == 7


def test_the_end_has_the_reason_and_all_counts() -> None:
    last = chunks.closing(REPLY, Finished("length", COUNTED), [], said=True)
    (candidate,) = last["candidates"]
    assert (candidate["finishReason"], candidate["content"]["parts"]) == (
        "MAX_TOKENS",
        [{"text": ""}],
    )
    assert last["usageMetadata"]["thoughtsTokenCount"] == 3
    assert last["usageMetadata"]["totalTokenCount"] == 17


def test_a_refusal_without_a_word_is_a_blocked_prompt() -> None:
    last = chunks.closing(REPLY, Finished("refusal", COUNTED), [], said=False)
    assert last["promptFeedback"] == {"blockReason": "SAFETY"}
    assert "candidates" not in last
    said = chunks.closing(REPLY, Finished("refusal", COUNTED), [], said=True)
    assert said["candidates"][0]["finishReason"] == "SAFETY"


def test_google_s_own_end_goes_out_as_it_came() -> None:
    data = {"finishReason": "RECITATION", "citationMetadata": {"x": 1}, "promptFeedback": {"y": 2}}
    ending = Sidecar(Origin("gemini", "p", "m"), data)
    (candidate,) = chunks.closing(REPLY, Finished("refusal", COUNTED, None, ending), [], said=True)[
        "candidates"
    ]
    assert (candidate["finishReason"], candidate["citationMetadata"]) == ("RECITATION", {"x": 1})
    blocked = chunks.closing(REPLY, Finished("refusal", COUNTED, None, ending), [], said=False)
    assert blocked["promptFeedback"] == {"y": 2}


def test_searches_of_others_are_told_as_google_tells_its_own() -> None:
    search = Search("q", (Found("T", "https://e.com"), Found("T", "https://e.com")))
    (candidate,) = chunks.closing(REPLY, Finished("stop", COUNTED), [search], said=True)[
        "candidates"
    ]
    assert candidate["groundingMetadata"] == {
        "webSearchQueries": ["q"],
        "groundingChunks": [{"web": {"uri": "https://e.com", "title": "T"}}],
    }


def test_an_answer_without_counts_has_an_estimate() -> None:
    last = chunks.closing(REPLY, Finished("stop"), [], said=True)
    assert last["usageMetadata"]["promptTokenCount"] == 7
