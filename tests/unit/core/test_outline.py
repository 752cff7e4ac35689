from app.core.conversation import (
    Audio,
    Conversation,
    Document,
    HostedTool,
    Image,
    Inline,
    Opaque,
    Options,
    OutputFormat,
    Reasoning,
    Remote,
    Stored,
    Text,
    Thinking,
    Tool,
    ToolCall,
    ToolChoice,
    ToolReference,
    ToolResult,
    Turn,
    Written,
)
from app.core.fold import Answer
from app.core.outline import Line, answer_outline, outline
from app.core.sidecar import Origin, Sidecar
from app.core.usage import Usage

ELSEWHERE = Sidecar(Origin("anthropic_messages", "p", "m"), {})


def test_a_request_is_told_in_its_order() -> None:
    conversation = Conversation(
        "anthropic_messages",
        "claude-opus-4-8",
        (
            Turn("system", (Text("Be brief."),)),
            Turn("user", (Text("Look"), Image(Inline("image/png", "QUJD")))),
            Turn("assistant", (Thinking("Hm."), ToolCall("1", "ls", '{"path":"."}'))),
            Turn("user", (ToolResult("1", (Text("a.py"), Text("b.py")), is_error=True),)),
        ),
        (Tool("ls", "List files.", {"type": "object"}),),
        Options(max_tokens=64, stop=("END",), temperature=0.5, stream=True, stream_usage=True),
    )
    assert outline(conversation) == (
        Line("model", "", "claude-opus-4-8"),
        Line("instructions", "", "Be brief."),
        Line("user", "", "Look"),
        Line("image", "", "image/png, 3 bytes"),
        Line("thinking", "", "Hm."),
        Line("tool call", "ls", '{\n "path": "."\n}'),
        Line("tool result", "error", "a.py\nb.py"),
        Line("tool", "ls", 'List files.\n{\n "type": "object"\n}'),
        Line("option", "max_tokens", "64"),
        Line("option", "temperature", "0.5"),
        Line("option", "stop", "'END'"),
        Line("option", "stream", "yes"),
    )


def test_arguments_that_are_spaced_otherwise_say_the_same() -> None:
    spaced = Conversation("c", "m", (Turn("assistant", (ToolCall("1", "f", '{"a": 1}'),)),))
    dense = Conversation("c", "m", (Turn("assistant", (ToolCall("2", "f", '{"a":1}'),)),))
    assert outline(spaced) == outline(dense)


def test_arguments_that_are_no_json_stay_as_they_are() -> None:
    cut = Conversation("c", "m", (Turn("assistant", (ToolCall("1", "f", '{"a"'),)),))
    assert outline(cut)[1] == Line("tool call", "f", '{"a"')


def test_everything_that_a_turn_may_hold_has_a_line() -> None:
    parts = (
        Image(Remote("https://example.com/cat.png")),
        Image(Stored("file_1")),
        Audio("QUJD", "wav"),
        Document(Written("Words."), title="notes"),
        Document(None, (Text("inner"),)),
        Thinking("", redacted=True),
        ToolReference("grep"),
        ToolResult("1", (Text("seen"), Image(Inline("image/png", "QUJD")))),
        Opaque("server_tool_use", "searched", ELSEWHERE),
    )
    told = outline(Conversation("c", "m", (Turn("user", parts),)))
    assert [(line.kind, line.name, line.text) for line in told[1:]] == [
        ("image", "", "https://example.com/cat.png"),
        ("image", "", "file_1"),
        ("audio", "", "wav, 3 bytes"),
        ("document", "notes", "Words."),
        ("document", "", "inner"),
        ("thinking", "redacted", ""),
        ("tool", "grep", ""),
        ("tool result", "", "seen"),
        ("image", "", "image/png, 3 bytes"),
        ("other", "server_tool_use", "searched"),
    ]


def test_options_with_parts_are_told_part_by_part() -> None:
    options = Options(
        tool_choice=ToolChoice("tool", "ls"),
        parallel_tool_calls=True,
        reasoning=Reasoning("on", budget=1024),
        output_format=OutputFormat({"type": "object"}, "shape"),
    )
    hosted = HostedTool("web_search", "search", ELSEWHERE)
    told = outline(Conversation("c", "m", (), (hosted,), options))
    assert told[1:] == (
        Line("tool", "search", "web_search"),
        Line("option", "tool_choice", "mode tool, name ls"),
        Line("option", "parallel_tool_calls", "yes"),
        Line("option", "reasoning", "mode on, budget 1024"),
        Line("option", "output_format", 'schema {"type": "object"}, name shape'),
    )


def test_an_answer_ends_with_its_reason_and_its_tokens() -> None:
    answer = Answer("1", "m", (Text("Hello."),), "stop_sequence", Usage(5, 3, 0, 2), "END")
    assert answer_outline(answer) == (
        Line("assistant", "", "Hello."),
        Line("end", "", "stop_sequence: END"),
        Line("usage", "fresh", "5"),
        Line("usage", "cache read", "3"),
        Line("usage", "output", "2"),
    )
