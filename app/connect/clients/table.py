"""Every client program that is known, in the order in which they are shown."""

from app.connect.clients.aider import Aider
from app.connect.clients.claude_code import ClaudeCode
from app.connect.clients.claude_desktop import ClaudeDesktop
from app.connect.clients.client import Client
from app.connect.clients.cline import Cline
from app.connect.clients.codex import Codex
from app.connect.clients.gemini_cli import GeminiCli
from app.connect.clients.llm import Llm
from app.connect.clients.opencode import Opencode
from app.connect.clients.pi import Pi
from app.connect.clients.qwen_code import QwenCode
from app.connect.clients.vscode import VsCode

CLIENTS: tuple[Client, ...] = (
    ClaudeCode(),
    Codex(),
    GeminiCli(),
    Opencode(),
    QwenCode(),
    Pi(),
    Aider(),
    Llm(),
    ClaudeDesktop(),
    VsCode(),
    Cline(),
)


def client(client_id: str) -> Client | None:
    """The client of this id, None where none is known."""
    return next((each for each in CLIENTS if each.id == client_id), None)
