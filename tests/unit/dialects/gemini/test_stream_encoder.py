import json
import re
from typing import Any, Literal

import pytest
from google.genai import types
from hypothesis import given
from hypothesis import strategies as st

from app.core.conversation import Conversation, Options, Reasoning, Text, Thinking, ToolCall
from app.core.events import Event, Failed, Finished, PartDelta, PartEnded, PartStarted, Started
from app.core.failure import Failure, FailureKind
from app.core.usage import Usage
from app.dialects.base import Reply
from app.dialects.gemini import DIALECT
from app.dialects.gemini.stream_encoder import GeminiStreamEncoder
from tests.dialects.strategies import event_streams

Framing = Literal["sse", "array"]

# What the JavaScript SDK takes for a frame (@google/genai in Gemini CLI 0.61.0); `.` of JavaScript
# stops at four characters, that of Python at one.
_FRAME = re.compile(r"\s*data: ([^\n\r\u2028\u2029]*)(?:\n\n)")
BUSY = Failed(Failure(FailureKind.OVERLOADED, "busy"))


def reply(framing: Framing = "sse", shown: bool = True) -> Reply:
    options = Options(stream=True, reasoning=Reasoning(display="summarized" if shown else None))
    return Reply(Conversation("gemini", "m", (), options=options), "r1", 1, 7, framing=framing)


def answer(*parts: tuple[Any, str]) -> list[Event]:
    events: list[Event] = [Started("x", "m", Usage(fresh=3))]
    for index, (part, text) in enumerate(parts):
        events += [PartStarted(index, part), PartDelta(index, text), PartEnded(index)]
    return [*events, Finished("stop", Usage(fresh=3, output=2))]


def read(raw: str) -> tuple[list[Any], str]:
    """The frames as the JavaScript SDK cuts them, and what is left."""
    found = []
    while frame := _FRAME.match(raw):
        found.append(json.loads(frame[1]))
        raw = raw[frame.end() :]
    return found, raw.strip()


def told(events: list[Event], shown: bool = True) -> list[Any]:
    raw = GeminiStreamEncoder(reply(shown=shown)).encode(events)
    frames, rest = read(raw.decode())
    assert rest == ""
    return frames


def test_every_delta_is_a_whole_response() -> None:
    first, second, last = told(answer((Text(""), "Hel"), (Text(""), "lo")))
    assert first["candidates"][0]["content"] == {"parts": [{"text": "Hel"}], "role": "model"}
    assert first["usageMetadata"]["promptTokenCount"] == 3
    assert "finishReason" not in second["candidates"][0]
    assert last["candidates"][0]["finishReason"] == "STOP"
    assert last["usageMetadata"]["totalTokenCount"] == 5


def test_line_separators_do_not_end_a_line() -> None:
    first, _ = told(answer((Text(""), "a\u2028b\u2029c\u00e9\u20ac")))
    assert first["candidates"][0]["content"]["parts"] == [{"text": "a\u2028b\u2029c\u00e9\u20ac"}]


def test_an_error_is_bare_json_after_the_last_event() -> None:
    encoder = GeminiStreamEncoder(reply())
    encoder.encode(answer((Text(""), "a"))[:-1])
    raw = encoder.encode([BUSY])
    assert json.loads(raw)["error"]["status"] == "UNAVAILABLE"
    assert encoder.encode([Finished("stop")]) == b""
    assert encoder.keepalive() == b""


@pytest.mark.parametrize("framing", ["sse", "array"])
def test_a_sign_of_life_is_nothing_to_a_reader(framing: Framing) -> None:
    encoder = GeminiStreamEncoder(reply(framing))
    raw = encoder.keepalive()
    for event in answer((Text(""), "a"), (ToolCall("c", "f", ""), "{}")):
        raw += encoder.encode([event]) + encoder.keepalive()
    assert raw.startswith(b"\n")
    count = len(json.loads(raw)) if framing == "array" else len(read(raw.decode())[0])
    assert count == 3


@pytest.mark.parametrize("spoken", [0, 3, 4])
def test_an_array_is_valid_however_it_ends(spoken: int) -> None:
    events = answer((Text(""), "a"))
    encoder = GeminiStreamEncoder(reply("array"))
    value = json.loads(encoder.encode(events[:spoken]) + encoder.encode([BUSY]))
    assert value[-1]["error"]["code"] == 503
    assert json.loads(GeminiStreamEncoder(reply("array")).encode(events))[-1]["candidates"]


@given(event_streams(), st.booleans())
def test_the_official_types_take_every_chunk(events: list[Event], shown: bool) -> None:
    for chunk in told(events, shown):
        found = types.GenerateContentResponse.model_validate(chunk)
        assert (found.response_id, found.model_version) == ("r1", "m")
        assert found.usage_metadata is not None


@given(event_streams())
def test_there_is_one_end_and_it_comes_last(events: list[Event]) -> None:
    chunks = told(events)
    ends = [
        number
        for number, chunk in enumerate(chunks)
        if "promptFeedback" in chunk or "finishReason" in chunk["candidates"][0]
    ]
    assert ends == [len(chunks) - 1]


@given(event_streams())
def test_how_events_are_handed_over_changes_nothing(events: list[Event]) -> None:
    one = GeminiStreamEncoder(reply())
    single = b"".join(one.encode([event]) for event in events)
    assert single == GeminiStreamEncoder(reply()).encode(events)


@given(event_streams())
def test_an_array_says_what_the_events_say(events: list[Event]) -> None:
    assert json.loads(GeminiStreamEncoder(reply("array")).encode(events)) == told(events)


def texts(chunks: list[Any]) -> tuple[str, str, list[Any]]:
    words, thoughts, calls = "", "", []
    for chunk in chunks:
        for candidate in chunk.get("candidates", ()):
            for part in candidate["content"]["parts"]:
                if part.get("thought"):
                    thoughts += part["text"]
                elif "functionCall" in part:
                    calls.append(part["functionCall"])
                else:
                    words += part.get("text", "")
    return words, thoughts, calls


@given(event_streams())
def test_a_whole_answer_says_what_its_stream_says(events: list[Event]) -> None:
    whole = json.loads(DIALECT.encode_response(events, reply()))
    assert texts([whole]) == texts(told(events))


def test_hidden_thoughts_have_no_words() -> None:
    chunks = told(answer((Thinking(""), "hm"), (Text(""), "so")), shown=False)
    assert texts(chunks)[:2] == ("so", "")
