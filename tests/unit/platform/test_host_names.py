import socket

import pytest

from app.platform import host_names as module
from app.platform.host_names import host_names
from app.settings import notation


def test_what_is_found_can_be_named_in_the_settings_and_is_not_loopback() -> None:
    for name in host_names():
        assert notation.host_name(name) == name
        assert not name.strip("[]").startswith("127.")
        assert name not in ("localhost", "[::1]")


def test_a_machine_without_a_network_has_only_its_name(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(socket, "gethostname", lambda: "Desk")
    monkeypatch.setattr(module, "_own_address", lambda: "127.0.0.1")
    assert host_names() == ("desk",)


def test_its_address_follows_its_name(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(socket, "gethostname", lambda: "desk")
    monkeypatch.setattr(module, "_own_address", lambda: "192.168.1.20")
    assert host_names() == ("desk", "192.168.1.20")
    monkeypatch.setattr(socket, "gethostname", lambda: "localhost")
    assert host_names() == ("192.168.1.20",)


def test_an_address_that_cannot_be_asked_for_is_none(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_arguments: object) -> socket.socket:
        raise OSError("no such family")

    monkeypatch.setattr(socket, "socket", refuse)
    monkeypatch.setattr(socket, "gethostname", lambda: "desk")
    assert host_names() == ("desk",)
