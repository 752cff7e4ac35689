"""What is wrong with a setting, as a person says it, in the user's language."""

import re

from app.desktop.wording.translate import translate

_BOUND = re.compile(
    r"Input should be (?P<which>less than or equal to|greater than or equal to|less than|"
    r"greater than) (?P<number>[\d.]+)"
)

_HEADER = re.compile(
    r"The header (?P<name>\S+) (?P<what>holds a secret|is set by Dragoman itself|"
    r"has a line break or a control character in its value)(?:: .*)?"
)


def problem_words(sentence: str) -> str:
    """The settings' own sentence in the user's language; one that is not known stays English."""
    bound = _BOUND.fullmatch(sentence)
    if bound is not None:
        return _bounds()[bound["which"]].format(number=bound["number"])
    header = _HEADER.fullmatch(sentence)
    if header is not None:
        return _headers()[header["what"]].format(name=header["name"])
    known = {**_known(), **_of_providers()}
    # pydantic says more behind a comma ("unable to parse string as a number").
    return known.get(sentence) or known.get(sentence.partition(", ")[0], sentence)


def _bounds() -> dict[str, str]:
    return {
        "less than or equal to": translate("Errors", "At most {number}."),
        "less than": translate("Errors", "Less than {number}."),
        "greater than or equal to": translate("Errors", "At least {number}."),
        "greater than": translate("Errors", "More than {number}."),
    }


def _known() -> dict[str, str]:
    return {
        "An origin is scheme://host or scheme://host:port, and nothing behind it": translate(
            "Errors", "An origin is scheme://host or scheme://host:port, and nothing behind it"
        ),
        "A host is a name or an address, without http:// and without a path": translate(
            "Errors", "A host is a name or an address, without http:// and without a path"
        ),
        "Must be the name of a time zone, such as Asia/Shanghai or Europe/Berlin": translate(
            "Errors", "It is the name of a time zone, such as Asia/Shanghai or Europe/Berlin"
        ),
        "Must be postgresql+psycopg://USER@HOST/NAME, or sqlite:///PATH for a file": translate(
            "Errors", "It is postgresql+psycopg://USER@HOST/NAME, or sqlite:///PATH for a file"
        ),
        "Must not have the password in it: set the whole URL as DRAGOMAN_DATABASE, or keep the "
        "password in PGPASSFILE": translate(
            "Errors",
            "No password belongs here: set the whole URL as DRAGOMAN_DATABASE, or keep the "
            "password in PGPASSFILE",
        ),
        "Must be one line, without control characters": translate(
            "Errors", "It is one line, without control characters"
        ),
        "Input should be a valid number": translate("Errors", "This is no number."),
        "Input should be a valid integer": translate("Errors", "This is no whole number."),
        "Field required": translate("Errors", "This is needed."),
    }


def _headers() -> dict[str, str]:
    return {
        "holds a secret": translate(
            "Errors",
            "The header {name} holds a secret: write where it is instead (keyring:NAME, env:NAME "
            "or file:/path).",
        ),
        "is set by Dragoman itself": translate(
            "Errors", "The header {name} is set by Dragoman itself."
        ),
        "has a line break or a control character in its value": translate(
            "Errors", "The value of the header {name} is one line, without control characters."
        ),
    }


def _of_providers() -> dict[str, str]:
    return {
        "A header's name has letters, digits and '-' only": translate(
            "Errors", "A header's name has letters, digits and '-' only."
        ),
        "Must be system, direct, or an address such as http://host:3128 or socks5://host:1080, "
        "without a user name or password (those can be told by HTTPS_PROXY, with system)": (
            translate(
                "Errors",
                "A proxy is an address such as http://host:3128 or socks5://host:1080, without a "
                "user name or password.",
            )
        ),
        "A provider's name is 1 to 64 lower-case letters, digits, '.', '_' or '-', and begins "
        "with a letter or a digit": translate(
            "Errors", "A name has lower-case letters, digits, '.', '_' and '-'; 64 at most."
        ),
        "A profile's name is 1 to 64 lower-case letters, digits, '.', '_' or '-'": translate(
            "Errors", "A name has lower-case letters, digits, '.', '_' and '-'; 64 at most."
        ),
        "The address has a space or a character in it that no URL has.": translate(
            "Errors", "The address has a space or a character in it that no URL has."
        ),
        "The address must begin with https:// (or http:// for your own machine).": translate(
            "Errors", "The address must begin with https:// (or http:// for your own machine)."
        ),
        "The address names no host, or port 0.": translate(
            "Errors", "The address names no host, or port 0."
        ),
        "The address holds a user name or a password. Leave it out; the key is kept apart.": (
            translate(
                "Errors",
                "The address holds a user name or a password. Leave it out; the key is kept apart.",
            )
        ),
        "The address must end before the first '?' or '#'.": translate(
            "Errors", "The address must end before the first '?' or '#'."
        ),
    }
