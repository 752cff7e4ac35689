"""Model servers on this machine, found on the ports that they have by default."""

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import aiohttp

from app.dialects.wire_json import load

# By preset: the port that its maker documents. LM Studio also lists embedding models.
PORTS: Mapping[str, int] = {"ollama": 11434, "lmstudio": 1234, "llamacpp": 8080, "vllm": 8000}
_SECONDS = 0.8
_LIMIT = 512 * 1024
_OWNERS = {"vllm": "vllm", "llamacpp": "llamacpp"}


@dataclass(frozen=True, slots=True)
class FoundServer:
    """One that answered: its preset, its base URL, and the models that it lists."""

    preset: str
    base_url: str
    models: tuple[str, ...]


async def find_servers(
    ports: Mapping[str, int] = PORTS, seconds: float = _SECONDS
) -> list[FoundServer]:
    """Those that list models within so many seconds; anything else on a port is left alone."""
    timeout = aiohttp.ClientTimeout(total=seconds)
    connector = aiohttp.TCPConnector(limit=len(ports), force_close=True)
    async with aiohttp.ClientSession(connector=connector, timeout=timeout) as session:
        asked = (_ask(session, preset, port) for preset, port in ports.items())
        found = await asyncio.gather(*asked)
    return [server for server in found if server is not None]


async def _ask(session: aiohttp.ClientSession, preset: str, port: int) -> FoundServer | None:
    base_url = f"http://127.0.0.1:{port}/v1"
    try:
        async with session.get(f"{base_url}/models", allow_redirects=False) as answer:
            if answer.status != 200:
                return None
            value = load(await answer.content.read(_LIMIT))
    except (aiohttp.ClientError, TimeoutError, OSError, ValueError):
        return None
    models = _models(preset, value)
    return None if models is None else FoundServer(preset, base_url, models)


def _models(preset: str, value: Any) -> tuple[str, ...] | None:
    """The listed names; None where the answer is another program's."""
    entries = value.get("data") if isinstance(value, dict) else None
    if not isinstance(entries, list):
        return None
    if not all(isinstance(entry, dict) and isinstance(entry.get("id"), str) for entry in entries):
        return None
    # Ports 8000 and 8080 are everybody's; these two say who they are.
    owner = _OWNERS.get(preset)
    if owner is not None and not any(entry.get("owned_by") == owner for entry in entries):
        return None
    return tuple(entry["id"] for entry in entries)
