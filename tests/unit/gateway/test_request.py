"""What a dialect may see of a request."""

from app.gateway.request import call_of


def test_credentials_are_taken_out_of_headers_and_query() -> None:
    call = call_of(
        b"{}",
        {"authorization": "a", "x-api-key": "b", "x-goog-api-key": "c", "cookie": "d", "x": "kept"},
        {"key": "secret", "access_token": "secret", "alt": "sse"},
        "models/m:generateContent",
        b"",
    )
    assert call.headers == {"x": "kept"}
    assert call.query == {"alt": "sse"}
