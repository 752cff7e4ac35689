"""Every address that is not this machine's, as clients see it: a proxy that hears and refuses."""

import socketserver
import threading
from types import TracebackType
from typing import Self


class Elsewhere:
    """Notes the first line of whatever is sent through it, and hangs up."""

    def __init__(self) -> None:
        heard: list[str] = []

        class Handler(socketserver.StreamRequestHandler):
            timeout = 10.0

            def handle(self) -> None:
                heard.append(self.rfile.readline(4096).decode("latin-1").strip())

        self.heard = heard
        self._server = socketserver.ThreadingTCPServer(("127.0.0.1", 0), Handler)
        self._thread = threading.Thread(target=self._serve, name="elsewhere")

    @property
    def environment(self) -> dict[str, str]:
        """What leads a program's requests here, but for those to this machine.

        Node.js heeds the variables only where it is told to.
        """
        url = f"http://127.0.0.1:{self._server.server_address[1]}"
        names = ("HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY")
        here = "127.0.0.1,localhost"
        proxies = {spelt: url for name in names for spelt in (name, name.lower())}
        return {**proxies, "NO_PROXY": here, "no_proxy": here, "NODE_USE_ENV_PROXY": "1"}

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        at: TracebackType | None,
    ) -> None:
        self._server.shutdown()
        self._thread.join()
        self._server.server_close()

    def _serve(self) -> None:
        self._server.serve_forever(poll_interval=0.02)
