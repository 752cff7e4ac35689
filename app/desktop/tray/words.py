"""The tray's lines in words: the menu, the tooltip and the small window say the same."""

from collections.abc import Callable
from datetime import datetime, tzinfo

from app.desktop.presenters.tray_state import ProfileRoute, ProviderChoice, TrayState
from app.desktop.program.clients import ClientState
from app.desktop.program.providers import Health
from app.desktop.program.server import Power
from app.desktop.wording import amounts, translate
from app.desktop.wording.notices import notice_words
from app.desktop.wording.sentences import said
from app.platform.local_zone import local_zone

_LONGEST = 72  # characters of a sentence in a menu
_NAMED = 3  # clients that a line names


def power(state: TrayState, zone: tzinfo | None = None) -> str:
    """Whether the server is on, and where."""
    server = state.server
    if server.power is Power.PAUSED and server.resumes_at_ms is not None:
        until = datetime.fromtimestamp(server.resumes_at_ms / 1000, zone or local_zone())
        return translate("Tray", "Paused until {time}").format(time=f"{until:%H:%M}")
    if server.power is Power.ON:
        return translate("Tray", "On   {address}").format(address=state.address)
    return _POWERS[server.power]()


_POWERS: dict[Power, Callable[[], str]] = {
    Power.OFF: lambda: translate("Tray", "Off"),
    Power.STARTING: lambda: translate("Tray", "Starting…"),
    Power.STOPPING: lambda: translate("Tray", "Finishing what runs…"),
    Power.PAUSED: lambda: translate("Tray", "Paused"),
    Power.FAILED: lambda: translate("Tray", "Could not start"),
}


def trouble(state: TrayState, *, whole: bool = False) -> str:
    """Why the server is not on though it should be, "" where nothing is wrong.

    A menu has room for its beginning, a window for the `whole`.
    """
    sentence = said(state.server.trouble)
    return sentence if whole else shortened(sentence)


def route(state: TrayState) -> str:
    """Where the default profile leads."""
    where = target(state.routes[0]) if state.routes else ""
    if not where:
        return translate("Tray", "Route   no provider yet")
    return translate("Tray", "Route   {target}").format(target=where)


def target(route: ProfileRoute) -> str:
    """Provider and model, "" where a route leads nowhere."""
    if not route.provider:
        return ""
    where = f"{route.label} → {route.model}" if route.model else route.label
    if route.others:
        return translate("Tray", "{target}, then others").format(target=where)
    return where


def other_profile(route: ProfileRoute) -> str:
    """A profile in the list, with where it leads."""
    if not route.own:
        return translate("Tray", "{profile}: as default").format(profile=route.profile)
    return f"{route.profile}: {target(route)}"


def provider(choice: ProviderChoice) -> str:
    """A provider that can be chosen, with its trouble."""
    trouble_of = _HEALTH.get(choice.health)
    return f"{choice.label} – {trouble_of()}" if trouble_of else choice.label


_HEALTH: dict[Health, Callable[[], str]] = {
    Health.SLOW: lambda: translate("Tray", "slow"),
    Health.LIMITED: lambda: translate("Tray", "over its limit"),
    Health.KEY_REJECTED: lambda: translate("Tray", "key rejected"),
    Health.FAILING: lambda: translate("Tray", "failing"),
    Health.BROKEN: lambda: translate("Tray", "not usable"),
}


def rules(route: ProfileRoute) -> str:
    """What has to be known before switching: other rules come first. "" where there are none."""
    if not route.rules:
        return ""
    return translate("Tray", "Rules that come first: {count}").format(count=route.rules)


def today(state: TrayState) -> str:
    """Today's money and tokens."""
    return translate("Tray", "Today   {sums}").format(sums=sums(state))


def sums(state: TrayState) -> str:
    """Money and tokens; "…" as long as they are not known."""
    if not state.today.known:
        return "…"
    tokens = translate("Tray", "{count} tokens").format(count=amounts.tokens(state.today.tokens))
    return "   ".join(each for each in (spent(state), tokens) if each)


def spent(state: TrayState) -> str:
    """Today's money, "" where nothing has a price: no price is not 0."""
    read = state.today
    if not read.cost and read.unpriced:
        return translate("Tray", "unpriced")
    return amounts.moneys(read.cost) if read.cost else ""


def budget(state: TrayState) -> str:
    """The budget that is closest to its end, "" where there is none."""
    closest = closest_budget(state)
    return translate("Tray", "Budget   {budget}").format(budget=closest) if closest else ""


def closest_budget(state: TrayState) -> str:
    """Whose budget it is, and what is spent of it; "" where there is none."""
    tightest = state.today.budget
    if tightest is None:
        return ""
    return _PERIODS[tightest.budget.period]().format(
        name=tightest.subject_name or tightest.budget.subject,
        spent=amounts.money(tightest.spent_micros, tightest.budget.currency),
        limit=amounts.money(tightest.budget.limit_micros, tightest.budget.currency),
    )


_PERIODS: dict[str, Callable[[], str]] = {
    "day": lambda: translate("Tray", "{name}: {spent} of {limit} today"),
    "week": lambda: translate("Tray", "{name}: {spent} of {limit} this week"),
    "month": lambda: translate("Tray", "{name}: {spent} of {limit} this month"),
}


def connected(state: TrayState) -> str:
    """The title of the clients' list, with those that are connected."""
    names = connected_names(state)
    if not names:
        return translate("Tray", "Connect")
    return translate("Tray", "Connect   {names}").format(names=names)


def connected_names(state: TrayState) -> str:
    """The clients that are connected, "" where none is."""
    names = [f"{client.name} ✓" for client in state.clients if client.connected]
    shown = "   ".join(names[:_NAMED])
    return f"{shown}   …" if len(names) > _NAMED else shown


def client(state: ClientState) -> str:
    """A client in the list."""
    if state.stale:
        return translate("Tray", "{client} – needs a look").format(client=state.name)
    return f"{state.name} ✓" if state.connected else state.name


def last_error(state: TrayState, now_ms: int) -> str:
    """The newest failure and its age, "" where there is none."""
    error = state.last_error
    if error is None:
        return ""
    ago = amounts.ago(error.at_ms, now_ms)
    return f"⚠ {shortened(notice_words(error))}, {ago}"


def quitting(state: TrayState) -> str:
    """The last entry: what quitting puts back stands in it."""
    if not state.restores:
        return translate("Tray", "Quit")
    names = [client.name for client in state.clients if client.connected]
    if not names:
        return translate("Tray", "Quit and disconnect clients")
    return translate("Tray", "Quit and disconnect {clients}").format(clients=", ".join(names))


def tooltip(state: TrayState) -> str:
    """All of it in one line."""
    parts = ["Dragoman", power(state)]
    if state.server.power is Power.ON:
        parts += [target(state.routes[0]) if state.routes else "", spent(state)]
    parts.append(trouble(state))
    if state.last_error is not None:
        parts.append(shortened(notice_words(state.last_error)))
    return " · ".join(" ".join(part.split()) for part in parts if part)


def shortened(sentence: str) -> str:
    """A sentence that fits into a menu."""
    line = " ".join(sentence.split())
    return line if len(line) <= _LONGEST else line[: _LONGEST - 1].rstrip(" ,.") + "…"
