"""Moving everything encrypted to the newest key, so that the old one can be dropped."""

import pytest

from models.audit import AuditEntry
from models.encryption import key_ring
from models.people import Person
from services import key_rotation
from services.people import find_or_add

TEST_KEYS = ("test-secret-one", "test-secret-zero")


@pytest.fixture
def database_url(engine_url):
    return engine_url


@pytest.fixture
def new_key(cast):
    """A key put in front of those that wrote the cast."""
    key_ring.load(("brand-new", *TEST_KEYS))
    yield
    key_ring.load(TEST_KEYS)


def test_every_encrypted_column_is_found():
    names = {(secret.name, secret.hash_column) for secret in key_rotation.secrets_of_all_tables()}
    assert names >= {
        ("person.phone", "phone_hash"),
        ("person.id_number", "id_number_hash"),
        ("request.phone", "phone_hash"),
        ("wish.contact_phone", None),
        ("wish.wisher_name", None),
    }


def test_after_rotation_the_new_key_alone_reads_and_finds_everyone(cast, new_key, now):
    cast.wish(contact_phone="19900009999")
    key_rotation.rotate(now=now)
    key_ring.load(("brand-new",))
    assert Person.get_by_id(cast.wang.person.id).phone == cast.wang.person.phone
    found, is_new = find_or_add("王党员", cast.wang.person.phone, cast.dongkeng, by=None, now=now)
    assert (found, is_new) == (cast.wang.person, False)


def test_only_what_is_under_an_older_key_is_written(cast, new_key, now):
    people = Person.select().where(Person.phone.is_null(False)).count()
    assert key_rotation.rotate(now=now) == people
    assert key_rotation.rotate(now=now) == 0
    assert AuditEntry.select().where(AuditEntry.action == "rotate_keys").count() == 2


def test_rotation_stopped_half_way_is_started_again(cast, new_key, now, monkeypatch):
    monkeypatch.setattr(key_rotation, "AT_ONCE", 2)

    def stop(secret, _rows):
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        key_rotation.rotate(now=now, progress=stop)
    key_rotation.rotate(now=now)
    key_ring.load(("brand-new",))
    assert [person.phone for person in Person.select()]


def test_a_value_written_meanwhile_is_not_overwritten(cast, new_key, now, monkeypatch):
    wang = cast.wang.person
    read = key_rotation._next_batch

    def read_and_be_overtaken(secret, last_id):
        batch = read(secret, last_id)
        Person.update(phone="19900008888").where(Person.id == wang.id).execute()
        return batch

    monkeypatch.setattr(key_rotation, "_next_batch", read_and_be_overtaken)
    key_rotation.rotate(now=now)
    assert Person.get_by_id(wang.id).phone == "19900008888"
