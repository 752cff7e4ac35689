"""A real nginx with the team's own configuration, in front of gateways on this machine."""

import re
import shutil
import socket
import subprocess
import time
from pathlib import Path
from types import TracebackType
from typing import Self

from tests.fakes.postgres import free_port

CONFIGURATION = Path(__file__).resolve().parents[2] / "packaging" / "server" / "nginx.conf"


class Nginx:
    """nginx.conf as it is shipped, but for names, ports and the place of its certificate."""

    def __init__(self, folder: Path, gateways: list[int], chain: Path) -> None:
        self.port = free_port()
        self._folder = folder
        self._file = folder / "nginx.conf"
        text = CONFIGURATION.read_text()
        for number, port in enumerate(gateways, 1):
            text = _replaced(text, f"server gateway-{number}:8777", f"server 127.0.0.1:{port}")
        text = _replaced(text, "listen 443 ssl;", f"listen 127.0.0.1:{self.port} ssl;")
        text = _replaced(text, "/etc/nginx/tls/certificate.pem", str(chain))
        text = _replaced(text, "/etc/nginx/tls/key.pem", str(chain))
        text = _replaced(text, "/run/nginx.pid", str(folder / "nginx.pid"))
        text = _replaced(text, "/dev/stdout", str(folder / "access.log"))
        text = _replaced(text, "/dev/stderr", str(folder / "error.log"))
        temporary = "".join(
            f"    {name}_temp_path {folder}/{name};\n"
            for name in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
        )
        text = re.sub(r"http \{\n", lambda found: found[0] + temporary, text, count=1)
        self._file.write_text(text)

    @property
    def url(self) -> str:
        """Where clients call."""
        return f"https://localhost:{self.port}"

    def __enter__(self) -> Self:
        program = shutil.which("nginx") or "/usr/sbin/nginx"
        command = [program, "-c", str(self._file), "-p", str(self._folder), "-e"]
        command += [str(self._folder / "error.log"), "-g", "daemon off;"]
        subprocess.run([*command, "-t"], check=True, capture_output=True)
        self._process = subprocess.Popen(command)
        deadline = time.monotonic() + 10
        while True:
            try:
                socket.create_connection(("127.0.0.1", self.port), 1).close()
                return self
            except ConnectionRefusedError:
                assert self._process.poll() is None, (self._folder / "error.log").read_text()
                assert time.monotonic() < deadline, "nginx does not answer"
                time.sleep(0.02)

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        at: TracebackType | None,
    ) -> None:
        self._process.terminate()
        self._process.wait(20)


def _replaced(text: str, old: str, new: str) -> str:
    assert old in text, f"{CONFIGURATION} has no {old!r} any more"
    return text.replace(old, new)
