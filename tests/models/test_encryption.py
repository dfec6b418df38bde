"""Keys for personal data: hidden at rest, found by hash, rotated without anybody noticing."""

import pytest
from cryptography.fernet import InvalidToken

from models.database import database
from models.encryption import KeyRing, key_ring
from models.people import Person
from services.phones import phone_columns

PHONE = "19900000012"


def ring(*secrets):
    made = KeyRing()
    made.load(secrets)
    return made


@pytest.fixture
def secrets():
    """Load other secrets into *the* key ring; the tests' own come back afterwards."""
    yield lambda *names: key_ring.load(names)
    key_ring.load(("test-secret-one", "test-secret-zero"))


def add_person(now):
    return Person.create(name="王小禾", created_at=now, **phone_columns(PHONE))


def test_the_database_holds_only_cipher_text(db, now):
    add_person(now)

    (stored,) = database.execute_sql("SELECT phone FROM person").fetchone()
    assert PHONE not in stored


def test_the_same_number_is_never_the_same_cipher_text():
    keys = ring("one")

    assert keys.encrypt(PHONE) != keys.encrypt(PHONE)


def test_the_old_key_still_reads(db, now, secrets):
    secrets("old")
    person = add_person(now)
    secrets("new", "old")

    assert Person.get_by_id(person.id).phone == PHONE


def test_the_old_key_still_finds(db, now, secrets):
    secrets("old")
    person = add_person(now)
    secrets("new", "old")

    assert Person.get(Person.phone_hash.in_(key_ring.look_up_hashes(PHONE))).id == person.id


def test_the_new_key_writes():
    written = ring("new", "old").encrypt(PHONE)

    assert ring("new").decrypt(written) == PHONE
    with pytest.raises(InvalidToken):
        ring("old").decrypt(written)


def test_new_rows_are_found_under_the_new_key():
    assert ring("new", "old").look_up_hash(PHONE) == ring("new").look_up_hash(PHONE)


def test_a_wrong_key_raises():
    with pytest.raises(InvalidToken):
        ring("wrong").decrypt(ring("right").encrypt(PHONE))


def test_look_up_hashes_differ_by_key_and_by_number():
    hashes = {ring(secret).look_up_hash(number) for secret in ("one", "two") for number in (PHONE, "19900000013")}

    assert len(hashes) == 4


def test_the_hash_key_is_not_the_cipher_key():
    (key,) = ring("one")._keys

    assert key.hash_key not in (key.cipher._encryption_key, key.cipher._signing_key)
    assert key.hash_key != key.cipher._signing_key + key.cipher._encryption_key


def test_each_purpose_signs_with_a_key_of_its_own():
    keys = ring("one")

    assert keys.signing_key("check-in") != keys.signing_key("certificate")
    assert keys.signing_key("check-in") != keys._keys[0].hash_key


def test_an_empty_key_ring_says_what_is_missing():
    with pytest.raises(RuntimeError, match="load"):
        KeyRing().encrypt(PHONE)


def test_nothing_is_stored_as_nothing(db, now):
    person = Person.create(created_at=now)

    assert Person.get_by_id(person.id).phone is None
