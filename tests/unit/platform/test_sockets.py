"""Listening sockets, and who has a port."""

import os
import socket
import sys

import pytest

from app.platform import sockets
from app.platform.sockets import AddressRefused, PortTaken


def test_a_free_port_is_bound_and_accepts() -> None:
    with sockets.bind("127.0.0.1", 0) as listening:
        address = listening.getsockname()
        assert address[0] == "127.0.0.1"
        with socket.create_connection(address, timeout=5):
            pass


def test_localhost_is_the_address_that_clients_are_told() -> None:
    with sockets.bind("localhost", 0) as listening:
        assert listening.getsockname()[0] == "127.0.0.1"


def test_a_taken_port_is_told_with_its_holder() -> None:
    with sockets.bind("127.0.0.1", 0) as first:
        port = first.getsockname()[1]
        with pytest.raises(PortTaken, match=f"Port {port}") as taken:
            sockets.bind("127.0.0.1", port)
        if sys.platform.startswith("linux"):
            assert f"process {os.getpid()}" in (taken.value.holder or "")
    assert sockets.holder(port) is None


def test_an_address_that_is_not_ours_is_refused_in_words() -> None:
    with pytest.raises(AddressRefused, match=r"cannot listen on 192\.0\.2\.1"):
        sockets.bind("192.0.2.1", 0)
    with pytest.raises(AddressRefused, match="no such address"):
        sockets.bind("a..b", 0)
