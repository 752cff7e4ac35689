"""Which headers cross, and every form in which a provider asks to wait."""

from datetime import UTC, datetime, timedelta, timezone
from email.utils import format_datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.gateway.paths import ANTHROPIC
from app.gateway.response_headers import (
    forwarded_request_headers,
    passed_response_headers,
    retry_after,
)

NOW = datetime(2026, 11, 21, 12, 0, 0, tzinfo=UTC)


def test_a_client_sees_limits_waits_and_whom_to_name_to_the_provider_s_support() -> None:
    given_ = {
        "retry-after": "3",
        "retry-after-ms": "2500",
        "x-should-retry": "false",
        "anthropic-ratelimit-requests-remaining": "7",
        "x-ratelimit-reset-tokens": "6m0s",
        "request-id": "req_theirs",
    }
    passed = passed_response_headers(given_)
    assert passed == {
        "retry-after": "3",
        "retry-after-ms": "2500",
        "x-should-retry": "false",
        "anthropic-ratelimit-requests-remaining": "7",
        "x-ratelimit-reset-tokens": "6m0s",
        "x-upstream-request-id": "req_theirs",
    }


@pytest.mark.parametrize(
    "name",
    [
        "set-cookie",
        "server",
        "date",
        "content-type",
        "content-length",
        "content-encoding",
        "transfer-encoding",
        "connection",
        "keep-alive",
        "location",
        "www-authenticate",
        "access-control-allow-origin",
        "anthropic-organization-id",
        "openai-organization",
        "cf-ray",
        "via",
        "alt-svc",
        "strict-transport-security",
        "content-security-policy",
        "x-dragoman-provider",
        "x-dragoman-losses",
    ],
)
def test_nothing_else_of_a_provider_reaches_the_client(name: str) -> None:
    assert passed_response_headers({name: "x"}) == {}


@pytest.mark.parametrize("value", ["caf\udce9", "a\r\nset-cookie: b=c", "a\nb", "a\0b", "\x7f"])
@pytest.mark.parametrize("name", ["retry-after", "x-ratelimit-reset", "request-id"])
def test_a_value_that_no_header_can_hold_stays_behind(name: str, value: str) -> None:
    """aiohttp reads bytes that are no UTF-8 as lone surrogates, which it then cannot write."""
    assert passed_response_headers({name: value}) == {}


CLIENT = {
    "anthropic-version": "2023-06-01",
    "anthropic-beta": "claude-code-20250219,interleaved-thinking-2025-05-14",
    "x-claude-code-session-id": "11111111-2222-3333-4444-555555555555",
    "x-stainless-lang": "js",
}
KEPT_BACK = {
    "host": "127.0.0.1:8777",
    "authorization": "Bearer drg-client",
    "x-api-key": "drg-client",
    "api-key": "drg-client",
    "x-goog-api-key": "drg-client",
    "cookie": "a=b",
    "connection": "keep-alive",
    "te": "trailers",
    "transfer-encoding": "chunked",
    "content-length": "2",
    "content-encoding": "gzip",
    "accept-encoding": "gzip, br, zstd",
    "accept": "application/json",
    "proxy-authorization": "Basic x",
    "x-forwarded-for": "10.0.0.1",
    "forwarded": "for=10.0.0.1",
    "origin": "http://localhost:3000",
    "referer": "http://localhost:3000/",
    "x-app": "cli",
    "x-dragoman-hop": "1",
    "anthropic-dangerous-direct-browser-access": "true",
}


def test_an_anthropic_provider_gets_its_own_headers_and_no_credential_of_ours() -> None:
    assert forwarded_request_headers(ANTHROPIC, {**CLIENT, **KEPT_BACK}) == CLIENT


def test_the_client_s_newer_version_is_kept_and_a_missing_one_is_the_usual() -> None:
    newer = {"anthropic-version": "2026-10-21"}
    assert forwarded_request_headers(ANTHROPIC, newer) == newer
    assert forwarded_request_headers(ANTHROPIC, {}) == {"anthropic-version": "2023-06-01"}


def test_another_provider_learns_nothing_of_the_client() -> None:
    assert forwarded_request_headers("openai_chat", {**CLIENT, **KEPT_BACK}) == {}


@pytest.mark.parametrize(
    ("headers", "seconds"),
    [
        ({}, None),
        ({"retry-after": ""}, None),
        ({"retry-after": "5"}, 5.0),
        ({"retry-after": " 5 "}, 5.0),
        ({"retry-after": "0.25"}, 0.25),
        ({"retry-after": "0"}, 0.0),
        ({"retry-after": "-1"}, 0.0),
        ({"retry-after": "86400"}, 3600.0),
        ({"retry-after": "nan"}, None),
        ({"retry-after": "inf"}, None),
        ({"retry-after": "soon"}, None),
        ({"retry-after-ms": "1500"}, 1.5),
        ({"retry-after-ms": "1500", "retry-after": "60"}, 1.5),
        ({"retry-after-ms": "soon", "retry-after": "60"}, 60.0),
        ({"retry-after": "Sat, 21 Nov 2026 12:00:30 GMT"}, 30.0),
        ({"retry-after": "Sat, 21 Nov 2026 13:00:30 +0100"}, 30.0),
        ({"retry-after": "Saturday, 21-Nov-26 12:00:30 GMT"}, 30.0),
        ({"retry-after": "Sat Nov 21 12:00:30 2026"}, 30.0),
        ({"retry-after": "Sat, 21 Nov 2026 12:00:30"}, 30.0),
        ({"retry-after": "Sat, 21 Nov 2026 11:00:00 GMT"}, 0.0),
        ({"retry-after": "Sat, 21 Nov 2026 23:00:00 GMT"}, 3600.0),
        ({"retry-after": "Sat, 21 Nov 2026 25:00:00 GMT"}, None),
        ({"retry-after": "Sat, 21 Nov 99999999999 12:00:00 GMT"}, None),
        ({"retry-after": "Sat, 21 Nov 2026 12:00:00 +99999999999999999999"}, None),
        ({"retry-after": "Fri, 31 Dec 9999 23:59:59 -2359"}, 3600.0),
        ({"retry-after": "9" * 5000}, None),
    ],
)
def test_every_form_of_waiting_is_read(headers: dict[str, str], seconds: float | None) -> None:
    assert retry_after(headers, NOW) == seconds


@given(st.dictionaries(st.sampled_from(["retry-after", "retry-after-ms"]), st.text(max_size=40)))
def test_no_header_breaks_the_reader(headers: dict[str, str]) -> None:
    seconds = retry_after(headers, NOW)
    assert seconds is None or 0 <= seconds <= 3600


@given(
    st.integers(-7200, 7200),
    st.integers(-720, 840).map(lambda minutes: timezone(timedelta(minutes=minutes))),
)
def test_a_date_means_the_same_in_every_zone(seconds: int, zone: timezone) -> None:
    then = (NOW + timedelta(seconds=seconds)).astimezone(zone)
    assert retry_after({"retry-after": format_datetime(then)}, NOW) == min(max(seconds, 0), 3600)
