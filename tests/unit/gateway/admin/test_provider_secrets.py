"""Providers' keys in the keyring: kept for one, deleted when nobody uses them."""

import logging

import pytest
from pydantic import SecretStr

from app.gateway.admin.problem import Problem
from app.gateway.admin.provider_secrets import forget, keep, references
from app.secrets.secret import SecretValueError
from app.settings.provider_settings import ProviderSettings
from app.settings.schema import Settings
from tests.fakes.admin_server import AdminServer

ENTRY = ProviderSettings(
    preset="deepseek", key="keyring:provider/p", headers={"x-api-key": "env:NAME", "x-team": "a"}
)


def test_every_secret_of_a_provider_is_known() -> None:
    assert references(ENTRY) == ["keyring:provider/p", "env:NAME", "a"]


async def test_a_key_that_another_provider_uses_stays(admin: AdminServer) -> None:
    assert await keep(admin.parts, "p", SecretStr(" sk-x ")) == "keyring:provider/p"
    await forget(admin.parts, ENTRY, Settings(providers={"other": ENTRY}))
    assert list(admin.keyring.values.values()) == ["sk-x"]
    await forget(admin.parts, ENTRY, Settings())
    assert admin.keyring.values == {}


async def test_a_key_that_is_none_is_refused(admin: AdminServer) -> None:
    with pytest.raises(SecretValueError):
        await keep(admin.parts, "p", SecretStr(""))


async def test_a_keyring_that_fails_is_told(
    admin: AdminServer, caplog: pytest.LogCaptureFixture
) -> None:
    admin.keyring.broken = True
    with pytest.raises(Problem) as refused:
        await keep(admin.parts, "p", SecretStr("sk-x"))
    assert refused.value.status == 409
    caplog.set_level(logging.WARNING)
    await forget(admin.parts, ENTRY, Settings())
    assert "still in the keyring" in caplog.text
