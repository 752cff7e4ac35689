"""What is said of providers in several places."""

from collections.abc import Mapping
from urllib.parse import urlsplit

from app.desktop.program.providers import Health
from app.desktop.wording import amounts, translate
from app.providers.preset import Preset

TONES = {
    Health.OK: "ok",
    Health.SLOW: "warn",
    Health.LIMITED: "warn",
    Health.KEY_REJECTED: "bad",
    Health.FAILING: "bad",
    Health.BROKEN: "bad",
}


def health_words(health: Health) -> str:
    """A provider's state in a word or two."""
    return {
        Health.UNKNOWN: translate("Providers", "not tried yet"),
        Health.OK: translate("Providers", "works"),
        Health.SLOW: translate("Providers", "slow"),
        Health.LIMITED: translate("Providers", "rate limited"),
        Health.KEY_REJECTED: translate("Providers", "key rejected"),
        Health.FAILING: translate("Providers", "failing"),
        Health.OFF: translate("Providers", "switched off"),
        Health.BROKEN: translate("Providers", "cannot be used"),
    }[health]


def said(words: Mapping[str, str]) -> str:
    """A preset's own words in today's language."""
    return words.get(amounts.language(), words.get("en", ""))


def host_of(known: Preset) -> str:
    """Where a preset's requests go."""
    if known.dialect == "demo":
        return translate("Providers", "built in, offline")
    if known.base_url is None:
        return translate("Providers", "your own address")
    return urlsplit(known.base_url).netloc


def step_words(name: str) -> str:
    """A step of a test."""
    return {
        "network": translate("Providers", "Network"),
        "TLS": translate("Providers", "Encryption"),
        "auth": translate("Providers", "Sign-in"),
        "model": translate("Providers", "Model"),
        "stream": translate("Providers", "Streaming"),
        "tool call": translate("Providers", "Tools"),
    }.get(name, name)


def remedy(name: str) -> str:
    """What a person can do about a step that failed."""
    return {
        "network": translate(
            "Providers", "Check the provider's address and proxy, then test again."
        ),
        "TLS": translate(
            "Providers",
            "Where a company's proxy reads along, this computer must trust its certificate.",
        ),
        "auth": translate("Providers", "Put another key in its place."),
        "model": translate("Providers", "Ask which models it has, and offer one that it serves."),
        "stream": translate("Providers", "It can be used all the same."),
        "tool call": translate("Providers", "For chats it will do; agents need another model."),
    }.get(name, "")


STEPS = ("network", "TLS", "auth", "model", "stream", "tool call")


def place_words(place: str, reference: str) -> str:
    """Where a key lives."""
    match place:
        case "keyring":
            return translate("Providers", "in this machine's keyring")
        case "env":
            return translate("Providers", "in the variable {name}").format(name=reference[4:])
        case "file":
            return translate("Providers", "in the file {name}").format(name=reference[5:])
    return reference
