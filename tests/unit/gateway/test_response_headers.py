"""Which headers cross, and how long a provider asks to wait."""

from datetime import UTC, datetime

import pytest

from app.gateway.response_headers import (
    forwarded_request_headers,
    passed_response_headers,
    retry_after,
)

NOW = datetime(2026, 11, 21, 12, 0, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("headers", "seconds"),
    [
        ({"retry-after": "17"}, 17.0),
        ({"retry-after": "0.5"}, 0.5),
        ({"retry-after": " 3 "}, 3.0),
        ({"retry-after": "0"}, 0.0),
        ({"retry-after-ms": "1500"}, 1.5),
        ({"retry-after-ms": "1500", "retry-after": "60"}, 1.5),
        ({"retry-after-ms": "soon", "retry-after": "60"}, 60.0),
        ({"retry-after": "Sat, 21 Nov 2026 12:00:30 GMT"}, 30.0),
        ({"retry-after": "Sat, 21 Nov 2026 13:00:30 +0100"}, 30.0),
        ({"retry-after": "Sat, 21 Nov 2026 12:00:30 -0000"}, 30.0),
        # Clamped: never back in time, never beyond an hour.
        ({"retry-after": "-5"}, 0.0),
        ({"retry-after": "Sat, 21 Nov 2026 11:00:00 GMT"}, 0.0),
        ({"retry-after": "86400"}, 3600.0),
        ({"retry-after": "Sun, 22 Nov 2026 12:00:00 GMT"}, 3600.0),
        ({"retry-after-ms": "1e12"}, 3600.0),
        ({"retry-after-ms": "-1"}, 0.0),
        # Garbage is no wait at all.
        ({}, None),
        ({"retry-after": ""}, None),
        ({"retry-after": "soon"}, None),
        ({"retry-after": "nan"}, None),
        ({"retry-after": "inf"}, None),
        ({"retry-after": "1,5"}, None),
        ({"retry-after": "Sat, 99 Nov 2026 12:00:00 GMT"}, None),
        ({"retry-after": "Sat, 21 Nov 99999 12:00:00 GMT"}, None),
        ({"retry-after": "Sat, 21 Nov 2026 12:00:00 +9999999999"}, None),
        ({"retry-after": "\x00" * 10}, None),
        ({"retry-after": "9" * 5000}, None),
    ],
)
def test_a_wait_is_read_in_each_of_its_forms(
    headers: dict[str, str], seconds: float | None
) -> None:
    assert retry_after(headers, NOW) == seconds


def test_only_named_headers_pass_to_the_client() -> None:
    given = {
        "retry-after": "1",
        "retry-after-ms": "1000",
        "x-should-retry": "false",
        "anthropic-ratelimit-requests-limit": "5",
        "x-ratelimit-remaining-tokens": "6",
        "request-id": "up",
        "set-cookie": "a=1",
        "server": "x",
        "date": "x",
        "content-type": "text/html",
        "content-length": "5",
        "content-encoding": "gzip",
        "transfer-encoding": "chunked",
        "connection": "close",
        "access-control-allow-origin": "*",
        "anthropic-organization-id": "secret",
        "openai-organization": "secret",
        "x-dragoman-provider": "spoofed",
    }
    assert passed_response_headers(given) == {
        "retry-after": "1",
        "retry-after-ms": "1000",
        "x-should-retry": "false",
        "anthropic-ratelimit-requests-limit": "5",
        "x-ratelimit-remaining-tokens": "6",
        "x-upstream-request-id": "up",
    }
    assert passed_response_headers({"x-request-id": "up"}) == {"x-upstream-request-id": "up"}


def test_what_goes_with_an_untouched_body() -> None:
    given = {
        "anthropic-version": "2026-01-01",
        "anthropic-beta": "a,b",
        "x-claude-code-session-id": "s",
        "x-stainless-lang": "js",
        "x-api-key": "never",
        "authorization": "never",
        "cookie": "never",
        "user-agent": "claude-cli",
        "x-dragoman-hop": "1",
    }
    forwarded = forwarded_request_headers("anthropic_messages", given)
    assert set(forwarded) == {
        "anthropic-version",
        "anthropic-beta",
        "x-claude-code-session-id",
        "x-stainless-lang",
    }
    assert forwarded_request_headers("openai_chat", given) == {}
    alone = forwarded_request_headers("anthropic_messages", {})
    assert alone == {"anthropic-version": "2023-06-01"}
