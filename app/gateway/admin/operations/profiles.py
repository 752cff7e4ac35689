"""Profiles: where the model names that clients ask for lead."""

from collections.abc import Iterable

from sqlalchemy import Connection

from app.gateway.admin import cursors
from app.gateway.admin.operation import Call, Operation
from app.gateway.admin.problem import conflict, invalid, unknown
from app.gateway.admin.settings_calls import save
from app.gateway.admin.shapes.common import Page, PageQuery
from app.gateway.admin.shapes.profiles import Profile, ProfileGiven, Rule
from app.gateway.admin.storage_calls import read
from app.settings import change, notation, schema
from app.storage import keys


async def list_profiles(call: Call[PageQuery, None]) -> Page[Profile]:
    """Profiles, in the order of the settings."""
    rows = list(call.parts.settings().profiles.items())
    shown, following = cursors.sliced(rows, call.query.cursor, call.query.limit)
    return Page[Profile](
        items=[_told(name, profile) for name, profile in shown], next_cursor=following
    )


async def get_profile(call: Call[None, None]) -> Profile:
    """One profile."""
    name = call.path["name"]
    return _told(name, _found(call.parts.settings(), name))


async def put_profile(call: Call[None, ProfileGiven]) -> Profile:
    """A profile, made or replaced."""
    name, body = call.path["name"], call.body
    try:
        notation.profile_name(name)
    except ValueError as error:
        raise invalid("name", str(error)) from None
    profile = schema.Profile(
        models=tuple(
            schema.ModelRule(
                client=rule.client, targets=_checked(rule.targets, f"models.{index}.targets")
            )
            for index, rule in enumerate(body.models)
        ),
        families={
            family: _checked(targets, f"families.{family}")
            for family, targets in body.families.items()
        },
    )

    def put(old: schema.Settings) -> schema.Settings:
        for target in change.targets_of(profile):
            provider = target.partition("/")[0]
            if provider not in old.providers:
                raise invalid("models", f"There is no provider {provider}. Add it first.")
        return change.replace_profile(old, name, profile)

    saved = await save(call.parts, put)
    return _told(name, saved.profiles[name])


async def delete_profile(call: Call[None, None]) -> None:
    """The profile is gone; one that client keys use stays."""
    name = call.path["name"]
    _found(call.parts.settings(), name)
    if name == schema.DEFAULT_PROFILE:
        raise conflict("name", "The default profile cannot be deleted.")

    def users(connection: Connection) -> list[str]:
        return [key.name for key in keys.keys(connection) if key.profile == name]

    using = await read(call.parts, users)
    if using:
        raise conflict(
            "name",
            f"{len(using)} client keys use this profile, such as {using[0]}. Give them another "
            "profile first.",
        )

    def remove(old: schema.Settings) -> schema.Settings:
        _found(old, name)
        return change.remove_profile(old, name)

    await save(call.parts, remove)


def _checked(targets: Iterable[str], field: str) -> tuple[str, ...]:
    for target in targets:
        try:
            notation.target(target)
        except ValueError as error:
            raise invalid(field, f"{error}.") from None
    return tuple(targets)


def _found(settings: schema.Settings, name: str) -> schema.Profile:
    profile = settings.profiles.get(name)
    if profile is None:
        raise unknown("There is no such profile.")
    return profile


def _told(name: str, profile: schema.Profile) -> Profile:
    return Profile(
        name=name,
        models=[Rule(client=rule.client, targets=list(rule.targets)) for rule in profile.models],
        families={family: list(targets) for family, targets in profile.families.items()},
    )


_ONE = "/admin/profiles/{name}"

OPERATIONS = (
    Operation(
        "GET",
        "/admin/profiles",
        "List profiles",
        "profiles",
        list_profiles,
        query=PageQuery,
        response=Page[Profile],
    ),
    Operation("GET", _ONE, "Get a profile", "profiles", get_profile, response=Profile),
    Operation(
        "PUT",
        _ONE,
        "Create or replace a profile",
        "profiles",
        put_profile,
        body=ProfileGiven,
        response=Profile,
        refusals=(409,),
    ),
    Operation(
        "DELETE",
        _ONE,
        "Delete a profile",
        "profiles",
        delete_profile,
        status=204,
        refusals=(409,),
    ),
)
