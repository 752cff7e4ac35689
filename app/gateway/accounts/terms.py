"""How money is counted: in which zone a day ends, at which rate, and when a budget warns."""

from dataclasses import dataclass
from datetime import tzinfo
from zoneinfo import ZoneInfo

from app.core.money import Rate
from app.platform.local_zone import local_zone
from app.settings.schema import AccountingSettings


@dataclass(frozen=True, slots=True)
class Terms:
    """How money is counted now; `warn_at` are percents of a budget."""

    zone: tzinfo
    rate: Rate
    warn_at: tuple[int, ...]


def terms(accounting: AccountingSettings) -> Terms:
    """How money is counted by these settings."""
    return Terms(zone(accounting), Rate(accounting.cny_per_usd), accounting.warn_at)


def zone(accounting: AccountingSettings) -> tzinfo:
    """Where a day begins and ends: as set, else as the system says."""
    return ZoneInfo(accounting.timezone) if accounting.timezone is not None else local_zone()
