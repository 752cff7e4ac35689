"""How a client stands, in words."""

from app.connect.apply import LeftAlone
from app.desktop.presenters.clients import ClientCard
from app.desktop.program.clients import Way
from app.desktop.wording import translate


def state(card: ClientCard) -> tuple[str, str]:
    """The badge of a client: its words and its tone."""
    client = card.client
    if client.connected is not None and client.stale:
        return translate("Clients", "Needs connecting again"), "warn"
    match client.connected:
        case Way.DEFAULT:
            return translate("Clients", "Connected by default"), "ok"
        case Way.PROFILE_FILE:
            return translate("Clients", "Connected by a profile file"), "ok"
        case Way.COMMAND:
            return translate("Clients", "By launch command"), "ok"
        case _:
            return translate("Clients", "Not connected"), "quiet"


def how(card: ClientCard) -> str:
    """What a connected client does now."""
    match card.client.connected:
        case Way.DEFAULT:
            return translate("Clients", "It uses Dragoman whenever you start it.")
        case Way.PROFILE_FILE:
            return translate(
                "Clients",
                "It uses Dragoman when you start it with our file: copy the launch command.",
            )
        case _:
            return ""


def step(name: str) -> str:
    """A step of verifying."""
    return {
        "started": translate("Clients", "Start"),
        "arrived": translate("Clients", "Request"),
        "answered": translate("Clients", "Answer"),
    }.get(name, name)


def left(each: LeftAlone) -> str:
    """A key that was not put back, and why."""
    where = f"{each.path}: {'.'.join(each.key)}" if each.key else str(each.path)
    return f"{where}. {each.reason}"
