"""The real program as a user runs it: commands and a served gateway, each a process of its own."""

import os
import select
import signal
import subprocess
import sys
from pathlib import Path
from types import TracebackType
from typing import Self

from tests.fakes.upstream import FakeUpstream

ROOT = Path(__file__).resolve().parents[2]
CLIENT_KEY = "drg-canary-client-0123456789abcdefghijklmnop"
PROVIDER_KEY = "sk-canary-provider-0123456789abcdefghijklmnop"
READY = "dragoman: ready on "
_START_SECONDS = 30
_STOP_SECONDS = 20
_DIALECTS = {"chat": "chat", "messages": "anthropic", "responses": "responses", "gemini": "gemini"}


class Dragoman:
    """One profile of its own in `folder`, and the gateway that serves it.

    As a context manager it serves (`arguments` say what: "serve" or "demo") until the block ends,
    then is told to stop by SIGTERM and must end with 0.
    """

    def __init__(self, folder: Path, *arguments: str) -> None:
        self.profile = folder / "profile"
        self.client_key = CLIENT_KEY
        self.url = ""
        self.more: dict[str, str] = {}  # what else is in its environment
        self._home = folder / "home"
        self._home.mkdir(parents=True, exist_ok=True)
        self._log_file = folder / "stderr.log"
        self._arguments = arguments or ("serve", "--port", "0")
        self._process: subprocess.Popen[bytes] | None = None
        self._told = b""

    @property
    def environment(self) -> dict[str, str]:
        """What the program is started with: nothing of the developer's own."""
        kept = {name: os.environ[name] for name in ("PATH", "SYSTEMROOT") if name in os.environ}
        return {
            **kept,
            "HOME": str(self._home),
            "LANG": "C.UTF-8",
            "DRAGOMAN_CLIENT_KEY": CLIENT_KEY,
            "FAKE_PROVIDER_KEY": PROVIDER_KEY,
            **self.more,
        }

    def command(self, *arguments: str, code: int = 0) -> str:
        """Run one `dragoman` command to its end, which must be `code`; its standard output."""
        done = subprocess.run(
            self._command(*arguments),
            cwd=ROOT,
            env=self.environment,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            timeout=60,
            check=False,
        )
        assert done.returncode == code, (
            f"{arguments}: {done.returncode}\n{done.stdout}{done.stderr}"
        )
        return done.stdout

    def add_provider(self, upstream: FakeUpstream, *options: str, name: str = "fake") -> None:
        """Add a fake as a provider that gets every model name as it is."""
        dialect = _DIALECTS[upstream.face]
        base = upstream.origin if upstream.face == "messages" else upstream.url
        where = ("--base-url", base, "--dialect", dialect, "--key-env", "FAKE_PROVIDER_KEY")
        chosen = options or ("--model", "*=*", "--default")
        self.command("provider", "add", name, *where, *chosen)

    def __enter__(self) -> Self:
        with self._log_file.open("wb") as log:
            process = subprocess.Popen(
                self._command(*self._arguments),
                cwd=ROOT,
                env=self.environment,
                stdin=subprocess.DEVNULL,
                stdout=subprocess.PIPE,
                stderr=log,
            )
        self._process = process
        try:
            self.url = self._ready_line().removeprefix(READY)
        except BaseException:
            process.kill()
            process.communicate()
            raise
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        at: TracebackType | None,
    ) -> None:
        assert self._process is not None
        self.signal(signal.SIGTERM)
        try:
            rest, _ = self._process.communicate(timeout=_STOP_SECONDS)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.communicate()
            raise
        self._told += rest
        if error is None:
            assert self._process.returncode == 0, self.log
            assert "Traceback" not in self.log, self.log
            assert " ERROR " not in self.log, self.log

    def signal(self, number: signal.Signals) -> None:
        """Send the server a signal."""
        assert self._process is not None
        self._process.send_signal(number)

    def kill(self) -> None:
        """End the server as a failing machine would."""
        assert self._process is not None
        self._process.kill()
        self._process.communicate()

    def restart(self) -> None:
        """Start the server again, with all that it was started with."""
        self.__enter__()

    def ended(self) -> int:
        """Wait until the server has ended by itself; its exit code."""
        assert self._process is not None
        return self._process.wait(_STOP_SECONDS)

    @property
    def log(self) -> str:
        """What the server has written to standard error so far."""
        return self._log_file.read_text(errors="replace")

    @property
    def told(self) -> str:
        """What the server wrote to standard output, complete once it has ended."""
        return self._told.decode(errors="replace")

    def _command(self, *arguments: str) -> list[str]:
        return [sys.executable, "-m", "app", "--profile", str(self.profile), *arguments]

    def _ready_line(self) -> str:
        assert self._process is not None
        assert self._process.stdout is not None
        descriptor = self._process.stdout.fileno()
        while b"\n" not in self._told:
            readable, _, _ = select.select([descriptor], [], [], _START_SECONDS)
            piece = os.read(descriptor, 65536) if readable else b""
            if not piece:
                raise AssertionError(f"no ready line; standard error says:\n{self.log}")
            self._told += piece
        line = self.told.partition("\n")[0]
        assert line.startswith(READY), line
        return line
