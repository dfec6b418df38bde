"""Companions and guardians."""

import pytest

from models.audit import AuditEntry
from models.database import database
from models.sign_ups import SignUp
from services.companions import Companion, Party, companions_of, erase_old_companions, reveal_guardian
from services.errors import Invalid, NotAllowed, NotFound
from services.sign_ups import cancel_sign_up, sign_up
from tests.event_cast import DAY, check_counters, confirmed_at, make_event, queue_of

CHILD = Companion("王小禾", is_child=True)
WITH_CHILD = Party((CHILD,), "王大山", "199 0000 0012")


def test_companions_use_places(cast, now):
    event = make_event(cast, 3)
    sign_up(event.id, party=Party((Companion("甲"), Companion("乙"))), by=cast.chen, now=now)
    assert sign_up(event.id, by=cast.wang, now=now)[0].status == "waiting"
    check_counters(event)


def test_a_party_is_not_overtaken_by_a_smaller_one(cast, now):
    event = make_event(cast, 3)
    sign_up(event.id, party=Party((Companion("甲"),)), by=cast.li, now=now)
    sign_up(event.id, party=Party((Companion("乙"),)), by=cast.chen, now=now)
    assert sign_up(event.id, by=cast.wang, now=now)[0].status == "waiting"
    assert queue_of(event) == [cast.chen.person.id, cast.wang.person.id]
    cancel_sign_up(event.id, by=cast.li, now=now)
    assert confirmed_at(event) == {cast.chen.person.id, cast.wang.person.id}
    check_counters(event)


def test_a_party_larger_than_the_post_is_refused(cast, now):
    event = make_event(cast, 2)
    with pytest.raises(Invalid) as refusal:
        sign_up(event.id, party=Party((Companion("甲"), Companion("乙"))), by=cast.chen, now=now)
    assert refusal.value.code == "party_too_large"


def test_too_many_companions_are_refused(cast, now):
    event = make_event(cast, 20)
    with pytest.raises(Invalid):
        sign_up(event.id, party=Party((Companion("甲"),) * 4), by=cast.chen, now=now)


def test_a_child_needs_a_guardians_name_and_phone(cast, now):
    event = make_event(cast, 3)
    with pytest.raises(Invalid) as refusal:
        sign_up(event.id, party=Party((CHILD,)), by=cast.chen, now=now)
    assert set(refusal.value.fields) == {"guardian_name", "guardian_phone"}
    assert sign_up(event.id, party=WITH_CHILD, by=cast.chen, now=now)[1]


def test_a_child_who_signs_up_needs_a_guardian_too(cast, now):
    cast.chen.person.birth_month = "2013-05"
    event = make_event(cast)
    with pytest.raises(Invalid):
        sign_up(event.id, by=cast.chen, now=now)
    assert sign_up(event.id, party=Party((), "陈大山", "19900000012"), by=cast.chen, now=now)[1]


def test_the_database_holds_no_readable_name_or_phone(cast, now):
    event = make_event(cast)
    sign_up(event.id, party=WITH_CHILD, by=cast.chen, now=now)
    row = database.execute_sql("SELECT companions, guardian_name, guardian_phone FROM sign_up").fetchone()
    assert not any(secret in "".join(row) for secret in ("王小禾", "王大山", "19900000012"))


def test_the_seat_sees_the_guardian_and_each_look_is_logged(cast, now):
    event = make_event(cast)
    sign_up(event.id, party=WITH_CHILD, by=cast.chen, now=now)
    guardian = reveal_guardian(event.id, cast.chen.person.id, reason="走散", by=cast.li, now=now)
    assert (guardian.name, guardian.phone) == ("王大山", "19900000012")
    assert AuditEntry.get(AuditEntry.action == "see_guardian").reason == "走散"
    with pytest.raises(NotAllowed):
        reveal_guardian(event.id, cast.chen.person.id, reason="", by=cast.sun, now=now)


def test_names_and_phones_are_erased_after_the_event(cast, now):
    event = make_event(cast)
    sign_up(event.id, party=WITH_CHILD, by=cast.chen, now=now)
    assert erase_old_companions(now=event.ends_at + 89 * DAY) == 0
    assert erase_old_companions(now=event.ends_at + 90 * DAY) == 1
    kept = SignUp.get()
    assert (companions_of(kept), kept.guardian_phone, kept.seats) == ([], None, 2)
    with pytest.raises(NotFound):
        reveal_guardian(event.id, cast.chen.person.id, reason="", by=cast.li, now=now)
