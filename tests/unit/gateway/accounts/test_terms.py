from zoneinfo import ZoneInfo

from app.core.money import Rate
from app.gateway.accounts.terms import Terms, terms
from app.platform.local_zone import local_zone
from app.settings.schema import AccountingSettings


def test_a_zone_that_is_set_wins_over_the_systems() -> None:
    assert terms(AccountingSettings(timezone="Asia/Shanghai", cny_per_usd=7.2)) == Terms(
        ZoneInfo("Asia/Shanghai"), Rate(7.2), (50, 80, 100)
    )
    assert terms(AccountingSettings()).zone == local_zone()
