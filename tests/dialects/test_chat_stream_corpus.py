"""Chat Completions streams as providers really send them, one case for each oddity of the field.

The frames are of our own making, in the shapes that were recorded or reported.
"""

import json
from typing import Any, NamedTuple

import pytest

from app.core.conversation import Refusal, Text, Thinking, ToolCall
from app.core.events import Finished
from app.core.failure import FailureKind
from app.core.traits import Target, Traits
from app.core.usage import Usage
from app.dialects.base import WireRequest
from app.dialects.openai_chat import DIALECT
from tests.dialects.chat_streams import (
    CALLS,
    SENT,
    STOP,
    answered,
    call,
    calls,
    chunk,
    failed,
    sse,
)

USAGE = {"id": "a1", "choices": [], "usage": {"prompt_tokens": 9, "completion_tokens": 4}}
A = ToolCall("c0", "f", '{"a":1}')
B = ToolCall("c1", "g", '{"b":2}')


class Case(NamedTuple):
    name: str
    raw: bytes
    parts: tuple[Any, ...]
    reason: str = "tool_calls"


ANSWERS = [
    Case(
        "two calls in one delta",
        sse(chunk(calls(call(0, "c0", "f", '{"a":1}'), call(1, "c1", "g", '{"b":2}'))), CALLS),
        (A, B),
    ),
    Case(
        "interleaved arguments of parallel calls",
        sse(
            chunk(calls(call(0, "c0", "f", ""), call(1, "c1", "g", ""))),
            chunk(calls(call(0, args='{"a"'))),
            chunk(calls(call(1, args='{"b":'))),
            chunk(calls(call(0, args=":1}"))),
            chunk(calls(call(1, args="2}"))),
            CALLS,
        ),
        (A, B),
    ),
    Case(
        "index always 0, a new id begins a new call",
        sse(
            chunk(calls(call(0, "c0", "f", '{"a":1}'))),
            chunk(calls(call(0, "c1", "g", '{"b":2}'))),
            CALLS,
        ),
        (A, B),
    ),
    Case(
        "no index",
        sse(
            chunk(calls(call(None, "c0", "f", '{"a"'))),
            chunk(calls(call(None, args=":1}"))),
            chunk(calls(call(None, "c1", "g", '{"b":2}'))),
            CALLS,
        ),
        (A, B),
    ),
    Case(
        "id and name repeated in every chunk",
        sse(
            chunk(calls(call(0, "c0", "f", '{"a"'))),
            chunk(calls(call(0, "c0", "f", ":1"))),
            chunk(calls(call(0, "c0", "f", "}"))),
            chunk(calls(call(0, "c0", "f", ""))),
            CALLS,
        ),
        (A,),
    ),
    Case(
        "name after the arguments began",
        sse(
            chunk(calls(call(0, "c0", "", '{"a"'))),
            chunk(calls(call(0, args=":1}"))),
            chunk(calls(call(0, name="f"))),
            CALLS,
        ),
        (A,),
    ),
    Case(
        "null name, then the name",
        sse(
            chunk(calls({"index": 0, "id": "c0", "function": {"name": None, "arguments": None}})),
            chunk(calls(call(0, "", "f", '{"a":1}'))),
            CALLS,
        ),
        (A,),
    ),
    Case(
        "empty id in later chunks",
        sse(chunk(calls(call(0, "c0", "f", '{"a"'))), chunk(calls(call(0, "", "", ":1}"))), CALLS),
        (A,),
    ),
    Case(
        "all arguments in the first chunk",
        sse(chunk(calls(call(0, "c0", "f", '{"a":1}'))), CALLS),
        (A,),
    ),
    Case(
        "arguments as an object",
        sse(chunk(calls(call(0, "c0", "f", {"a": 1}))), CALLS),
        (A,),
    ),
    Case(
        "no arguments at all",
        sse(chunk(calls(call(0, "c0", "f"))), CALLS),
        (ToolCall("c0", "f", ""),),
    ),
    Case(
        "reasoning, text and call in one delta",
        sse(
            chunk(
                calls(call(0, "c0", "f", '{"a":1}'), content="words", reasoning_content="thoughts")
            ),
            CALLS,
        ),
        ("thoughts", Text("words"), A),
    ),
    Case(
        "text after a call",
        sse(chunk(calls(call(0, "c0", "f", '{"a":1}'))), chunk({"content": "then"}), CALLS),
        (A, Text("then")),
    ),
    Case(
        "text in the middle of a call",
        sse(
            chunk(calls(call(0, "c0", "f", '{"a"'))),
            chunk({"content": "aside"}),
            chunk(calls(call(0, args=":1}"))),
            CALLS,
        ),
        (A, Text("aside")),
    ),
    Case(
        "an empty list of calls in every chunk",
        sse(
            chunk({"content": "he", "tool_calls": []}),
            chunk({"content": "llo", "tool_calls": []}),
            STOP,
        ),
        (Text("hello"),),
        "stop",
    ),
    Case(
        "null delta",
        sse({**chunk(), "choices": [{"delta": None}]}, chunk({"content": "x"}), STOP),
        (Text("x"),),
        "stop",
    ),
    Case(
        "finish tool_calls without a call",
        sse(chunk({"content": "x"}), CALLS),
        (Text("x"),),
        "stop",
    ),
    Case("finish stop with a call", sse(chunk(calls(call(0, "c0", "f", '{"a":1}'))), STOP), (A,)),
    Case(
        "legacy function_call",
        sse(
            chunk({"function_call": {"name": "f", "arguments": '{"a"'}}),
            chunk({"function_call": {"arguments": ":1}"}}),
            chunk(finish="function_call"),
        ),
        (ToolCall("?", "f", '{"a":1}'),),
    ),
    Case(
        "reasoning_content",
        sse(chunk({"reasoning_content": "t"}), chunk({"content": "x"}), STOP),
        ("t", Text("x")),
        "stop",
    ),
    Case(
        "reasoning",
        sse(chunk({"reasoning": "t"}), chunk({"content": "x"}), STOP),
        ("t", Text("x")),
        "stop",
    ),
    Case(
        "reasoning told twice in one chunk",
        sse(
            chunk(
                {"reasoning": "t", "reasoning_details": [{"type": "reasoning.text", "text": "t"}]}
            ),
            chunk(
                {"reasoning": "u", "reasoning_details": [{"type": "reasoning.text", "text": "u"}]}
            ),
            chunk({"content": "x"}),
            STOP,
        ),
        ("tu", Text("x")),
        "stop",
    ),
    Case(
        "reasoning_details alone",
        sse(
            chunk({"reasoning_details": [{"type": "reasoning.summary", "summary": "s"}]}),
            chunk({"content": "x"}),
            STOP,
        ),
        ("s", Text("x")),
        "stop",
    ),
    Case(
        "content as a list with thinking",
        sse(
            chunk({"content": [{"type": "thinking", "thinking": [{"type": "text", "text": "t"}]}]}),
            chunk({"content": [{"type": "text", "text": "x"}]}),
            STOP,
        ),
        ("t", Text("x")),
        "stop",
    ),
    Case(
        "think tags cut across chunks",
        sse(
            *(chunk({"content": piece}) for piece in ("<thi", "nk>\nwe", "ll</th", "ink>\n\nyes")),
            STOP,
        ),
        ("well", Text("yes")),
        "stop",
    ),
    Case(
        "a think tag later in the text is text",
        sse(chunk({"content": "use "}), chunk({"content": "<think> tags"}), STOP),
        (Text("use <think> tags"),),
        "stop",
    ),
    Case(
        "what only looked like a tag",
        sse(chunk({"content": "<th"}), chunk({"content": "e>"}), STOP),
        (Text("<the>"),),
        "stop",
    ),
    Case("a text of blanks", sse(chunk({"content": " "}), STOP), (Text(" "),), "stop"),
    Case(
        "refusal",
        sse(chunk({"refusal": "I will "}), chunk({"refusal": "not"}), STOP),
        (Refusal("I will not"),),
        "refusal",
    ),
    Case(
        "content_filter",
        sse(chunk({"content": "x"}), chunk(finish="content_filter")),
        (Text("x"),),
        "refusal",
    ),
    Case(
        "GLM sensitive",
        sse(chunk({"content": "x"}), chunk(finish="sensitive")),
        (Text("x"),),
        "refusal",
    ),
    Case(
        "Mistral model_length",
        sse(chunk({"content": "x"}), chunk(finish="model_length")),
        (Text("x"),),
        "length",
    ),
    Case(
        "an unknown finish reason",
        sse(chunk({"content": "x"}), chunk(finish="whatever")),
        (Text("x"),),
        "stop",
    ),
    Case(
        "Azure's filter frame first",
        sse(
            {"id": "", "choices": [], "prompt_filter_results": []},
            chunk({"content": "x"}),
            STOP,
        ),
        (Text("x"),),
        "stop",
    ),
    Case(
        "two finish chunks", sse(chunk({"content": "x"}), STOP, STOP, USAGE), (Text("x"),), "stop"
    ),
    Case(
        "moderation after usage",
        sse(
            chunk({"content": "x"}),
            STOP,
            USAGE,
            {"choices": [], "moderation": {}},
        ),
        (Text("x"),),
        "stop",
    ),
    Case(
        "comments and pings",
        sse(": OPENROUTER PROCESSING\n\n", chunk({"content": "x"}), STOP),
        (Text("x"),),
        "stop",
    ),
    Case("no [DONE]", sse(chunk({"content": "x"}), STOP, done=False), (Text("x"),), "stop"),
    Case("[DONE] without a finish reason", sse(chunk({"content": "x"})), (Text("x"),), "stop"),
    Case(
        "a JSON body to a stream request",
        json.dumps(
            {
                "id": "a",
                "choices": [
                    {"message": {"role": "assistant", "content": "x"}, "finish_reason": "stop"}
                ],
            }
        ).encode(),
        (Text("x"),),
        "stop",
    ),
    Case(
        "the whole message in a stream chunk",
        sse(
            {
                "id": "a",
                "choices": [{"index": 0, "message": {"content": "x"}, "finish_reason": "stop"}],
            }
        ),
        (Text("x"),),
        "stop",
    ),
    Case(
        "line separators inside text",
        sse(chunk({"content": "a\u2028b\u0085c"}), STOP),
        (Text("a\u2028b\u0085c"),),
        "stop",
    ),
    Case(
        "CRLF and no blank after the colon",
        sse(chunk({"content": "x"}), STOP).replace(b"data: ", b"data:").replace(b"\n", b"\r\n"),
        (Text("x"),),
        "stop",
    ),
    Case(
        "two frames without the blank line between them",
        sse(chunk({"content": "x"}), STOP).replace(b"}\n\ndata", b"}\ndata"),
        (Text("x"),),
        "stop",
    ),
]


@pytest.mark.parametrize("case", ANSWERS, ids=lambda case: case.name)
def test_an_odd_stream_is_a_good_answer(case: Case) -> None:
    answer = answered(case.raw)
    assert len(answer.parts) == len(case.parts)
    for found, expected in zip(answer.parts, case.parts, strict=True):
        if isinstance(expected, str):
            assert isinstance(found, Thinking)
            assert found.text == expected
        elif isinstance(expected, ToolCall) and expected.id == "?":
            assert isinstance(found, ToolCall)
            assert (found.name, found.arguments) == (expected.name, expected.arguments)
        else:
            assert found == expected
    assert answer.reason == case.reason


FAILURES = [
    ("cut in a text", sse(chunk({"content": "x"}), done=False), FailureKind.CUT),
    ("cut in a call", sse(chunk(calls(call(0, "c0", "f", '{"a"'))), done=False), FailureKind.CUT),
    (
        "[DONE] in the middle of a call",
        sse(chunk(calls(call(0, "c0", "f", '{"a"')))),
        FailureKind.CUT,
    ),
    ("nothing but [DONE]", sse(), FailureKind.PROTOCOL),
    ("nothing", b"", FailureKind.PROTOCOL),
    ("only comments", b": hello\n\n", FailureKind.PROTOCOL),
    (
        "an error frame",
        sse(chunk({"content": "x"}), {"error": {"message": "boom", "code": 500}}),
        FailureKind.PROVIDER,
    ),
    (
        "an error beside choices after a finish reason",
        sse(chunk(finish="length"), chunk(finish="length", error={"code": 502, "message": "up"})),
        FailureKind.PROVIDER,
    ),
    (
        "Groq's error event",
        b'event: error\ndata: {"error":{"message":"bad call","type":'
        b'"invalid_request_error","code":"tool_use_failed"},"status_code":400}\n\n',
        FailureKind.BAD_REQUEST,
    ),
    (
        "finish reason error",
        sse(chunk({"content": "x"}), chunk(finish="error")),
        FailureKind.PROVIDER,
    ),
    ("GLM network_error", sse(chunk(finish="network_error")), FailureKind.PROVIDER),
    (
        "DeepSeek out of resources",
        sse(chunk(finish="insufficient_system_resource")),
        FailureKind.OVERLOADED,
    ),
    (
        "a 200 with an error",
        b'{"error":{"message":"quota","type":"insufficient_quota"}}',
        FailureKind.BILLING,
    ),
    (
        "a 200 with a vendor's error",
        b'{"code":50505,"message":"model busy"}',
        FailureKind.OVERLOADED,
    ),
    ("an HTML page", b"<html><title>502 Bad Gateway</title></html>", FailureKind.PROTOCOL),
    ("no choices", b'{"id":"a","choices":[]}', FailureKind.PROTOCOL),
    ("half a frame of JSON", b'data: {"choices":[{"delta"\n\n', FailureKind.PROTOCOL),
    (
        "a call that is never named",
        sse(chunk(calls(call(0, "c0", None, "{}"))), CALLS),
        FailureKind.PROTOCOL,
    ),
    (
        "blanks without an end",
        sse(chunk(calls(call(0, "c0", "f", '{"a":'))), chunk(calls(call(0, args=" " * 600)))),
        FailureKind.PROTOCOL,
    ),
]


@pytest.mark.parametrize(("name", "raw", "kind"), FAILURES, ids=[case[0] for case in FAILURES])
def test_a_broken_stream_is_never_an_answer(name: str, raw: bytes, kind: FailureKind) -> None:
    assert failed(raw) is kind


@pytest.mark.parametrize("ids", [(None, None), ("", ""), ("x", "x"), ("functions.f:0", "a b")])
def test_every_call_gets_an_id_of_its_own_that_all_dialects_take(ids: tuple[Any, Any]) -> None:
    first, second = ids
    entries = calls(call(0, first, "f", '{"a":1}'), call(1, second, "g", '{"b":2}'))
    one = answered(sse(chunk(entries), CALLS)).parts
    assert one == answered(sse(chunk(entries), CALLS)).parts
    found = [part.id for part in one if isinstance(part, ToolCall)]
    assert len(set(found)) == 2
    for identifier in found:
        assert identifier.replace("_", "").replace("-", "").isalnum()


USAGES: list[tuple[dict[str, Any], Usage]] = [
    (
        {
            "prompt_tokens": 10,
            "completion_tokens": 4,
            "prompt_tokens_details": {"cached_tokens": 6},
        },
        Usage(fresh=4, cache_read=6, output=4),
    ),
    (
        {"prompt_tokens": 10, "completion_tokens": 4, "prompt_cache_hit_tokens": 6},
        Usage(fresh=4, cache_read=6, output=4),
    ),
    (
        {"prompt_tokens": 10, "completion_tokens": 4, "cached_tokens": 6},
        Usage(fresh=4, cache_read=6, output=4),
    ),
    (
        {
            "prompt_tokens": 10,
            "completion_tokens": 4,
            "prompt_tokens_details": {"cached_tokens": 2, "cache_write_tokens": 3},
        },
        Usage(fresh=5, cache_read=2, cache_write=3, output=4),
    ),
    (
        {
            "prompt_tokens": 10,
            "completion_tokens": 4,
            "completion_tokens_details": {"reasoning_tokens": 3},
        },
        Usage(fresh=10, output=4, reasoning=3),
    ),
]


@pytest.mark.parametrize(("raw", "usage"), USAGES)
@pytest.mark.parametrize("place", ["after", "finish", "choice", "groq"])
def test_usage_is_found_wherever_it_stands(raw: dict[str, Any], usage: Usage, place: str) -> None:
    text = chunk({"content": "x"})
    end = chunk(finish="stop")
    match place:
        case "after":
            frames = [text, end, {"choices": [], "usage": raw}]
        case "finish":
            frames = [text, end | {"usage": raw}]
        case "choice":
            end["choices"][0]["usage"] = raw
            frames = [text, end]
        case _:
            frames = [text, end | {"x_groq": {"usage": raw}}]
    found = answered(sse(*frames)).usage
    assert found is not None
    assert (found.fresh, found.cache_read, found.cache_write, found.output, found.reasoning) == (
        usage.fresh,
        usage.cache_read,
        usage.cache_write,
        usage.output,
        usage.reasoning,
    )


def test_a_provider_that_leaves_reasoning_out_of_its_output_is_corrected() -> None:
    raw = {
        "prompt_tokens": 10,
        "completion_tokens": 4,
        "total_tokens": 34,
        "completion_tokens_details": {"reasoning_tokens": 20},
    }
    traits = Traits(output_excludes_reasoning=True)
    sent = WireRequest("", b"", Target("p", "openai_chat", "m", traits), stream=True)
    found = answered(sse(chunk({"content": "x"}), STOP, {"choices": [], "usage": raw}), sent).usage
    assert found is not None
    assert found.output == 24


def test_no_usage_is_told_as_none() -> None:
    assert answered(sse(chunk({"content": "x"}), STOP)).usage is None


def test_the_end_waits_for_the_usage_and_not_for_ever() -> None:
    decoder = DIALECT.stream_decoder(SENT)
    assert not decoder.finishing
    decoder.feed(sse(chunk({"content": "x"}), STOP, done=False))
    assert decoder.finishing
    (last,) = [event for event in decoder.eof() if isinstance(event, Finished)]
    assert last.reason == "stop"
    assert not decoder.finishing


def test_rewritten_tool_names_come_back_as_the_client_s() -> None:
    sent = WireRequest("", b"", SENT.target, stream=True, tool_names={"short": "very__long"})
    raw = sse(chunk(calls(call(0, "c0", "short", "{}"))), CALLS)
    assert answered(raw, sent).parts == (ToolCall("c0", "very__long", "{}"),)


def test_a_stop_sequence_that_vllm_names_is_told() -> None:
    end = chunk(finish="stop")
    end["choices"][0]["stop_reason"] = "END"
    answer = answered(sse(chunk({"content": "x"}), end))
    assert (answer.reason, answer.stop_sequence) == ("stop_sequence", "END")


def test_details_that_prove_reasoning_go_with_it() -> None:
    details = [{"type": "reasoning.encrypted", "data": "abc", "id": "r1"}]
    raw = sse(
        chunk({"reasoning": "t"}),
        chunk({"reasoning_details": details}),
        chunk({"content": "x"}),
        STOP,
    )
    thinking = answered(raw).parts[0]
    assert isinstance(thinking, Thinking)
    assert thinking.sidecar is not None
    assert thinking.sidecar.data["reasoning_details"] == details
    assert thinking.sidecar.origin.provider == "p"


def test_details_that_come_last_are_kept_as_hidden_thinking() -> None:
    details = [{"type": "reasoning.encrypted", "data": "abc"}]
    raw = sse(chunk(calls(call(0, "c0", "f", "{}"))), chunk({"reasoning_details": details}), CALLS)
    parts = answered(raw).parts
    hidden = parts[-1]
    assert isinstance(hidden, Thinking)
    assert hidden.redacted
    assert hidden.sidecar is not None
    assert hidden.sidecar.data["reasoning_details"] == details
