"""What a request wants of a search, and what a model is offered in its place."""

import json
from dataclasses import replace
from typing import Any

import pytest

from app.core.conversation import (
    Conversation,
    HostedTool,
    Opaque,
    Options,
    Text,
    Tool,
    ToolCall,
    ToolChoice,
    ToolResult,
    Turn,
)
from app.core.search import Found, Search, listed
from app.core.sidecar import Origin, Sidecar
from app.core.traits import Target, Traits
from app.dialects.search_tool import SearchTool
from app.gateway.search.plan import (
    Loop,
    allowed,
    may_want,
    offered,
    searches,
    tool_name,
    unforced,
    wanted,
)
from app.gateway.search.service import ServiceError
from app.gateway.splice import peek, peek_body

ORIGIN = Origin("anthropic_messages")
HOSTED = HostedTool("web_search", "web_search", Sidecar(ORIGIN, {"max_uses": 3}))
BASH = Tool("Bash", None, {})
LOOP = Loop(ServiceError("none"), "web_search", 5)
FOUND = Search("q", (Found("T", "https://a.example"),))


def said(
    *texts: str,
    tools: tuple[Tool | HostedTool, ...] = (HOSTED,),
    tool_choice: ToolChoice | None = None,
) -> Conversation:
    turns = tuple(Turn("user", (Text(text),)) for text in texts)
    return Conversation("anthropic_messages", "m", turns, tools, Options(tool_choice=tool_choice))


@pytest.mark.parametrize(
    ("text", "query"),
    [
        ("Run a web search for the query: paper lanterns", "paper lanterns"),
        ("Please search for this:\n paper lanterns ", "paper lanterns"),
        ("search: a: b", "a: b"),
        ("What is new in lanterns?", None),
        ("Summarise this: a long text\nof two lines", None),
        ("Tell me about: lanterns", None),
        ("search:", None),
    ],
)
def test_a_single_instruction_to_search_has_a_query(text: str, query: str | None) -> None:
    found = wanted(said(text))
    assert found is not None
    assert found.query == query
    assert found.only == (query is not None)
    assert found.tool.uses == 3


@pytest.mark.parametrize(
    ("tool", "kept"),
    [
        (
            SearchTool(),
            ["https://a.example/x", "https://www.a.example/blog/1", "https://b.example"],
        ),
        (SearchTool(("A.example",)), ["https://a.example/x", "https://www.a.example/blog/1"]),
        (SearchTool(("a.example/blog",)), ["https://www.a.example/blog/1"]),
        (SearchTool((), ("a.example",)), ["https://b.example"]),
        (SearchTool(("b.example",)), ["https://b.example"]),
        (SearchTool(("xample",)), []),
    ],
)
def test_only_domains_that_the_client_wants_are_found(tool: SearchTool, kept: list[str]) -> None:
    urls = ["https://a.example/x", "https://www.a.example/blog/1", "https://b.example"]
    search = Search("q", tuple(Found("", url) for url in urls))
    assert [found.url for found in allowed(search, tool).results] == kept


def test_an_address_that_is_none_belongs_to_no_domain() -> None:
    search = Search("q", (Found("", "https://[a.example"),))
    assert allowed(search, SearchTool(("a.example",))).results == ()
    assert allowed(search, SearchTool((), ("a.example",))).results == search.results


def test_a_longer_conversation_is_no_search_alone() -> None:
    found = wanted(said("search: a", "search: b"))
    assert found is not None
    assert not found.only


def test_a_forced_search_is_one_alone_and_a_forbidden_one_is_none() -> None:
    forced = wanted(said("hi", tool_choice=ToolChoice("tool", "web_search")))
    assert forced is not None
    assert forced.only
    assert wanted(said("search: x", tool_choice=ToolChoice("none"))) is None


def test_a_search_among_functions_is_not_all_that_is_wanted() -> None:
    found = wanted(said("search: a", tools=(HOSTED, BASH), tool_choice=ToolChoice("any")))
    assert found is not None
    assert not found.only
    assert wanted(said("search: a", tools=(BASH,))) is None


@pytest.mark.parametrize(
    ("dialect", "client", "traits", "expected"),
    [
        ("anthropic_messages", "openai_chat", Traits(), True),
        ("anthropic_messages", "anthropic_messages", Traits(hosted_tools=False), False),
        ("openai_responses", "openai_responses", Traits(), True),
        ("openai_responses", "anthropic_messages", Traits(), False),
        ("openai_responses", "anthropic_messages", Traits(web_search="web_search_options"), True),
        ("openai_chat", "anthropic_messages", Traits(), False),
        ("openai_chat", "openai_responses", Traits(web_search="glm_tool"), True),
    ],
)
def test_who_searches_by_itself(dialect: str, client: str, traits: Traits, expected: bool) -> None:
    assert searches(Target("p", dialect, "m", traits), client) is expected


def test_gemini_searches_beside_functions_where_it_can() -> None:
    plain = Traits(web_search="google_search")
    for traits, among, expected in (
        (plain, False, True),
        (plain, True, False),
        (replace(plain, mixed_tools=True), True, True),
    ):
        target = Target("p", "gemini", "m", traits)
        assert searches(target, "anthropic_messages", among=among) is expected
    assert searches(Target("p", "gemini", "m", plain), "gemini", among=True)


@pytest.mark.parametrize(
    ("client", "fields", "expected"),
    [
        ("anthropic_messages", {"tools": [{"type": "web_search_20250305"}]}, True),
        ("openai_chat", {"web_search_options": {}}, True),
        ("openai_chat", {"web_search_options": None}, False),
        ("openai_responses", {"input": [{"tools": [{"type": "web_search"}]}]}, True),
        ("gemini", {"tools": [{"googleSearch": {}}]}, True),
        ("gemini", {"tools": [{"google_search": {}}]}, True),
        ("openai_chat", {"messages": []}, False),
        ("anthropic_messages", {"messages": [{"role": "user", "content": "web_search"}]}, False),
    ],
)
def test_only_tools_with_a_sign_of_it_are_looked_at(
    client: str, fields: dict[str, Any], expected: bool
) -> None:
    assert may_want(peek(json.dumps({"model": "m", **fields}).encode()), client) is expected
    if client == "gemini":
        body = json.dumps(fields).encode()
        assert may_want(peek_body(body, "m", stream=True), client) is expected


def test_a_function_stands_in_the_place_of_the_search() -> None:
    told = offered(said("hi", tools=(BASH, HOSTED, HOSTED)), LOOP)
    assert [tool.name for tool in told.tools] == ["Bash", "web_search"]
    assert all(isinstance(tool, Tool) for tool in told.tools)


def test_a_choice_of_the_search_is_one_of_the_function_until_it_was_called() -> None:
    loop = replace(LOOP, tool="other")
    told = offered(said("hi", tool_choice=ToolChoice("tool", "web_search")), loop)
    assert told.options.tool_choice == ToolChoice("tool", "other")
    assert unforced(told).options.tool_choice == ToolChoice("auto")
    assert unforced(said("hi")) == said("hi")


def test_a_client_may_have_a_tool_of_our_name() -> None:
    own = Tool("web_search", None, {})
    assert tool_name(said("hi")) == "web_search"
    assert tool_name(said("hi", tools=(own, HOSTED))) == "dragoman_web_search"


def test_earlier_searches_are_calls_of_the_function_again() -> None:
    searched = Opaque("web_search", "gist", Sidecar(Origin("dragoman"), {}), FOUND)
    silent = Opaque("web_search_call", "", Sidecar(Origin("x"), {}), Search("q"))
    before = Turn("assistant", (Text("Let me see."), searched, silent, Text("Here.")))
    history = replace(said("hi"), turns=(*said("hi").turns, before, Turn("user", (Text("go"),))))
    _, first, result, second, last = offered(history, LOOP).turns
    assert isinstance(call := first.parts[-1], ToolCall)
    assert (call.name, call.arguments) == ("web_search", '{"query":"q"}')
    assert result == Turn("user", (ToolResult(call.id, (Text(listed(FOUND)),)),))
    assert second.parts == (silent, Text("Here."))
    assert last == Turn("user", (Text("go"),))


def test_a_grown_conversation_keeps_its_beginning() -> None:
    searched = Opaque("web_search", "gist", Sidecar(Origin("dragoman"), {}), FOUND)
    answer = Turn("assistant", (searched, Text("Here.")))
    one = replace(said("hi"), turns=(*said("hi").turns, answer))
    two = replace(one, turns=(*one.turns, Turn("user", (Text("more"),)), answer))
    short, long = offered(one, LOOP).turns, offered(two, LOOP).turns
    assert long[: len(short)] == short
    ids = [p.id for turn in long for p in turn.parts if isinstance(p, ToolCall)]
    assert len(set(ids)) == len(ids) == 2
