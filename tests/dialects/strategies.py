"""Conversations and answers for the laws: what any dialect may meet, in the neutral form.

`conversations()` draws what a client of either dialect could have meant, well formed: every tool
call is answered in the user turn after it. `event_streams()` draws one provider's answer in the
grammar of `app.core.events`.
"""

import functools
import json
from dataclasses import replace
from typing import Any

from hypothesis import strategies as st

from app.core.conversation import (
    CacheMark,
    Conversation,
    Document,
    Image,
    Inline,
    Options,
    OutputFormat,
    Part,
    Reasoning,
    Refusal,
    Remote,
    Text,
    Thinking,
    Tool,
    ToolCall,
    ToolChoice,
    ToolResult,
    Turn,
    Written,
)
from app.core.events import (
    AnswerPart,
    Event,
    Failed,
    Finished,
    PartDelta,
    PartEnded,
    PartStarted,
    Pulse,
    Started,
)
from app.core.failure import Failure, FailureKind
from app.core.sidecar import Origin, Sidecar
from app.core.usage import Usage

# The smallest PNG and the head of a PDF, in base64: encoders look at the first bytes.
PNG = (
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhf"
    "DwAChwGA60e6kgAAAABJRU5ErkJggg=="
)
PDF = "JVBERi0xLjcKMSAwIG9iajw8Pj5lbmRvYmoK"


@functools.cache
def words(min_size: int = 0) -> st.SearchStrategy[str]:
    """Text of every sort, with the characters that naive line splitting and JSON trip over."""
    odd = st.sampled_from(
        ["\u2028", "\u0085", "\n", "\r\n", '"', "\\", "\x00", "語", "🜛", "</x>", " "]
    )
    plain = st.text(st.characters(codec="utf-8"), max_size=12)
    return (
        st.lists(odd | plain, min_size=min_size, max_size=4)
        .map("".join)
        .filter(lambda text: len(text) >= min_size and (min_size == 0 or text.strip() == text))
    )


@functools.cache
def json_objects() -> st.SearchStrategy[dict[str, Any]]:
    """Small objects as a tool takes them."""
    leaf = (
        st.none()
        | st.booleans()
        | st.integers(-(2**53), 2**53)
        | st.floats(-1e9, 1e9).filter(lambda number: number != int(number))
        | words()
    )
    value = st.recursive(
        leaf,
        lambda inner: st.lists(inner, max_size=3) | st.dictionaries(words(), inner, max_size=3),
        max_leaves=6,
    )
    return st.dictionaries(words(1), value, max_size=3)


@functools.cache
def argument_texts() -> st.SearchStrategy[str]:
    """Complete argument texts of a tool call, compact and spread out."""
    compact = json_objects().map(
        lambda value: json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    )
    return compact | json_objects().map(lambda value: json.dumps(value, indent=1))


@functools.cache
def call_ids() -> st.SearchStrategy[str]:
    """Ids as providers of the word form make them."""
    return st.text("abcdefghijklmnopqrstuvwxyzABCXYZ0189_-", min_size=6, max_size=20).map(
        lambda text: f"call_{text}"
    )


@functools.cache
def cache_marks() -> st.SearchStrategy[CacheMark | None]:
    """Mostly none."""
    return st.sampled_from([None, None, None, CacheMark(), CacheMark("1h")])


@functools.cache
def texts() -> st.SearchStrategy[Text]:
    """A text that says something."""
    return st.builds(Text, words(1), cache_marks())


@functools.cache
def images() -> st.SearchStrategy[Image]:
    """Inline and remote pictures."""
    return st.sampled_from(
        [Image(Inline("image/png", PNG)), Image(Remote("https://example.com/a.png"))]
    )


@functools.cache
def documents() -> st.SearchStrategy[Document]:
    """PDFs and written documents."""
    return st.sampled_from(
        [
            Document(Inline("application/pdf", PDF), title="a.pdf"),
            Document(Written("words of a document"), title="notes", context="from a test"),
        ]
    )


@functools.cache
def signed_thinking(dialect: str) -> st.SearchStrategy[Thinking]:
    """Thinking that `dialect` proved with a signature, whatever it calls it."""
    name = "encrypted_content" if dialect == "openai_responses" else "signature"
    return st.builds(
        lambda text, signature: Thinking(
            text, sidecar=Sidecar(Origin(dialect), {name: f"sig-{signature}"})
        ),
        words(1),
        st.integers(0, 999),
    )


@st.composite
def turns(draw: st.DrawFn, client: str, exchanges: int = 3) -> tuple[Turn, ...]:
    """A system prompt, then exchanges of user, assistant and tools, ending with a user turn."""
    result: list[Turn] = []
    if draw(st.booleans()):
        result.append(Turn("system", tuple(draw(st.lists(texts(), min_size=1, max_size=2)))))
    used: set[str] = set()
    opening: list[Part] = []
    for _ in range(draw(st.integers(0, exchanges))):
        result.append(Turn("user", (*opening, *draw(_user_parts(not opening)))))
        calls = draw(
            st.lists(
                st.builds(
                    ToolCall, call_ids(), st.sampled_from(["Bash", "Read"]), argument_texts()
                ),
                max_size=2,
                unique_by=lambda call: call.id,
            )
        )
        calls = [call for call in calls if call.id not in used]
        used |= {call.id for call in calls}
        thinking: list[Part] = list(draw(st.lists(signed_thinking(client), max_size=1)))
        said = draw(st.lists(texts(), min_size=0 if calls else 1, max_size=2))
        result.append(Turn("assistant", (*thinking, *said, *calls)))
        opening = [draw(_result(call.id)) for call in calls]
    result.append(Turn("user", (*opening, *draw(_user_parts(not opening)))))
    return tuple(result)


@functools.cache
def _user_parts(needed: bool) -> st.SearchStrategy[list[Part]]:
    part: st.SearchStrategy[Part] = texts() | texts() | images() | documents()
    return st.lists(part, min_size=1 if needed else 0, max_size=2)


def _result(call_id: str) -> st.SearchStrategy[ToolResult]:
    inner: st.SearchStrategy[Part] = texts() | images()
    return st.builds(
        ToolResult,
        st.just(call_id),
        st.lists(inner, max_size=2).map(tuple),
        st.sampled_from([None, False, True]),
        cache_marks(),
    )


@functools.cache
def tools() -> st.SearchStrategy[tuple[Tool, ...]]:
    """The tools that `turns` calls, or none."""
    schema = {"type": "object", "properties": {"command": {"type": "string"}}}
    both = (Tool("Bash", "Run it.", schema), Tool("Read", None, schema, strict=True))
    return st.sampled_from([(), both, both[:1]])


@st.composite
def options(draw: st.DrawFn) -> Options:
    """Knobs that both dialects have."""
    return Options(
        max_tokens=draw(st.none() | st.integers(1, 64_000)),
        temperature=draw(st.none() | st.sampled_from([0.0, 0.5, 1.0])),
        stop=draw(st.sampled_from([(), ("STOP",), ("a", "b")])),
        tool_choice=draw(
            st.sampled_from(
                [None, ToolChoice("auto"), ToolChoice("any"), ToolChoice("tool", "Bash")]
            )
        ),
        parallel_tool_calls=draw(st.sampled_from([None, False])),
        reasoning=draw(
            st.sampled_from(
                [None, Reasoning("off"), Reasoning(effort="low"), Reasoning("adaptive")]
            )
        ),
        output_format=draw(st.sampled_from([None, OutputFormat({"type": "object"}, "answer")])),
        user=draw(st.sampled_from([None, "user-1"])),
        stream=draw(st.booleans()),
    )


@st.composite
def conversations(draw: st.DrawFn, client: str | None = None) -> Conversation:
    """A request of `client`, of either dialect where it is None."""
    spoken = client or draw(st.sampled_from(["anthropic_messages", "openai_chat"]))
    return Conversation(spoken, "a-model", draw(turns(spoken)), draw(tools()), draw(options()))


@functools.cache
def usages() -> st.SearchStrategy[Usage]:
    """Counts as a provider tells them."""
    count = st.integers(0, 10**6)
    drawn = st.builds(Usage, count, count, count, count, st.none() | st.integers(0, 100))
    return drawn.map(_with_its_reasoning)


def _with_its_reasoning(usage: Usage) -> Usage:
    """The output includes the reasoning."""
    return (
        usage if usage.reasoning is None else replace(usage, output=usage.output + usage.reasoning)
    )


def _pieces(text: str) -> st.SearchStrategy[list[str]]:
    cuts = st.lists(st.integers(0, len(text)), max_size=3).map(sorted)
    return cuts.map(
        lambda places: [
            text[start:end] for start, end in zip([0, *places], [*places, len(text)], strict=True)
        ]
    )


@st.composite
def event_streams(
    draw: st.DrawFn, origin: Origin | None = None, *, may_fail: bool = False
) -> list[Event]:
    """One answer: parts in deltas of any cut, pulses between, and one terminal event.

    Thinking is stamped by `origin`. With `may_fail` the answer may also break off in `Failed`.
    """
    stamp = origin or Origin("openai_chat", "provider", "model")
    events: list[Event] = [Started("answer-1", "model", draw(st.none() | usages()))]
    ids = draw(st.lists(call_ids(), min_size=3, max_size=3, unique=True))
    called = refused = False
    for index, call_id in enumerate(ids):
        kind = draw(st.sampled_from(["text", "thinking", "call", "refusal", "end"]))
        part: AnswerPart
        ending: Sidecar | None = None
        match kind:
            case "text":
                part, content = Text(""), draw(words(1))
            case "thinking":
                part, content = Thinking(""), draw(words())
                ending = Sidecar(stamp, {"signature": "sig-1"})
            case "call":
                part, content = ToolCall(call_id, "Bash", ""), draw(argument_texts())
                called = True
            case "refusal" if not called:
                part, content = Refusal(""), draw(words(1))
                refused = True
            case _:
                break
        events.append(PartStarted(index, part))
        for piece in draw(_pieces(content)):
            events.append(PartDelta(index, piece))
            if draw(st.integers(0, 9)) == 0:
                events.append(Pulse())
        events.append(PartEnded(index, ending))
        if refused:
            break
    reason: Any = "tool_calls" if called else "refusal" if refused else "stop"
    if not called and not refused:
        reason = draw(st.sampled_from(["stop", "length", "context_window"]))
    if may_fail and draw(st.booleans()):
        kept = events[: draw(st.integers(0, len(events)))]
        return [*kept, Failed(Failure(FailureKind.CUT, "The stream ended early."))]
    return [*events, Finished(reason, draw(st.none() | usages()))]
