"""What the tests of web searches ask, and how a gateway that searches is set up."""

import json
from typing import Any

from tests.fakes.reply import Call, Reply
from tests.fakes.search import KEY, FakeSearch
from tests.fakes.upstream import FakeUpstream
from tests.gateway.conftest import ENVIRON, messages, provider, rules

ENVIRONMENT = {**ENVIRON, "SEARCH_KEY": KEY}
QUERY = "paper lanterns 2026"

AMONG_OTHERS = [
    {"type": "web_search_20250305", "name": "web_search", "max_uses": 2},
    {"name": "Bash", "input_schema": {"type": "object", "properties": {}}},
]


def side_request(*, stream: bool = False, **extra: Any) -> dict[str, Any]:
    """What Claude Code's search tool asks, in words of our own."""
    tool = {"type": "web_search_20250305", "name": "web_search", "max_uses": 8}
    said = [{"type": "text", "text": f"Please search for this query: {QUERY}"}]
    return messages(
        stream=stream, messages=[{"role": "user", "content": said}], tools=[tool], **extra
    )


def service_of(fake: FakeSearch, **extra: Any) -> dict[str, Any]:
    key = {} if fake.kind == "searxng" else {"key": "env:SEARCH_KEY"}
    return {"endpoint": fake.kind, "base_url": fake.base_url, **key, **extra}


def events(text: str) -> list[dict[str, Any]]:
    return [json.loads(line[6:]) for line in text.splitlines() if line.startswith("data: {")]


def look_up(number: int, *, thinking: str = "") -> Reply:
    call = Call("web_search", {"query": f"{QUERY} {number}"}, f"call_{number}")
    return Reply(thinking=thinking, calls=(call,))


def helped(upstream: FakeUpstream, fake: FakeSearch, **search: Any) -> dict[str, Any]:
    """Settings of a provider that cannot search, and of a service that can."""
    return {
        "providers": {"up": provider(upstream.url)},
        "profiles": rules(("*", "up/*")),
        "search": service_of(fake, **search),
    }
