"""Which tools a prompt asks for, and with which arguments."""

import json
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from app.core.conversation import (
    Conversation,
    Options,
    Text,
    Tool,
    ToolCall,
    ToolChoice,
    ToolReference,
    ToolResult,
    Turn,
)
from app.providers.demo.intent import calls
from app.providers.demo.prompt import read


def tool(name: str, deferred: bool = False, **properties: dict[str, Any]) -> Tool:
    schema = {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "type": "object",
        "properties": {key: {"type": "string", **more} for key, more in properties.items()},
        "required": list(properties),
        "additionalProperties": False,
    }
    return Tool(name, None, schema, deferred=deferred)


WEATHER = tool("get_weather", location={})
TIME = tool("get_time", zone={})
WRITE = tool("Write", file_path={}, content={})
READ = tool("Read", file_path={})
BASH = tool("Bash", command={}, description={})
CODE = (tool("Agent", prompt={}), BASH, READ, tool("Skill", skill={}), WRITE)


def called(text: str, *tools: Tool, **options: Any) -> list[tuple[str, dict[str, Any]]]:
    conversation = Conversation(
        "openai_chat", "demo", (Turn("user", (Text(text),)),), tools, Options(**options)
    )
    made = calls(conversation, read(conversation))
    for call in made:
        schema = next(each.schema for each in tools if each.name == call.name)
        Draft202012Validator(schema).validate(json.loads(call.arguments))
    return [(call.name, json.loads(call.arguments)) for call in made]


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("What is the weather in San Francisco?", ("get_weather", {"location": "San Francisco"})),
        ("use get_weather please", ("get_weather", {"location": "Beijing"})),
        ("Please use a tool.", ("get_weather", {"location": "Beijing"})),
        ("请调用一个工具", ("get_weather", {"location": "Beijing"})),
        ("call get time", ("get_time", {"zone": "zone"})),
    ],
)
def test_a_prompt_that_asks_for_a_tool_gets_it(text: str, wanted: Any) -> None:
    assert called(text, WEATHER, TIME) == [wanted]


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        (
            "Create a file hello.txt with the text 'hi there'",
            ("Write", {"file_path": "hello.txt", "content": "hi there"}),
        ),
        ("请创建文件 a.txt，内容为 你好", ("Write", {"file_path": "a.txt", "content": "你好"})),
        ("read src/main.py", ("Read", {"file_path": "src/main.py"})),
        ("run ls -la", ("Bash", {"command": "ls -la", "description": "Demo"})),
        (
            "Please run the command `echo hi`.",
            ("Bash", {"command": "echo hi", "description": "Demo"}),
        ),
        ("运行 ls", ("Bash", {"command": "ls", "description": "Demo"})),
        ("use the Bash tool", ("Bash", {"command": "echo demo", "description": "Demo"})),
    ],
)
def test_claude_codes_tools_are_used_for_files_and_commands(text: str, wanted: Any) -> None:
    assert called(text, *CODE) == [wanted]


@pytest.mark.parametrize("text", ["hello", "Write a poem about reading", "What is a skill?", ""])
def test_a_prompt_that_asks_for_no_tool_gets_none(text: str) -> None:
    assert called(text, *CODE) == []


def test_a_file_is_put_into_the_clients_directory() -> None:
    conversation = Conversation(
        "anthropic_messages",
        "demo",
        (
            Turn("system", (Text("Primary working directory: /home/a/project\nPlatform: linux"),)),
            Turn("user", (Text("<system-reminder>run x</system-reminder>"), Text("write a.txt"))),
        ),
        CODE,
    )
    (call,) = calls(conversation, read(conversation))
    assert json.loads(call.arguments)["file_path"] == "/home/a/project/a.txt"


def test_two_calls_come_where_both_are_asked_for() -> None:
    assert called("weather in Paris and London, in parallel", WEATHER) == [
        ("get_weather", {"location": "Paris"}),
        ("get_weather", {"location": "London"}),
    ]
    both = called("use get_weather and get_time, both", WEATHER, TIME)
    assert [name for name, _ in both] == ["get_weather", "get_time"]
    files = called("Create both a.txt and b.txt", *CODE)
    assert [arguments["file_path"] for _, arguments in files] == ["a.txt", "b.txt"]


def test_parallel_calls_can_be_forbidden() -> None:
    assert len(called("use both", WEATHER, TIME, parallel_tool_calls=False)) <= 1


def test_the_tool_choice_is_obeyed() -> None:
    assert called("hello", WEATHER, tool_choice=ToolChoice("any"))
    assert called("hello", WEATHER, TIME, tool_choice=ToolChoice("tool", "get_time"))[0][0] == (
        "get_time"
    )
    assert called("weather in Rome", WEATHER, tool_choice=ToolChoice("none")) == []


def test_a_deferred_tool_is_called_only_once_it_was_loaded() -> None:
    lazy = tool("web_fetch", deferred=True, url={})
    assert called("use web_fetch", lazy) == []
    turns = (
        Turn("assistant", (ToolCall("1", "ToolSearch", "{}"),)),
        Turn("user", (ToolResult("1", (ToolReference("web_fetch"),)),)),
        Turn("assistant", (Text("loaded"),)),
        Turn("user", (Text("use web_fetch"),)),
    )
    conversation = Conversation("anthropic_messages", "demo", turns, (lazy,))
    assert [call.name for call in calls(conversation, read(conversation))] == ["web_fetch"]


def test_call_ids_are_unique_in_a_conversation_and_always_the_same() -> None:
    turn = Turn("user", (Text("weather in Paris and London, both"),))
    first = Conversation("openai_chat", "demo", (turn,), (WEATHER,))
    later = Conversation("openai_chat", "demo", (turn, Turn("assistant", ()), turn), (WEATHER,))
    ids = [call.id for each in (first, later) for call in calls(each, read(each))]
    assert len(set(ids)) == 4
    assert [call.id for call in calls(first, read(first))] == ids[:2]
    assert all(len(each) <= 40 for each in ids)
