"""The presets that come with the program, each read when it is first asked for."""

from app.providers.preset import Preset


def preset(preset_id: str) -> Preset:
    """The preset of this id, read once.

    Raises `PresetError` where there is none, naming near ones, or where its file is wrong.
    """
    raise NotImplementedError


def preset_ids() -> tuple[str, ...]:
    """Every preset's id, sorted; reads no preset."""
    raise NotImplementedError


def recognise(base_url: str) -> str | None:
    """The id of the preset whose own address `base_url` is, None where it is nobody's we know."""
    raise NotImplementedError
