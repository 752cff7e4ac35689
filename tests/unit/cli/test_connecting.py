import http.server
import threading
from collections.abc import Iterator

import pytest

from app.cli.connecting import address, serving
from app.cli.session import Session
from app.settings.schema import Settings


class _Ready(http.server.BaseHTTPRequestHandler):
    said = b'{"ready": true, "draining": false}'

    def do_GET(self) -> None:
        self.send_response(200)
        self.end_headers()
        self.wfile.write(self.said)

    def log_message(self, *_: object) -> None:
        pass


@pytest.fixture
def server() -> Iterator[http.server.HTTPServer]:
    with http.server.HTTPServer(("127.0.0.1", 0), _Ready) as made:
        thread = threading.Thread(target=made.serve_forever)
        thread.start()
        yield made
        made.shutdown()
        thread.join()


def test_a_server_on_every_interface_is_told_to_clients_as_this_machine(
    session: Session, environ: dict[str, str]
) -> None:
    environ |= {"DRAGOMAN_HOST": "0.0.0.0", "DRAGOMAN_PORT": "8777"}
    assert address(session, Settings()) == "http://127.0.0.1:8777"
    environ["DRAGOMAN_HOST"] = "::"
    assert address(session, Settings()) == "http://[::1]:8777"


def test_only_a_dragoman_counts_as_one(
    session: Session,
    environ: dict[str, str],
    server: http.server.HTTPServer,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    environ["DRAGOMAN_PORT"] = str(server.server_address[1])
    assert serving(session, Settings())
    monkeypatch.setattr(_Ready, "said", b"hello")
    assert not serving(session, Settings())
    environ["DRAGOMAN_PORT"] = "9"
    assert not serving(session, Settings())
