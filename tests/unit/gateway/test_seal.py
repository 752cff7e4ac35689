from app.core.carrier import SEAL_BYTES
from app.gateway.seal import Seal
from app.secrets.secret import Secret


def test_without_anything_to_make_it_of_it_lives_with_the_process() -> None:
    one, other = Seal(), Seal()
    assert len(one.key) == SEAL_BYTES
    assert one.key != other.key
    assert not one.lasting


def test_the_local_key_makes_the_same_seal_at_every_start() -> None:
    one, again, other = Seal(), Seal(), Seal()
    one.derive(Secret("drg-a"))
    again.derive(Secret("drg-a"))
    other.derive(Secret("drg-b"))
    assert one.key == again.key != other.key
    assert len(one.key) == SEAL_BYTES
    assert one.lasting


def test_it_is_not_shown() -> None:
    made = Seal()
    made.take(b"k" * 32)
    assert "kkk" not in repr(made)
