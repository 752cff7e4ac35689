"""The presets that come with the program, each read when it is first asked for."""

import tomllib
from collections.abc import Mapping
from dataclasses import fields
from datetime import date
from difflib import get_close_matches
from functools import cache
from typing import Any

from app.platform.resources import resources
from app.providers.address import AddressError, origin
from app.providers.embedding import embedding_row
from app.providers.preset import (
    AUTH_STYLES,
    DIALECTS,
    KnownModel,
    Preset,
    PresetError,
    QuirkRow,
    Timeouts,
)
from app.providers.quirks import QUIRKS

_KEYS = {
    "label",
    "dialect",
    "auth",
    "checked",
    "base_url",
    "other_base_urls",
    "docs",
    "key_page",
    "note",
    "headers",
    "local",
    "timeouts",
    "model",
    "quirk",
    "embedding",
}


@cache
def preset(preset_id: str) -> Preset:
    """The preset of this id, read once.

    Raises `PresetError` where there is none, naming near ones, or where its file is wrong.
    """
    if preset_id not in preset_ids():
        near = get_close_matches(preset_id, preset_ids(), n=3)
        hint = f"Did you mean {' or '.join(near)}?" if near else "`provider list` shows them all."
        raise PresetError(f"There is no preset {preset_id!r}. {hint}")
    text = (resources() / "presets" / f"{preset_id}.toml").read_text("utf-8")
    try:
        return parse(preset_id, tomllib.loads(text))
    except tomllib.TOMLDecodeError as error:
        raise PresetError(f"The preset {preset_id!r} is not valid TOML: {error}.") from None


@cache
def preset_ids() -> tuple[str, ...]:
    """Every preset's id, sorted; reads no preset."""
    return tuple(sorted(path.stem for path in (resources() / "presets").glob("*.toml")))


def recognise(base_url: str) -> str | None:
    """The id of the preset whose own address `base_url` is, None where it is nobody's we know.

    Where a host has several presets, the longest address that `base_url` begins with wins. Reads
    every preset, so it is for the moment at which a provider is added.
    """
    try:
        wanted = origin(base_url)
    except AddressError:
        return None
    best: tuple[int, str] | None = None
    for preset_id in preset_ids():
        known = preset(preset_id)
        if known.local or known.base_url is None:
            continue
        for url in (known.base_url, *known.other_base_urls):
            if origin(url) == wanted:
                marker = "/anthropic" if known.dialect == "anthropic_messages" else ""
                length = len(marker) if marker and marker in base_url else 0
                if marker and not length and _has_plain_sibling(preset_id):
                    continue
                if best is None or length > best[0]:
                    best = (length, preset_id)
    return best[1] if best else None


def _has_plain_sibling(preset_id: str) -> bool:
    return preset_id.removesuffix("-anthropic") != preset_id


def parse(preset_id: str, raw: Mapping[str, Any]) -> Preset:
    """The preset that a TOML document says. Raises `PresetError` where anything in it is wrong."""

    def wrong(what: str) -> PresetError:
        return PresetError(f"The preset {preset_id!r} is wrong: {what}.")

    if unknown := sorted(raw.keys() - _KEYS):
        raise wrong(f"unknown key {unknown[0]!r}")
    label = raw.get("label")
    if not isinstance(label, dict) or not {"en", "zh"} <= label.keys():
        raise wrong("label needs en and zh")
    if raw.get("dialect") not in DIALECTS:
        raise wrong(f"dialect must be one of {', '.join(DIALECTS)}")
    if raw.get("auth") not in AUTH_STYLES:
        raise wrong(f"auth must be one of {', '.join(AUTH_STYLES)}")
    if not isinstance(raw.get("checked"), date):
        raise wrong("checked must be a date")
    try:
        return Preset(
            id=preset_id,
            label=label,
            dialect=raw["dialect"],
            auth=raw["auth"],
            checked=raw["checked"],
            base_url=raw.get("base_url"),
            other_base_urls=raw.get("other_base_urls", {}),
            docs=raw.get("docs"),
            key_page=raw.get("key_page"),
            note=raw.get("note", {}),
            headers=raw.get("headers", {}),
            local=raw.get("local", False),
            timeouts=Timeouts(**raw.get("timeouts", {})),
            models=tuple(KnownModel(**row) for row in raw.get("model", ())),
            quirks=tuple(_quirk(row, raw["checked"]) for row in raw.get("quirk", ())),
            embeddings=tuple(embedding_row(r, raw["checked"]) for r in raw.get("embedding", ())),
        )
    except (TypeError, ValueError) as error:
        raise wrong(str(error)) from None


def _quirk(row: Mapping[str, Any], checked: date) -> QuirkRow:
    if unknown := sorted(row.keys() - {each.name for each in fields(QuirkRow)}):
        raise ValueError(f"unknown key {unknown[0]!r} in a quirk")
    if row.get("name") not in QUIRKS:
        raise ValueError(f"there is no quirk {row.get('name')!r}")
    if not row.get("source"):
        raise ValueError(f"the quirk {row['name']!r} has no source")
    when = row.get("checked", checked)
    if not isinstance(when, date):
        raise ValueError(f"the quirk {row['name']!r} has no date")
    confirmed = row.get("confirmed", True)
    if not isinstance(confirmed, bool):
        raise ValueError(f"the quirk {row['name']!r}: confirmed must be true or false")
    return QuirkRow(row["name"], when, row["source"], tuple(row.get("models", ())), confirmed)
