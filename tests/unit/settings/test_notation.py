"""How names, targets, references and addresses are written."""

import pytest

from app.settings import notation


@pytest.mark.parametrize("name", ["a", "deepseek", "my.relay-2_x", "0", "a" * 64])
def test_names_that_a_provider_may_have(name: str) -> None:
    assert notation.provider_name(name) == name


@pytest.mark.parametrize("name", ["", "-a", "A", "a b", "a/b", "ü", "a" * 65, "a\n", "models"])
def test_names_that_a_provider_may_not_have(name: str) -> None:
    with pytest.raises(ValueError):
        notation.provider_name(name)


@pytest.mark.parametrize("text", ["a/b", "a/b/c:free", "a/*", "hf/org/model"])
def test_targets(text: str) -> None:
    assert notation.target(text) == text


@pytest.mark.parametrize("text", ["", "a", "a/", "/b", "A/b", "a/b\n"])
def test_no_targets(text: str) -> None:
    with pytest.raises(ValueError):
        notation.target(text)


@pytest.mark.parametrize(
    "text",
    ["keyring:provider/a", "env:A_B", "file:/run/secrets/x", "file:~/key", r"file:C:\keys\a"],
)
def test_references(text: str) -> None:
    assert notation.is_reference(text)


@pytest.mark.parametrize("text", ["", "sk-x", "env:", "env:1A", "env:A B", "file:x", "keyring:"])
def test_no_references(text: str) -> None:
    assert not notation.is_reference(text)


@pytest.mark.parametrize(
    "text", ["system", "direct", "http://p:3128", "socks5://127.0.0.1:1080", "socks5h://p:1"]
)
def test_proxies(text: str) -> None:
    assert notation.proxy(text) == text


@pytest.mark.parametrize("text", ["", "p:3128", "ftp://p", "http://u:p@h", "http://h/path"])
def test_no_proxies(text: str) -> None:
    with pytest.raises(ValueError):
        notation.proxy(text)


@pytest.mark.parametrize(
    "text", ["http://localhost:3000", "https://x.example", "app://obsidian.md"]
)
def test_origins(text: str) -> None:
    assert notation.origin(text) == text


@pytest.mark.parametrize("text", ["*", "null", "localhost", "http://a/", "http://*.example"])
def test_no_origins(text: str) -> None:
    with pytest.raises(ValueError):
        notation.origin(text)


def test_host_names_are_lower_case() -> None:
    assert notation.host_name("My-Box.Local") == "my-box.local"
    assert notation.host_name("[::1]") == "[::1]"
    with pytest.raises(ValueError):
        notation.host_name("http://x")
