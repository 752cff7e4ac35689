"""Base URLs as people paste them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.providers.address import (
    AddressError,
    beside_version,
    check,
    endpoint,
    is_loopback,
    is_private,
    normalise,
    origin,
    refuse_own_address,
)

CHAT = "openai_chat"
MESSAGES = "anthropic_messages"
GEMINI = "gemini"
_GOOGLE = "https://generativelanguage.googleapis.com"


@pytest.mark.parametrize(
    ("given", "dialect", "path", "called"),
    [
        (
            "https://api.openai.com",
            CHAT,
            "chat/completions",
            "https://api.openai.com/v1/chat/completions",
        ),
        (
            "https://api.openai.com/v1",
            CHAT,
            "chat/completions",
            "https://api.openai.com/v1/chat/completions",
        ),
        ("https://api.openai.com/v1//", CHAT, "models", "https://api.openai.com/v1/models"),
        (
            "https://me.openai.azure.com/openai/v1",
            CHAT,
            "chat/completions",
            "https://me.openai.azure.com/openai/v1/chat/completions",
        ),
        (
            "https://me.openai.azure.com/openai/deployments/gpt?api-version=2024-10-21",
            CHAT,
            "chat/completions",
            "https://me.openai.azure.com/openai/deployments/gpt/chat/completions"
            "?api-version=2024-10-21",
        ),
        (
            "https://me.openai.azure.com/openai/deployments/gpt/chat/completions"
            "?api-version=2024-10-21",
            CHAT,
            "chat/completions",
            "https://me.openai.azure.com/openai/deployments/gpt/chat/completions"
            "?api-version=2024-10-21",
        ),
        (
            " https://API.openai.com/v1/chat/completions/ ",
            CHAT,
            "models",
            "https://api.openai.com/v1/models",
        ),
        ("https://h.example/v1/v1", CHAT, "models", "https://h.example/v1/models"),
        (_GOOGLE, GEMINI, "models", f"{_GOOGLE}/v1beta/models"),
        (f"{_GOOGLE}/v1beta/", GEMINI, "models", f"{_GOOGLE}/v1beta/models"),
        (f"{_GOOGLE}/v1beta/v1beta", GEMINI, "models", f"{_GOOGLE}/v1beta/models"),
        (f"{_GOOGLE}/v1beta/openai/", GEMINI, "models", f"{_GOOGLE}/v1beta/models"),
        (
            f"{_GOOGLE}/v1beta/openai",
            CHAT,
            "chat/completions",
            f"{_GOOGLE}/v1beta/openai/chat/completions",
        ),
        (f"{_GOOGLE}/v1/models", GEMINI, "models", f"{_GOOGLE}/v1/models"),
        (
            f"{_GOOGLE}/v1beta/models/gemini-3-pro:streamGenerateContent",
            GEMINI,
            "models/gemini-3.8-flash:streamGenerateContent?alt=sse",
            f"{_GOOGLE}/v1beta/models/gemini-3.8-flash:streamGenerateContent?alt=sse",
        ),
        (
            "https://relay.example/models/google/gemini-3-pro:generateContent",
            GEMINI,
            "models",
            "https://relay.example/models",
        ),
        (
            "https://open.bigmodel.cn/api/paas/v4",
            CHAT,
            "chat/completions",
            "https://open.bigmodel.cn/api/paas/v4/chat/completions",
        ),
        (
            "https://ark.example/api/v3/",
            CHAT,
            "chat/completions",
            "https://ark.example/api/v3/chat/completions",
        ),
        (
            "https://dashscope.aliyuncs.com/compatible-mode/v1",
            CHAT,
            "models",
            "https://dashscope.aliyuncs.com/compatible-mode/v1/models",
        ),
        (
            "https://g.example/v1beta/openai",
            CHAT,
            "models",
            "https://g.example/v1beta/openai/models",
        ),
        ("https://openrouter.ai/api", CHAT, "models", "https://openrouter.ai/api/v1/models"),
        (
            "https://h.example/odd/chat/completions",
            CHAT,
            "chat/completions",
            "https://h.example/odd/chat/completions",
        ),
        ("https://h.example/chat/completions", CHAT, "models", "https://h.example/models"),
        (
            "https://api.anthropic.com",
            MESSAGES,
            "messages",
            "https://api.anthropic.com/v1/messages",
        ),
        (
            "https://api.anthropic.com/v1",
            MESSAGES,
            "messages",
            "https://api.anthropic.com/v1/messages",
        ),
        (
            "https://api.anthropic.com/v1/messages",
            MESSAGES,
            "messages",
            "https://api.anthropic.com/v1/messages",
        ),
        (
            "https://api.deepseek.com/anthropic",
            MESSAGES,
            "messages",
            "https://api.deepseek.com/anthropic/v1/messages",
        ),
        (
            "https://h.example/v4/anthropic",
            MESSAGES,
            "messages",
            "https://h.example/v4/anthropic/v1/messages",
        ),
        ("http://127.0.0.1:11434", CHAT, "models", "http://127.0.0.1:11434/v1/models"),
        ("http://[::1]:8000/v1", CHAT, "models", "http://[::1]:8000/v1/models"),
        ("https://h.example:443/v1", CHAT, "models", "https://h.example/v1/models"),
    ],
)
def test_a_base_url_is_taken_in_every_usual_form(
    given: str, dialect: str, path: str, called: str
) -> None:
    assert endpoint(given, dialect, path) == called
    assert endpoint(normalise(given, dialect), dialect, path) == called


@pytest.mark.parametrize(
    ("url", "words"),
    [
        ("api.openai.com/v1", "begin with https"),
        ("ftp://h.example", "must be https"),
        ("https://", "no host"),
        ("https://h.example:0", "port 0"),
        ("https://h.example:99999", "malformed"),
        ("https://user:pass@h.example/v1", "password"),
        ("https://h.example/v1?key=x", "before the first"),
        ("https://h.example/v1#x", "before the first"),
        ("https://h.example/../v1", "'..'"),
        ("https://h.example/a b", "space"),
        ("https://h.example\\@evil.example", "character"),
        ("http://api.openai.com/v1", "public host"),
        ("http://169.254.169.254/v1", "public host"),
        ("http://0.0.0.0:8000", "public host"),
        ("http://2130706433/", "public host"),
        ("http://0x7f000001/", "public host"),
    ],
)
def test_an_address_that_cannot_be_used_says_why(url: str, words: str) -> None:
    with pytest.raises(AddressError, match=words):
        normalise(url, CHAT)


def test_a_message_never_quotes_a_password() -> None:
    with pytest.raises(AddressError) as refused:
        normalise("https://user:hunter2@h.example/v1?key=hunter2", CHAT)
    assert "hunter2" not in str(refused.value)


@pytest.mark.parametrize(
    "host",
    [
        "localhost",
        "a.localhost",
        "127.0.0.1",
        "::1",
        "10.1.2.3",
        "192.168.0.9",
        "100.100.1.1",
        "fd00::1",
        "nas.local",
        "box.lan",
        "ollama",
        "::ffff:127.0.0.1",
    ],
)
def test_plain_http_is_allowed_on_private_hosts(host: str) -> None:
    assert is_private(host)
    check(f"http://[{host}]:8000/t" if ":" in host else f"http://{host}:8000/t")


@pytest.mark.parametrize(
    "host", ["8.8.8.8", "h.example", "169.254.1.1", "224.0.0.1", "2001:4860::1"]
)
def test_other_hosts_are_public(host: str) -> None:
    assert not is_private(host)


def test_an_origin_always_tells_its_port() -> None:
    assert origin("https://API.DeepSeek.com./anthropic") == "https://api.deepseek.com:443"
    assert origin("http://[::1]/v1") == "http://[::1]:80"


@pytest.mark.parametrize(
    ("url", "own"),
    [
        ("http://127.0.0.1:8777/v1", ("127.0.0.1", 8777)),
        ("http://localhost:8777", ("127.0.0.1", 8777)),
        ("http://127.0.0.2:8777", ("0.0.0.0", 8777)),
        ("http://[::1]:8777", ("::", 8777)),
        ("http://192.168.1.5:8777", ("192.168.1.5", 8777)),
    ],
)
def test_our_own_address_is_refused(url: str, own: tuple[str, int]) -> None:
    with pytest.raises(AddressError, match="own address"):
        refuse_own_address(url, [own])


def test_another_port_or_host_is_not_ours() -> None:
    refuse_own_address("http://127.0.0.1:11434/v1", [("127.0.0.1", 8777)])
    refuse_own_address("http://192.168.1.6:8777/v1", [("127.0.0.1", 8777)])


def test_loopback_is_told_by_name_and_number() -> None:
    assert is_loopback("localhost")
    assert is_loopback("127.9.9.9")
    assert not is_loopback("10.0.0.1")


segments = st.sampled_from(
    [
        "v1",
        "v4",
        "v1beta",
        "api",
        "anthropic",
        "openai",
        "chat",
        "completions",
        "messages",
        "models",
    ]
)


@given(st.lists(segments, max_size=5), st.sampled_from([CHAT, MESSAGES, "openai_responses"]))
def test_normalising_twice_changes_nothing(path: list[str], dialect: str) -> None:
    once = normalise("https://h.example/" + "/".join(path), dialect)
    assert normalise(once, dialect) == once
    assert endpoint(once, dialect, "x") == endpoint(
        "https://h.example/" + "/".join(path), dialect, "x"
    )


@pytest.mark.parametrize(
    ("base", "address_of_it"),
    [
        ("http://127.0.0.1:11434/v1", "http://127.0.0.1:11434/api/embed"),
        ("https://box.example/ollama/v1", "https://box.example/ollama/api/embed"),
        ("https://box.example/v1/chat/completions", "https://box.example/api/embed"),
    ],
)
def test_a_path_may_stand_beside_the_version(base: str, address_of_it: str) -> None:
    assert beside_version(base, "openai_chat", "/api/embed") == address_of_it
