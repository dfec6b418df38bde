"""The people of one's organisations: found, seen for a reason, added, corrected."""

import re

import pytest

from models.appointments import Role
from models.audit import AuditEntry
from models.people import Person, Standing
from services import audit_words, people_desk
from services.errors import ChangedMeanwhile, Conflict, Invalid, NotAllowed, NotFound
from services.people_desk import Particulars


def names(query):
    return {person.name for person in query}


def test_a_secretary_finds_the_people_of_their_own_branch(cast):
    assert names(people_desk.find_people(to=cast.li)) == {"李书记", "王党员", "陈村民"}


def test_without_such_a_seat_nobody_is_found(cast):
    with pytest.raises(NotAllowed):
        people_desk.find_people(to=cast.wang)
    with pytest.raises(NotFound):
        people_desk.get_person(cast.chen.person.id, to=cast.wang)


@pytest.mark.parametrize("text", ["王", "王党员", "{phone}", "{tail}"])
def test_people_are_found_by_name_number_or_its_tail(cast, text):
    phone = cast.wang.person.phone
    found = people_desk.find_people(to=cast.li, text=text.format(phone=phone, tail=phone[-4:]))
    assert names(found) == {"王党员"}


def test_whoever_is_not_on_wechat_can_be_listed(cast):
    Person.create(name="没微信", home=cast.dongkeng, is_on_roster=True, created_at=cast.now)
    assert names(people_desk.find_people(to=cast.li, is_bound=False)) == {"没微信"}


def test_each_look_at_a_number_is_logged_with_its_reason(cast, now):
    assert people_desk.reveal_phone(cast.wang.person.id, reason="通知开会", by=cast.li, now=now).startswith("1990")
    assert AuditEntry.get(AuditEntry.action == "see_contact").reason == "通知开会"


def test_another_branchs_number_is_not_there(cast, now):
    with pytest.raises(NotFound):
        people_desk.reveal_phone(cast.zhao.person.id, reason="好奇", by=cast.li, now=now)


def test_a_namesake_must_be_told_apart_by_the_month_of_birth(cast, now):
    about = Particulars("王小禾", Standing.MEMBER, birth_month="1985-01")
    people_desk.add_person(about, cast.dongkeng, by=cast.li, now=now)
    with pytest.raises(Conflict, match="namesake"):
        people_desk.add_person(about, cast.dongkeng, by=cast.li, now=now)
    other = Particulars("王小禾", Standing.MEMBER, birth_month="1990-07")
    assert people_desk.add_person(other, cast.dongkeng, by=cast.li, now=now).birth_month == "1990-07"


def test_people_are_at_home_in_branches(cast, now):
    officer = cast.member("高某", cast.township)
    cast.appoint(officer, Role.TOWNSHIP_OFFICER, cast.township)
    with pytest.raises(Invalid, match="not_a_branch"):
        people_desk.add_person(
            Particulars("新人", Standing.MEMBER), cast.township, by=cast.actor(officer.person), now=now
        )


def test_an_empty_phone_leaves_the_number_as_it_is(cast, now):
    person = cast.wang.person
    people_desk.change_person(
        person.id, Particulars("王党员", Standing.MEMBER, group="第一小组"), version=0, by=cast.li, now=now
    )
    assert (Person.get_by_id(person.id).phone, Person.get_by_id(person.id).group.name) == (person.phone, "第一小组")


def test_the_second_of_two_editors_is_told(cast, now):
    about = Particulars("王党员", Standing.PROBATIONARY)
    people_desk.change_person(cast.wang.person.id, about, version=0, by=cast.li, now=now)
    with pytest.raises(ChangedMeanwhile):
        people_desk.change_person(cast.wang.person.id, about, version=0, by=cast.li, now=now)


def changes_in_words():
    entry = AuditEntry.get(action="change_person")
    return [(each.name, each.before, each.after) for each in audit_words.changes_of(entry)]


def test_the_trail_names_what_was_changed_and_shows_no_personal_data(cast, now):
    about = Particulars("王党圆", Standing.PROBATIONARY, "第一小组", "1985-01", "19900009999")
    people_desk.change_person(cast.wang.person.id, about, version=0, by=cast.li, now=now)

    assert changes_in_words() == [
        ("身份", "正式党员", "预备党员"),
        ("改动的栏目", "", "姓名、身份、出生年月、手机号、党小组"),
    ]
    entry = AuditEntry.get(action="change_person")
    assert not re.search("王党|1985|1990", entry.before + entry.after)


def test_the_trail_does_not_name_what_stayed(cast, now):
    about = Particulars("王党员", Standing.MEMBER, phone=cast.wang.person.phone)
    people_desk.change_person(cast.wang.person.id, about, version=0, by=cast.li, now=now)

    assert changes_in_words() == [("改动的栏目", "", "没有")]


@pytest.mark.parametrize("about", [{"name": " "}, {"birth_month": "85年"}, {"phone": "12"}])
def test_what_cannot_be_is_refused(cast, now, about):
    said = Particulars(**{"name": "王党员", "standing": Standing.MEMBER, **about})
    with pytest.raises(Invalid):
        people_desk.change_person(cast.wang.person.id, said, version=0, by=cast.li, now=now)
