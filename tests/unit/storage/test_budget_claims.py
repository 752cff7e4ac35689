"""Claims of several gateways on one database, which must never let too much in."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier, Lock

from app.storage.budget_claims import HOLD_MS, claim, release
from app.storage.database import Database
from app.storage.records import Budget, Exceeded, Hold
from app.storage.schema import budget_spend

NOW = 1_763_700_000_000
COST = 1_000


def budget(budget_id: str = "bud_1", requests: int = 10) -> Budget:
    return Budget(budget_id, "user", "usr_1", "day", requests * COST, "USD", 0, hard=True)


def hold(of: Budget, micros: int = COST) -> Hold:
    return Hold(of, NOW, NOW + 86_400_000, micros)


def test_money_is_held_until_the_limit_and_free_again_when_it_is_given_back(
    database: Database,
) -> None:
    with database.writing() as connection:
        claims = [claim(connection, [hold(budget())], "a", NOW) for _ in range(10)]
        assert not any(isinstance(each, Exceeded) for each in claims)
        refused = claim(connection, [hold(budget())], "b", NOW)
        assert refused == Exceeded(budget(), 10 * COST, NOW + 86_400_000)
        for each in claims[:1]:
            assert not isinstance(each, Exceeded)
            release(connection, each)
        assert not isinstance(claim(connection, [hold(budget())], "b", NOW), Exceeded)


def test_what_a_dead_gateway_held_counts_no_longer(database: Database) -> None:
    with database.writing() as connection:
        for _ in range(10):
            claim(connection, [hold(budget())], "dead", NOW)
        assert isinstance(claim(connection, [hold(budget())], "b", NOW), Exceeded)
        assert not isinstance(claim(connection, [hold(budget())], "b", NOW + HOLD_MS), Exceeded)


def test_a_request_under_two_budgets_holds_both_or_none(database: Database) -> None:
    wide, narrow = budget("bud_wide", 100), budget("bud_narrow", 1)
    with database.writing() as connection:
        first = claim(connection, [hold(wide), hold(narrow)], "a", NOW)
        assert not isinstance(first, Exceeded)
        assert len(first) == 2
        second = claim(connection, [hold(wide), hold(narrow)], "a", NOW)
        assert isinstance(second, Exceeded)
        assert second.budget == narrow
        release(connection, first[1:])
        again = claim(connection, [hold(narrow), hold(wide)], "b", NOW)
        assert not isinstance(again, Exceeded)


def test_sixty_four_clients_of_two_gateways_never_spend_more_than_was_in_flight(
    database: Database,
) -> None:
    """Each client claims, waits for all others to have claimed, spends and gives back."""
    limit, clients = 20, 8
    lock, together = Lock(), Barrier(clients)
    admitted = 0

    def client(number: int) -> None:
        nonlocal admitted
        of = budget(requests=limit)
        for _ in range(8):
            with database.writing() as connection:
                claimed = claim(connection, [hold(of)], f"gateway-{number % 2}", NOW)
            together.wait(30)
            if isinstance(claimed, Exceeded):
                continue
            with lock:
                admitted += 1
            with database.writing() as connection:
                connection.execute(
                    budget_spend.update().values(micros=budget_spend.c.micros + COST)
                )
                release(connection, claimed)

    with ThreadPoolExecutor(clients) as pool:
        list(pool.map(client, range(clients)))
    assert admitted == limit
