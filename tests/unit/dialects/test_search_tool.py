"""What clients of each wire ask of a web search."""

from typing import Any

import pytest

from app.core.conversation import HostedTool
from app.core.sidecar import Origin, Sidecar
from app.dialects.search_tool import SearchTool, read

NEAR = {"country": "CN", "city": "Hangzhou"}
PLACE = {"type": "approximate", "country": "CN"}


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        ({"type": "web_search_20250305", "name": "web_search"}, SearchTool()),
        (
            {"allowed_domains": ["a.example"], "max_uses": 3, "user_location": PLACE},
            SearchTool(("a.example",), (), 3, PLACE),
        ),
        ({"blocked_domains": ["b.example"]}, SearchTool((), ("b.example",))),
        (
            {"native": {"filters": {"allowed_domains": ["a.example"]}, "user_location": PLACE}},
            SearchTool(("a.example",), (), None, PLACE),
        ),
        ({"native": {"filters": {"excluded_domains": ["x"]}}}, SearchTool((), ("x",))),
        ({"googleSearch": {"excludeDomains": ["y"]}}, SearchTool((), ("y",))),
        (
            {"native": {"type": "web_search", "search_context_size": "low", "novelty": []}},
            SearchTool(others=("search_context_size",)),
        ),
        ({"max_uses": True, "allowed_domains": [1], "user_location": "here"}, SearchTool()),
        ({"native": {"filters": None}}, SearchTool()),
        (
            {"web_search_options": {"user_location": {"type": "approximate", "approximate": NEAR}}},
            SearchTool(location={"type": "approximate", **NEAR}),
        ),
    ],
)
def test_each_wire_is_read(data: dict[str, Any], expected: SearchTool) -> None:
    assert read(HostedTool("web_search", "web_search", Sidecar(Origin("x"), data))) == expected
