"""A real PostgreSQL server of a test session's own, in a temporary folder."""

import os
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from pathlib import Path

import psycopg
import pytest

_INSTALLED = Path("/usr/lib/postgresql")
_SECONDS = 30.0


def programs() -> Path | None:
    """The folder of PostgreSQL's programs, the newest of Debian's; None where there is none."""
    found = sorted(_INSTALLED.glob("*/bin/initdb"), key=lambda path: int(path.parts[-3]))
    if found:
        return found[-1].parent
    on_path = shutil.which("initdb")
    return Path(on_path).resolve().parent if on_path else None


def require() -> None:
    """Skip the test where PostgreSQL is not installed; in CI, which installs it, fail instead."""
    if programs() is None:
        reason = "PostgreSQL is missing; .ci/run installs it"
        if os.environ.get("DRAGOMAN_REQUIRE_CLIENTS"):
            pytest.fail(reason)
        pytest.skip(reason)


class Postgres:
    """One server on a port of 127.0.0.1, which trusts everybody and syncs nothing to disk."""

    def __init__(self) -> None:
        found = programs()
        assert found is not None, "PostgreSQL is missing"
        self._programs = found
        self._folder = Path(tempfile.mkdtemp(prefix="dragoman-postgres-"))
        self._databases = 0
        self.port = free_port()
        # PostgreSQL refuses to run as root: root gives it to the user that Debian made for it.
        self._user = "postgres" if os.geteuid() == 0 else None
        if self._user:
            shutil.chown(self._folder, self._user)
        self._run("initdb", "--username=dragoman", "--auth=trust", "--no-sync", "--encoding=UTF8")
        self.start()

    def start(self) -> None:
        """Start it, or start it again, and wait until it answers."""
        self._server = subprocess.Popen(
            [
                str(self._programs / "postgres"),
                *("-D", str(self._data)),
                *("-p", str(self.port)),
                *("-c", "listen_addresses=127.0.0.1"),
                *("-c", f"unix_socket_directories={self._folder}"),
                *("-c", "fsync=off"),
                *("-c", "shared_buffers=16MB"),
                *("-c", "logging_collector=off"),
            ],
            user=self._user,
            cwd=self._folder,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        deadline = time.monotonic() + _SECONDS
        while True:
            try:
                self._execute("SELECT 1")
                return
            except psycopg.OperationalError:
                assert self._server.poll() is None, "PostgreSQL did not start"
                assert time.monotonic() < deadline, "PostgreSQL does not answer"
                time.sleep(0.05)

    def stop(self) -> None:
        """Stop it at once, as a failing machine would: its connections are cut."""
        if self._server.poll() is None:
            self._server.send_signal(signal.SIGQUIT)
            self._server.wait(_SECONDS)

    def url_of(self, database: str) -> str:
        """The URL of a database of this name, which is made where it is missing."""
        try:
            self._execute(f'CREATE DATABASE "{database}"')
        except psycopg.errors.DuplicateDatabase:
            pass
        return self.existing(database)

    def new_url(self) -> str:
        """The URL of a new, empty database."""
        self._databases += 1
        return self.url_of(f"test_{self._databases}")

    def existing(self, database: str) -> str:
        """The URL of a database of this name, whether there is one or not."""
        return f"postgresql+psycopg://dragoman@127.0.0.1:{self.port}/{database}"

    def drop(self, url: str) -> None:
        """Remove a database with everything in it, and cut whoever uses it."""
        self._execute(f'DROP DATABASE IF EXISTS "{url.rpartition("/")[2]}" WITH (FORCE)')

    def close(self) -> None:
        """Stop it and remove its folder."""
        self.stop()
        shutil.rmtree(self._folder, ignore_errors=True)

    @property
    def _data(self) -> Path:
        return self._folder / "data"

    def _execute(self, statement: str) -> None:
        address = f"host=127.0.0.1 port={self.port} user=dragoman dbname=postgres connect_timeout=5"
        with psycopg.connect(address, autocommit=True) as connection:
            connection.execute(statement.encode())

    def _run(self, program: str, *options: str) -> None:
        subprocess.run(
            [str(self._programs / program), "-D", str(self._data), *options],
            user=self._user,
            cwd=self._folder,
            check=True,
            capture_output=True,
            env={"PATH": os.environ["PATH"], "LC_ALL": "C"},
        )


def free_port() -> int:
    """A port that nobody listens on now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port
