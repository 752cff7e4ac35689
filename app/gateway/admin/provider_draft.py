"""A provider's settings before they are saved: the same checks as the command line's."""

from collections.abc import Mapping, Sequence
from typing import Any

from pydantic import ValidationError

from app.gateway.admin.problem import Problem, conflict, invalid, of_validation
from app.providers import address
from app.providers.catalogue import preset_ids, recognise
from app.providers.provider import Provider, ProviderError, build
from app.providers.quirks import QUIRKS
from app.settings import notation
from app.settings.provider_settings import ProviderSettings

_Listening = Sequence[tuple[str, int]]


def drafted(fields: Mapping[str, Any]) -> ProviderSettings:
    """The settings that `fields` are; a known address means its preset. Raises `Problem` (422)."""
    given = {key: value for key, value in fields.items() if value is not None}
    url = given.get("base_url")
    if url is not None and not {"preset", "dialect"} & given.keys() and (known := recognise(url)):
        given["preset"] = known
    return _validated(given)


def changed(
    name: str, old: ProviderSettings, changes: Mapping[str, Any], listening: _Listening
) -> ProviderSettings:
    """`old` after `changes`; what it cannot become is a `Problem`.

    A key stays with the address that it was entered for: it is not sent to a new one. A secret in
    a header has no such bond, so that a new address wants it again.
    """
    given = dict(changes)
    headers = given.pop("headers", {})
    merged = {**old.headers, **headers}
    kept = {header: value for header, value in merged.items() if value is not None}
    new = _validated({**old.model_dump(), **given, "headers": kept})
    if not given.keys() - {"enabled"} and not headers:
        return new  # whatever is wrong with a provider, it can be switched off
    planned = checked(name, new, listening)
    before = _origin(name, old)
    if planned.origin == before:
        return new
    for header, value in old.headers.items():
        if notation.is_reference(value) and header not in headers:
            raise invalid(
                "headers",
                f"The header {header} holds a secret that was entered for another address. Send "
                "it again with the new address, or null to take it away.",
            )
    if (new.key is not None or new.more_keys) and new.key_origin is None:
        return new.model_copy(update={"key_origin": before})
    return new


def checked(name: str, draft: ProviderSettings, listening: _Listening) -> Provider:
    """The provider that `draft` makes. Raises `Problem` (422) naming the field."""
    try:
        planned = build(name, draft)
        if planned.base_url:  # the built-in provider has none
            address.refuse_own_address(planned.base_url, listening)
    except ProviderError as error:
        raise invalid(_field(draft), str(error)) from None
    except address.AddressError as error:
        raise invalid("base_url", str(error)) from None
    return planned


def checked_name(name: str) -> None:
    """Raise `Problem` (422) where no provider may have the name."""
    try:
        notation.provider_name(name)
    except ValueError as error:
        raise invalid("name", str(error)) from None


def checked_reference(reference: str, field: str) -> str:
    """`reference`, if it may be a provider's key. Raises `Problem` (422) naming `field`.

    The keyring holds the gateway's own keys too: these go to nobody.
    """
    try:
        notation.reference(reference)
    except ValueError:
        raise invalid(field, "A reference is env:NAME or file:/path.") from None
    if reference.startswith("keyring:") and not reference.startswith("keyring:provider/"):
        raise invalid(field, "Of the keyring, only keyring:provider/NAME can be a provider's key.")
    return reference


def checked_headers(headers: Mapping[str, str | None]) -> None:
    """Raise `Problem` (422) where a header refers to a secret that is no provider's."""
    for value in headers.values():
        if value is not None and value.startswith("keyring:"):
            checked_reference(value, "headers")


def only_one(given: Mapping[str, object | None]) -> None:
    """Raise `Problem` (422) where not exactly one of the fields is there."""
    names = [name for name, value in given.items() if value is not None]
    if len(names) != 1:
        raise invalid(next(iter(given)), f"Give one of {' and '.join(given)}.")


def taken(name: str) -> Problem:
    """409: there is such a provider."""
    return conflict("name", f"There is a provider {name} already.")


def _validated(fields: Mapping[str, Any]) -> ProviderSettings:
    try:
        return ProviderSettings.model_validate(fields)
    except ValidationError as error:
        problem = of_validation(error)
        if problem.errors and problem.errors[0].field == "body":
            raise invalid("base_url", "Give a preset or a base URL.") from None
        raise problem from None


def _origin(name: str, settings: ProviderSettings) -> str | None:
    """Where its secrets may go, None where that cannot be told: then nowhere new."""
    try:
        return build(name, settings).origin
    except (ProviderError, address.AddressError):
        return settings.key_origin or "unknown"


def _field(draft: ProviderSettings) -> str:
    """Which field a provider that cannot be built is wrong in."""
    if draft.preset is not None and draft.preset not in preset_ids():
        return "preset"
    if any(quirk not in QUIRKS for quirk in draft.quirks):
        return "quirks"
    if draft.auth == "token-exchange":
        for name in ("token_url", "app_id", "key"):
            if not getattr(draft, name):
                return name
        try:
            address.check(draft.token_url or "")
        except address.AddressError:
            return "token_url"
    if draft.dialect is not None and draft.preset is not None and draft.base_url is None:
        return "dialect"
    return "base_url"
