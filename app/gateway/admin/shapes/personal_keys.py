"""Users' own keys of providers."""

from typing import Annotated

from pydantic import Field

from app.gateway.admin.shapes.common import Shape
from app.gateway.admin.shapes.providers import KeyKind, ProviderKey, Reference, Text

AppId = Annotated[Text | None, Field(description="Your own, where a secret becomes a token.")]


class PersonalKey(Shape):
    """A provider, and whether the user has a key of their own there; it is never read back.

    `own` tells where it is kept, "none" where the shared key is used. `fits` is false where it was
    entered for another address: then nothing is sent until it is entered again.
    """

    provider: str
    own: KeyKind
    fits: bool
    app_id: str | None


class PersonalKeys(Shape):
    """Every provider that is switched on, in the settings' order."""

    items: list[PersonalKey]


class OwnKeyGiven(Shape):
    """A user's own key, given by the user."""

    key: ProviderKey
    app_id: AppId = None


class PersonalKeyGiven(Shape):
    """The same, given by an administrator: the key itself, or a reference to it."""

    key: ProviderKey | None = None
    reference: Reference | None = None
    app_id: AppId = None
