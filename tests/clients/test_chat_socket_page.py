"""A page in a real browser over the chat socket, with the script of the guide."""

import re
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from typing import Any

import pytest

from tests.clients.chromium import Chromium
from tests.clients.dragoman import CLIENT_KEY, ROOT, Dragoman
from tests.fakes import answers
from tests.fakes.upstream import FakeUpstream, running

pytestmark = pytest.mark.client("chromium")

_GUIDE = ROOT / "resources" / "docs" / "en" / "chat-socket.md"
# What the guide's script prints comes back, and then how the socket was closed.
_RUN = """
const [url, key, done] = arguments;
const told = [];
const console = { log: (...words) => {
  told.push(words.join(" "));
  if (words[0] === "end") socket.close();
} };
%s
socket.onclose = ({ code }) => done([told.join(""), code]);
"""


@pytest.fixture
def page() -> Iterator[str]:
    """The origin of an empty page."""

    class Page(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(200)
            self.send_header("Content-Type", "text/html")
            self.end_headers()
            self.wfile.write(b"<title>page</title>")

        def log_message(self, *args: Any) -> None:
            pass

    server = HTTPServer(("127.0.0.1", 0), Page)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()
    server.server_close()


def script() -> str:
    found = re.search(r"```js\n(.*?)```", _GUIDE.read_text("utf-8"), re.DOTALL)
    assert found is not None
    return found[1].replace('"ws://127.0.0.1:8777/ws/chat"', "url")


@pytest.mark.parametrize("allowed", [True, False])
def test_a_page_asks_where_its_origin_is_allowed(page: str, tmp_path: Path, allowed: bool) -> None:
    upstream = FakeUpstream()
    with running(upstream):
        gateway = Dragoman(tmp_path)
        gateway.add_provider(upstream)
        config = gateway.profile / "config.toml"
        origins = f'[server]\ncors_origins = ["{page}"]\n' if allowed else ""
        config.write_text(f"{config.read_text()}\n{origins}")
        with gateway, Chromium(tmp_path / "chromium") as browser:
            browser.open(page)
            url = gateway.url.replace("http://", "ws://") + "/ws/chat"
            told, code = browser.driver.execute_async_script(_RUN % script(), url, CLIENT_KEY)
    if not allowed:
        assert (told, code, upstream.asked) == ("", 1006, [])
        return
    assert told.startswith(answers.HELLO.text + "end")
    assert code in (1000, 1005)
    assert CLIENT_KEY not in gateway.log
