"""Secrets taken out of text, log records and tracebacks."""

import io
import logging
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.secrets import redact as rules
from app.secrets.redact import RedactingFilter, Redactor, redact, register, without_keys


@pytest.mark.parametrize(
    "line",
    [
        "key sk-ant-api03-CANARYCANARY-x",
        "sk-proj-CANARYCANARYCANARY",
        "token hf_CANARYCANARYCANARY",
        "gsk_CANARYCANARYCANARY",
        "drg-CANARYCANARYCANARY",
        "AIzaCANARYCANARYCANARYCANARY",
        "0123456789abcdef0123456789abcdef.CANARYCANARYCANA",
        "eyJCANARYCANARY.CANARYCANARY.CANARY",
        "Authorization: Bearer CANARY-1",
        "{'Authorization': 'Basic CANARY=='}",
        "{'x-api-key': 'CANARY'}",
        'headers: "api-key": "CANARY"',
        "b'x-api-key', b'CANARY'",
        "x-goog-api-key=CANARY",
        "GET /v1/models?key=CANARY&alt=sse",
        "GET /x?a=1&access_token=CANARY",
        "http://user:CANARY@proxy:3128/",
        "HITHINK_APP_SECRET=CANARY",
        '{"password": "CANARY"}',
        "Set-Cookie: CANARY",
        "密钥sk-CANARYCANARYCANARY",
        r"a body of {\"password\": \"CANARY\"}",
    ],
)
def test_what_looks_like_a_key_is_hidden(line: str) -> None:
    assert "CANARY" not in redact(line)
    assert redact(redact(line)) == redact(line)


@pytest.mark.parametrize(
    "line",
    [
        "the model claude-opus-4-6 leads to deepseek/deepseek-v4-pro",
        "key = env:DEEPSEEK_API_KEY",
        "GET /v1/messages 200 in 0.31 s, 1200 tokens",
        "https://api.deepseek.com/v1/chat/completions",
        "api_key: keyring:provider/deepseek",
    ],
)
def test_ordinary_lines_stay_as_they_are(line: str) -> None:
    assert redact(line) == line


def test_known_values_are_hidden_also_inside_a_url_and_short_ones_are_not() -> None:
    redactor = Redactor()
    redactor.register("pass word/123")
    redactor.register("pass word/123-longer")
    redactor.register("ollama")
    assert "pass" not in redactor.redact("see pass word/123 and pass%20word%2F123")
    assert redactor.redact("pass word/123-longer") == "[redacted]"
    assert redactor.redact("ollama") == "ollama"


def test_a_known_value_is_hidden_also_as_json_and_urls_write_it() -> None:
    redactor = Redactor()
    redactor.register('quo"te/ü')
    for written in (r"quo\"te/ü", r"quo\"te/\u00fc", "quo%22te%2F%C3%BC"):
        assert redactor.redact(f"<{written}>") == "<[redacted]>"


WORDS = [
    "sk-",
    "rk-",
    "pk-",
    "ms-",
    "tp-",
    "hf_",
    "hf-",
    "gsk_",
    "gho-",
    "ghp_",
    "github_pat_",
    "nvapi-",
    "xai-",
    "drg-",
    "pplx-",
    "AIza",
    "ya29.",
    "eyJ",
    "Bearer",
    "BASIC",
    "x-api-key",
    "Authorization",
    "Set-Cookie",
    "app_secret",
    "Access-Token",
    "password",
    "api_key",
    "?key=",
    "&sig=",
    "&token=",
    "://",
    "user:pass@",
    "abcdefghijklmnop",
    "ABCDEFGHIJKLMNOPQRSTUVWX",
    "0123456789abcdef",
    ".",
    "=",
    ":",
    ",",
    "K",
    "ſ",
    "密钥",
    "\\",
    "%20",
]


@given(st.lists(st.sampled_from([*WORDS, " ", '"', "\n"]), max_size=12).map("".join))
def test_looking_before_searching_hides_no_less(text: str) -> None:
    expected = rules._KEY_SHAPES.sub("[redacted]", text)
    assert without_keys(text) == expected
    expected = rules._BEARER.sub(r"\1\2[redacted]", expected)
    expected = rules._FIELD.sub(r"\1\2[redacted]", expected)
    expected = rules._QUERY.sub(r"\1[redacted]", expected)
    assert redact(text) == rules._USERINFO.sub(r"\1[redacted]@", expected)


def test_prose_keeps_what_only_follows_a_telling_word() -> None:
    said = "Your password, please: a basic understanding of cookie=recipe"
    assert without_keys(said) == said
    assert without_keys("use sk-CANARYCANARYCANARY") == "use [redacted]"


@pytest.fixture
def log() -> Iterator[tuple[logging.Logger, io.StringIO]]:
    stream = io.StringIO()
    handler = logging.StreamHandler(stream)
    handler.setFormatter(logging.Formatter("%(message)s"))
    handler.addFilter(RedactingFilter())
    logger = logging.getLogger("test_redact")
    logger.propagate = False
    logger.addHandler(handler)
    yield logger, stream
    logger.removeHandler(handler)
    handler.close()


def test_arguments_and_tracebacks_are_cleaned(log: tuple[logging.Logger, io.StringIO]) -> None:
    logger, stream = log
    register("canary-value-123")
    try:
        raise ValueError("it was canary-value-123")
    except ValueError:
        logger.warning("sent %s", {"x": "canary-value-123"}, exc_info=True, stack_info=True)
    assert "canary" not in stream.getvalue()
    assert "ValueError: it was [redacted]" in stream.getvalue()


def test_a_line_that_cannot_be_formatted_does_not_show_its_arguments(
    log: tuple[logging.Logger, io.StringIO],
) -> None:
    logger, stream = log
    logger.warning("%d", "CANARY")
    assert "CANARY" not in stream.getvalue()
    assert "could not be formatted" in stream.getvalue()


UNCAUGHT = """
import logging
from app.secrets import redact
logging.basicConfig()
redact.install()
redact.install()
assert len(logging.getLogger().handlers[0].filters) == 1
logging.getLogger("aiohttp.server").error("Authorization: Bearer CANARY-1234")
raise RuntimeError("sk-CANARYCANARYCANARY")
"""


def test_the_root_handlers_and_uncaught_errors_are_cleaned() -> None:
    done = subprocess.run(
        [sys.executable, "-c", UNCAUGHT],
        capture_output=True,
        text=True,
        check=False,
        cwd=Path(__file__).parents[3],
    )
    assert done.returncode == 1
    assert "CANARY" not in done.stderr
    assert "RuntimeError: [redacted]" in done.stderr
