"""What is wrong with a setting, as a person says it, in the user's language."""

import re

from app.desktop.wording.translate import translate

_BOUND = re.compile(
    r"Input should be (?P<which>less than or equal to|greater than or equal to|less than|"
    r"greater than) (?P<number>[\d.]+)"
)


def problem_words(sentence: str) -> str:
    """The settings' own sentence in the user's language; one that is not known stays English."""
    bound = _BOUND.fullmatch(sentence)
    if bound is not None:
        return _bounds()[bound["which"]].format(number=bound["number"])
    known = _known()
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
