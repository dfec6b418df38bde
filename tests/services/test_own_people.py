"""The people a seat answers for: found by name, their phones revealed one by one and logged."""

import pytest

from models.appointments import Appointment, DelegatedFunction, Function, Role
from models.audit import AuditEntry
from services import own_people
from services.errors import NotAllowed, NotFound


def names(cast, **query):
    return [person.name for person in own_people.list_people(to=cast.li, **query)]


def test_a_secretary_finds_their_own_people_and_nobody_elses(cast):
    assert names(cast) == ["李书记", "王党员", "陈村民"]
    assert names(cast, name="党") == ["王党员"]
    assert names(cast, name="赵") == []


def test_whoever_has_no_seat_finds_nobody(cast):
    with pytest.raises(NotAllowed):
        own_people.list_people(to=cast.wang)


def test_each_reveal_of_a_phone_is_logged_with_its_reason(cast, now):
    person = own_people.reveal_phone(cast.wang.person.id, reason="通知开会", by=cast.li, now=now)

    assert person.phone == cast.wang.person.phone
    entry = AuditEntry.get(AuditEntry.action == "see_phone")
    assert (entry.actor_id, entry.subject_id, entry.reason) == (cast.li.person.id, cast.wang.person.id, "通知开会")
    assert cast.wang.person.phone not in entry.after + entry.before


def test_nobody_reveals_the_phone_of_another_villages_people(cast, now):
    for actor in (cast.sun, cast.wang):
        with pytest.raises(NotFound):
            own_people.reveal_phone(cast.wang.person.id, reason="x", by=actor, now=now)


def test_an_assistant_reveals_only_where_that_was_delegated(cast, now):
    helper = cast.member("高某", cast.dongkeng)
    seat = cast.appoint(helper, Role.ASSISTANT, cast.dongkeng, delegated_by=Appointment.get(person=cast.li.person))
    DelegatedFunction.create(appointment=seat, function=Function.SEND_NOTICES)
    with pytest.raises(NotAllowed):
        own_people.reveal_phone(cast.wang.person.id, reason="x", by=cast.actor(helper.person), now=now)
    DelegatedFunction.create(appointment=seat, function=Function.SEE_CONTACTS)
    assert own_people.reveal_phone(cast.wang.person.id, reason="x", by=cast.actor(helper.person), now=now)


def test_without_a_number_one_is_told_what_to_do_instead(cast, now):
    elder = cast.person("林老人", cast.dongkeng, is_on_roster=True, phone=None, phone_hash=None, phone_tail="")
    with pytest.raises(NotFound) as refusal:
        own_people.reveal_phone(elder.id, reason="x", by=cast.li, now=now)
    assert refusal.value.code == "no_phone"
