"""Claude Desktop in its mode for other gateways, on macOS and Windows.

Two folders beside each other, "Claude" and "Claude-3p": in both `deploymentMode` says which one
counts, and in the second a library of configurations has one that is applied.
"""

from collections.abc import Sequence
from pathlib import Path

from app.connect.clients.client import Access, Found, Machine
from app.connect.clients.program import ClientProgram, all_models
from app.connect.failure import ConnectError
from app.connect.files import look
from app.connect.formats.notations import parse
from app.connect.plan import FilePlan, Json, KeyEdit, Plan

# One configuration for ever: what is applied is named by it.
_CONFIGURATION = "6b0f3a52-7d0e-4c7c-9a34-5f1d6a0c9b11"
_FAMILIES = ("claude-sonnet-", "claude-opus-", "claude-haiku-", "claude-fable-")
# It offers names of Anthropic's families only; the profile maps each to whatever serves it.
_OFFERED = ("claude-sonnet-5-5", "claude-opus-5-5", "claude-haiku-4-5")


class ClaudeDesktop(ClientProgram):
    """One way, by its files."""

    id = "claude-desktop"
    name = "Claude Desktop"
    docs = "https://support.claude.com/en/articles/14680741-install-claude-desktop-for-third-party-inference"
    command = "claude-desktop"
    warning = (
        "Quit Claude Desktop and start it again, now and after you disconnect. Conversations of "
        "your Claude account are not shown while it is connected."
    )

    def find(self, machine: Machine) -> Found | None:
        """Its folder; the program itself is wherever the system keeps programs."""
        root = _root(machine)
        return Found(None) if root is not None and (root / "Claude").is_dir() else None

    def default_plan(self, machine: Machine, access: Access) -> Plan | None:
        """The mode, and a configuration of ours that is the applied one."""
        root = _root(machine)
        if root is None:
            return None
        mode = (KeyEdit(("deploymentMode",), "3p"),)
        library = root / "Claude-3p" / "configLibrary"
        models = [{"name": name} for name in all_models(access) if name.startswith(_FAMILIES)] or [
            {"name": name} for name in _OFFERED
        ]
        configuration = (
            KeyEdit(("inferenceProvider",), "gateway"),
            KeyEdit(("inferenceGatewayBaseUrl",), access.base_url),
            KeyEdit(("inferenceGatewayApiKey",), access.key, secret=True),
            KeyEdit(("inferenceGatewayAuthScheme",), "bearer"),
            KeyEdit(("inferenceModels",), models),
        )
        meta = library / "_meta.json"
        applied = (
            KeyEdit(("entries",), _entries(meta)),
            KeyEdit(("appliedId",), _CONFIGURATION),
        )
        return Plan(
            self.id,
            (
                FilePlan(library / f"{_CONFIGURATION}.json", "jsonc", configuration),
                FilePlan(meta, "jsonc", applied),
                FilePlan(root / "Claude-3p" / "claude_desktop_config.json", "jsonc", mode),
                FilePlan(root / "Claude" / "claude_desktop_config.json", "jsonc", mode),
            ),
        )

    def _traces(self, machine: Machine) -> Sequence[Path]:
        root = _root(machine)
        return () if root is None else (root / "Claude",)


def _root(machine: Machine) -> Path | None:
    """The folder that holds both; None on a system that Claude Desktop is not made for."""
    if machine.platform == "darwin":
        return machine.home / "Library" / "Application Support"
    if machine.platform == "win32":
        local = machine.environ.get("LOCALAPPDATA")
        return Path(local) if local else machine.home / "AppData" / "Local"
    return None


def _entries(meta: Path) -> list[Json]:
    """The configurations that are listed, and ours."""
    try:
        listed = parse("jsonc", look(meta).content or b"", meta).value(("entries",))
    except ConnectError:
        listed = []  # whoever connects is told of it by the engine
    others: list[Json] = []
    if isinstance(listed, list):
        others = [
            each
            for each in listed
            if not isinstance(each, dict) or each.get("id") != _CONFIGURATION
        ]
    return [*others, {"id": _CONFIGURATION, "name": "Dragoman"}]
