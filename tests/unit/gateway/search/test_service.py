"""What the search services are asked, and how their answers are read."""

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.core.search import Found
from app.gateway.search.service import Service, ServiceError, query, results, service
from app.settings.schema import SearchSettings

JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=8), inner),
    max_leaves=20,
)


def found(**fields: Any) -> Service:
    made = service(SearchSettings.model_validate(fields))
    assert made is not None
    return made


SEARXNG = found(endpoint="searxng", base_url="http://127.0.0.1:8080/", count=2)
BRAVE = found(endpoint="brave", key="env:BRAVE", count=2)
TAVILY = found(endpoint="tavily", key="env:TAVILY", count=2)


def test_no_service_is_one_too() -> None:
    assert service(SearchSettings()) is None


def test_each_is_asked_in_its_own_way() -> None:
    assert query(SEARXNG, "paper\nlanterns").url == (
        "http://127.0.0.1:8080/search?q=paper+lanterns&format=json"
    )
    assert query(BRAVE, "a&b").url == (
        "https://api.search.brave.com/res/v1/web/search?q=a%26b&count=2&text_decorations=false"
    )
    sent = query(TAVILY, "x")
    assert sent.url == "https://api.tavily.com/search"
    assert json.loads(sent.body or b"") == {"query": "x", "max_results": 2}


def test_an_endless_query_is_cut() -> None:
    assert len(json.loads(query(TAVILY, "x" * 9_999).body or b"")["query"]) == 400


def test_the_key_goes_where_the_service_wants_it() -> None:
    assert (SEARXNG.at.auth, BRAVE.at.auth, TAVILY.at.auth) == (
        "none",
        "X-Subscription-Token",
        "bearer",
    )


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"endpoint": "searxng"}, "SearXNG has no address"),
        ({"endpoint": "brave"}, "Brave Search has no key"),
        ({"endpoint": "searxng", "base_url": "http://search.example"}, "public host"),
        ({"endpoint": "searxng", "base_url": "https://u:p@search.example"}, "user name"),
        (
            {"endpoint": "tavily", "key": "env:T", "key_origin": "https://other.example:443"},
            "entered for https://other.example:443",
        ),
    ],
)
def test_what_cannot_be_used_is_said(fields: dict[str, Any], said: str) -> None:
    with pytest.raises(ServiceError, match=said):
        service(SearchSettings.model_validate(fields))


def test_markup_and_control_characters_are_taken_out() -> None:
    entry = {
        "title": "<strong>Paper</strong> &amp; light\u202e",
        "url": "https://a.example",
        "description": "One\n two",
        "extra_snippets": ["three", 4],
        "age": "May 1, 2026",
    }
    assert results(BRAVE, {"web": {"results": [entry]}}) == (
        Found("Paper & light", "https://a.example", "One two three", "May 1, 2026"),
    )


def test_other_addresses_than_of_the_web_are_left_out_and_each_comes_once() -> None:
    urls = ["javascript:alert(1)", "file:///etc/passwd", "https://a.example", "https://a.example"]
    urls += ["https://b.example\n", "http://[", "https://c.example", "https://d.example"]
    listed = {"results": [{"title": "t", "url": url, "content": ""} for url in urls]}
    assert [one.url for one in results(SEARXNG, listed)] == [
        "https://a.example",
        "https://c.example",
    ]


def test_brave_leaves_the_list_out_where_it_finds_nothing() -> None:
    assert results(BRAVE, {"type": "search", "query": {}}) == ()


@pytest.mark.parametrize("asked", [SEARXNG, BRAVE, TAVILY])
@given(answer=JSON | st.fixed_dictionaries({"results": JSON, "web": JSON}))
def test_any_answer_is_a_list_of_results_or_refused(asked: Service, answer: Any) -> None:
    try:
        read = results(asked, answer)
    except ServiceError:
        return
    assert len(read) <= asked.count
