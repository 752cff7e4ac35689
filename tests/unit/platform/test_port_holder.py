"""Which program has a port, read from what each system's tools print."""

import os
import socket
import sys
from collections.abc import Sequence

import pytest

from app.platform.port_holder import by_lsof, by_netstat, port_holder

NETSTAT = """
Active Connections

  Proto  Local Address          Foreign Address        State           PID
  TCP    0.0.0.0:135            0.0.0.0:0              LISTENING       1012
  TCP    127.0.0.1:50000        127.0.0.1:8777         ESTABLISHED     77
  TCP    127.0.0.1:8777         0.0.0.0:0              ABHÖREN         4711
  TCP    [::1]:8778             [::]:0                 LISTENING       4712
"""


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="reads /proc")
def test_a_listener_of_our_own_is_found() -> None:
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        listening.listen()
        assert port_holder(listening.getsockname()[1]).endswith(f"process {os.getpid()}")
    assert port_holder(1) == ""


def test_lsofs_fields_are_read() -> None:
    def run(command: Sequence[str]) -> str:
        assert "-iTCP:8777" in command
        return "p4711\ncPython\nf7\n"

    assert by_lsof(8777, run) == "Python, process 4711"


def test_lsof_that_sees_nobody_says_nothing() -> None:
    assert by_lsof(1, lambda _: "") == ""


def test_netstats_listeners_are_read_in_any_language() -> None:
    def run(command: Sequence[str]) -> str:
        return NETSTAT if command[0] == "netstat" else '"nginx.exe","4711","Services","0","9 K"\n'

    assert by_netstat(8777, run) == "nginx.exe, process 4711"


def test_a_program_without_a_name_is_told_by_its_number() -> None:
    def run(command: Sequence[str]) -> str:
        return NETSTAT if command[0] == "netstat" else "INFO: No tasks are running.\n"

    assert by_netstat(8778, run) == "process 4712"
    assert by_netstat(50001, run) == ""
