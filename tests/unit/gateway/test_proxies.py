"""How a provider is reached, for each of the ways in which systems name their proxies."""

import pytest

from app.gateway.proxies import DIRECT, Way, way_to

PUBLIC = "https://api.example.com/v1/messages"
VARIABLES = ("http_proxy", "https_proxy", "all_proxy", "no_proxy")


@pytest.fixture(autouse=True)
def no_proxies(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in VARIABLES:
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.upper(), raising=False)


@pytest.mark.parametrize(
    ("proxy", "way"),
    [
        ("direct", DIRECT),
        ("system", DIRECT),
        ("http://proxy.lan:3128", Way(http="http://proxy.lan:3128")),
        ("https://proxy.lan:3128", Way(http="https://proxy.lan:3128")),
        ("socks5://proxy.lan:1081", Way(socks="socks5://proxy.lan:1081")),
        ("socks5h://proxy.lan:1081/", Way(socks="socks5://proxy.lan:1081")),
        ("socks4h://proxy.lan:1081", Way(socks="socks4://proxy.lan:1081")),
        ("socks5://proxy.lan", Way(socks="socks5://proxy.lan:1080")),
        ("socks5://[::1]", Way(socks="socks5://[::1]:1080")),
        ("socks5://[::1]:9050", Way(socks="socks5://[::1]:9050")),
    ],
)
def test_a_provider_s_own_setting_decides(proxy: str, way: Way) -> None:
    assert way_to(PUBLIC, proxy) == way


@pytest.mark.parametrize(
    ("variable", "value", "way"),
    [
        ("https_proxy", "http://proxy.lan:3128", Way(http="http://proxy.lan:3128")),
        ("HTTPS_PROXY", "proxy.lan:3128", Way(http="http://proxy.lan:3128")),
        ("HTTPS_PROXY", "http://me:word@proxy.lan", Way(http="http://me:word@proxy.lan")),
        ("all_proxy", "socks5h://proxy.lan:1080", Way(socks="socks5://proxy.lan:1080")),
        ("ALL_PROXY", "socks://proxy.lan:1080/", Way(socks="socks5://proxy.lan:1080")),
        ("all_proxy", "socks5://me:word@proxy.lan", Way(socks="socks5://me:word@proxy.lan:1080")),
        ("http_proxy", "http://proxy.lan:3128", DIRECT),
    ],
)
def test_the_system_s_proxy_is_what_the_environment_says(
    monkeypatch: pytest.MonkeyPatch, variable: str, value: str, way: Way
) -> None:
    monkeypatch.setenv(variable, value)
    assert way_to(PUBLIC, "system") == way
    assert way_to(PUBLIC, "direct") == DIRECT


def test_the_scheme_s_own_proxy_comes_before_the_one_for_all(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("all_proxy", "socks5://proxy.lan:1080")
    monkeypatch.setenv("https_proxy", "http://proxy.lan:3128")
    assert way_to(PUBLIC, "system") == Way(http="http://proxy.lan:3128")


@pytest.mark.parametrize("exception", ["api.example.com", ".example.com", "example.com", "*"])
def test_what_the_user_excepts_is_reached_directly(
    monkeypatch: pytest.MonkeyPatch, exception: str
) -> None:
    monkeypatch.setenv("https_proxy", "http://proxy.lan:3128")
    monkeypatch.setenv("no_proxy", exception)
    assert way_to(PUBLIC, "system") == DIRECT


@pytest.mark.parametrize(
    "host",
    [
        *("127.0.0.1:1", "localhost:1", "[::1]:1", "127.9.9.9", "0.0.0.0:1"),
        *("192.168.1.5", "10.0.0.1:8080", "nas.local", "box.lan"),
    ],
)
def test_the_system_s_proxy_is_never_asked_for_this_machine_or_the_private_network(
    monkeypatch: pytest.MonkeyPatch, host: str
) -> None:
    for name in ("http_proxy", "https_proxy", "all_proxy"):
        monkeypatch.setenv(name, "http://proxy.lan:3128")
    assert way_to(f"http://{host}/v1", "system") == DIRECT
    assert way_to(f"https://{host}/v1", "system") == DIRECT
    assert way_to(PUBLIC, "system") != DIRECT


def test_a_proxy_of_the_provider_s_own_is_used_wherever_it_leads() -> None:
    assert way_to("http://127.0.0.1:1/v1", "http://proxy.lan:1").http == "http://proxy.lan:1"
