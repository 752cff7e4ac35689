"""Streams in the shapes that the vendor and its look-alikes send, written for this test."""

import json
from pathlib import Path
from typing import Any

import pytest

from app.core.conversation import Opaque, Refusal, Text, Thinking, ToolCall
from app.core.events import Event, Failed, Finished, Pulse
from app.core.failure import Refused
from app.core.fold import Fold
from tests.dialects.anthropic_wire import check_stream, read, sdk_message, streamed
from tests.dialects.grammar import check_grammar

_CORPUS = Path(__file__).parent / "corpus" / "anthropic_streams"
_EXPECTED: dict[str, dict[str, Any]] = json.loads((_CORPUS / "expected.json").read_text())
_NAMES = sorted(_EXPECTED)


def stream(name: str) -> bytes:
    return (_CORPUS / f"{name}.sse").read_bytes()


def told(part: Any) -> dict[str, str]:
    match part:
        case Text(text=text):
            return {"text": text}
        case Thinking(text=text):
            return {"thinking": text}
        case ToolCall(name=name, arguments=arguments):
            return {"call": name, "arguments": arguments}
        case Opaque(kind=kind):
            return {"opaque": kind}
        case Refusal(text=text):
            return {"refusal": text}
    raise AssertionError(part)


def folded(events: list[Event]) -> Fold:
    fold = Fold()
    for event in events:
        if not isinstance(event, Failed):
            fold.add([event])
    return fold


def test_every_file_of_the_corpus_is_used() -> None:
    assert sorted(path.stem for path in _CORPUS.glob("*.sse")) == _NAMES


@pytest.mark.parametrize("name", _NAMES)
def test_a_stream_is_read_as_what_it_says(name: str) -> None:
    expected = _EXPECTED[name]
    events = read(stream(name))
    check_grammar(events)
    assert [told(part) for part in folded(events).parts] == expected["parts"]
    last = events[-1]
    if "failure" in expected:
        assert isinstance(last, Failed)
        assert last.failure.kind.value == expected["failure"]
        return
    assert isinstance(last, Finished)
    assert last.reason == expected["reason"]
    if "input" in expected:
        assert last.usage is not None
        assert (last.usage.input, last.usage.output) == (expected["input"], expected["output"])


@pytest.mark.parametrize("name", _NAMES)
@pytest.mark.parametrize("size", [1, 2, 5, 64])
def test_the_cuts_between_chunks_do_not_matter(name: str, size: int) -> None:
    whole = [event for event in read(stream(name)) if not isinstance(event, Pulse)]
    pieces = [event for event in read(stream(name), size=size) if not isinstance(event, Pulse)]
    assert pieces == whole


@pytest.mark.parametrize("name", _NAMES)
def test_the_client_gets_a_valid_stream_or_an_error(name: str) -> None:
    events = read(stream(name))
    raw = streamed(events)
    if name == "look_alike_unknown":
        return  # a block that no schema knows goes home as it came
    values = check_stream(raw)
    failed = "failure" in _EXPECTED[name]
    assert (values[-1]["type"] == "error") is failed
    ids = [
        value["content_block"]["id"]
        for value in values
        if value.get("content_block", {}).get("type") == "tool_use"
    ]
    assert len(ids) == len(set(ids))


@pytest.mark.parametrize("name", [name for name in _NAMES if "failure" not in _EXPECTED[name]])
def test_the_official_sdk_reads_what_the_client_gets(name: str) -> None:
    message = sdk_message(streamed(read(stream(name))))
    assert len(message["content"]) == len(_EXPECTED[name]["parts"])
    assert message["stop_reason"] is not None
    assert message["usage"]["output_tokens"] > 0


@pytest.mark.parametrize("name", [name for name in _NAMES if "failure" in _EXPECTED[name]])
def test_a_failed_stream_has_no_whole_form(name: str) -> None:
    fold = Fold()
    with pytest.raises(Refused):
        fold.add(read(stream(name)))
