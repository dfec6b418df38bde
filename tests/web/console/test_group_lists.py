"""A 群接龙 pasted back at the desk: recognised, looked at by a person, then entered (features N8)."""

from __future__ import annotations

import re

import pytest

from models.attendance import AttendanceStatus, Leave
from models.audit import AuditEntry
from models.notices import Delivery, ToldHow
from models.people import Person
from models.sign_ups import SignUp, SignUpStatus
from services import notice_expansion
from services.notices import NoticeText, send_notice
from tests.event_cast import DAY, make_event
from tests.services.party_day_makers import a_party_day, line_of, mark, status_of
from tests.web.console.conftest import text_of

LIST = "#接龙\n1. 王党员 +1\n2. 王小禾\n3. 陈村民家\n4. 路过的人"
NONCE = re.compile(r'name="nonce" value="([^"]+)"')


@pytest.fixture
def desk(desk_as, cast):
    return desk_as(cast.li)


@pytest.fixture
def twins(cast):
    """Two of 东坑村 by one name."""
    return [cast.member("王小禾", cast.dongkeng) for _ in range(2)]


def ticked(answer) -> list[tuple[str, str]]:
    """What stands ticked on the page, apart from 先不写."""
    found = re.findall(r'name="(person-\d+)" value="(\d+)"[^>]*?( checked)?>', answer.text)
    return [(name, value) for name, value, is_on in found if is_on]


def test_what_is_plain_is_ticked_namesakes_wait_for_a_choice_and_strangers_are_told_apart(desk, cast, twins):
    answer = desk.post(f"/events/{make_event(cast).id}/group-list", text=LIST, step="read")
    said = text_of(answer)

    assert ticked(answer) == [("person-0", str(cast.wang.person.id))]
    assert "认出来的 1 人" in said
    assert "报名，连同行 2 人" in said
    assert "有 2 位同名，是哪一位？" in said
    assert "名字只对上一部分，是不是这一位？" in said
    assert "名册上没有认出来的 1 行 不会写" in said
    assert "4" not in said.split("没有认出来的 1 行")[1].split("确认")[0]
    assert "路过的人" in said.split("没有认出来的 1 行")[1]


def test_nothing_is_entered_before_it_is_confirmed(desk, cast):
    before = AuditEntry.select().count()
    desk.post(f"/events/{make_event(cast).id}/group-list", text=LIST, step="read")

    assert SignUp.select().count() == 0
    assert AuditEntry.select().where(AuditEntry.id > before, AuditEntry.action != "log_in_at_desk").count() == 0


def test_who_is_ticked_is_signed_up_in_the_list_s_order(desk, cast, twins):
    event = make_event(cast, 3)
    chosen = {"person-0": cast.wang.person.id, "person-1": twins[1].person.id, "person-2": ""}
    answer = desk.post(f"/events/{event.id}/group-list", text=LIST, step="enter", **chosen)

    rows = SignUp.select().order_by(SignUp.ticket)
    assert [(row.person_id, row.seats, row.status) for row in rows] == [
        (cast.wang.person.id, 2, SignUpStatus.CONFIRMED), (twins[1].person.id, 1, SignUpStatus.CONFIRMED),
    ]  # fmt: skip
    assert "报上 2 人" in text_of(answer)


def test_confirming_again_signs_nobody_up_twice(desk, cast):
    event = make_event(cast)
    sent = {"text": "1. 王党员", "step": "enter", "person-0": cast.wang.person.id}
    desk.post(f"/events/{event.id}/group-list", **sent)
    answer = desk.post(f"/events/{event.id}/group-list", **sent)

    assert SignUp.select().count() == 1
    assert "报上 0 人；原来就在名单上 1 人" in text_of(answer)


def test_who_cannot_be_signed_up_is_named_with_the_reason(desk, cast):
    event = make_event(cast, closes_at=cast.now - DAY / 2)
    sent = {"text": "1. 王党员", "step": "enter", "person-0": cast.wang.person.id}

    assert "报上 0 人；王党员没报上：" in text_of(desk.post(f"/events/{event.id}/group-list", **sent))


def test_who_stays_away_from_an_event_cannot_be_ticked(desk, cast):
    event = make_event(cast)
    answer = desk.post(f"/events/{event.id}/group-list", text="1. 王党员 来不了", step="read")
    assert "说不来，不报名" in text_of(answer)

    sent = {"text": "1. 王党员 来不了", "step": "enter", "person-0": cast.wang.person.id}
    assert desk.post(f"/events/{event.id}/group-list", **sent).status_code == 422
    assert SignUp.select().count() == 0


@pytest.mark.parametrize(("text", "said"), [("", "请填写"), ("x" * 20_001, "太长了"), ("  \n ", "请填写")])
def test_a_text_that_is_no_list_is_asked_for_again(desk, cast, text, said):
    answer = desk.post(f"/events/{make_event(cast).id}/group-list", text=text, step="read")

    assert answer.status_code == 422
    assert said in text_of(answer)
    assert text.strip() in answer.text


def test_with_nobody_ticked_the_page_comes_again_with_what_was_pasted(desk, cast):
    answer = desk.post(f"/events/{make_event(cast).id}/group-list", text=LIST, step="enter")

    assert answer.status_code == 422
    assert "请至少勾一位" in text_of(answer)
    assert LIST in answer.text
    assert ticked(answer) == []


def test_a_choice_that_no_longer_fits_the_roster_is_looked_at_again(desk, cast, twins):
    event = make_event(cast)
    sent = {"text": "1. 王小禾\n2. 王党员", "step": "enter", "person-1": cast.wang.person.id}
    Person.update(name="王禾").where(Person.id == twins[0].person.id).execute()
    answer = desk.post(f"/events/{event.id}/group-list", **sent, **{"person-0": twins[0].person.id})

    assert answer.status_code == 409
    assert "再核对一遍" in text_of(answer)
    assert ticked(answer) == [("person-1", str(cast.wang.person.id))]
    assert SignUp.select().count() == 0


def test_an_earlier_line_of_the_same_person_is_shown_beside_the_one_that_counts(desk, cast):
    said = desk.post(f"/events/{make_event(cast).id}/group-list", text="1. 王党员 +3\n2. 王党员", step="read")

    assert "认出来的 1 人" in text_of(said)
    assert "王党员 前面还写过：王党员 +3。按后写的算" in text_of(said)


def test_one_person_chosen_in_two_lines_is_for_the_secretary_to_settle(desk, cast, twins):
    event, one = make_event(cast, 3), str(twins[0].person.id)
    sent = {"text": "1. 王小禾\n2. 王小禾 +1", "step": "enter", "person-0": one, "person-1": one}
    answer = desk.post(f"/events/{event.id}/group-list", **sent)

    assert answer.status_code == 409
    assert "王小禾有一位选在了两行，请只留一行" in text_of(answer)
    assert ticked(answer) == [("person-0", one), ("person-1", one)]
    assert SignUp.select().count() == 0


def test_the_text_can_be_corrected_before_it_is_entered(desk, cast):
    answer = desk.post(f"/events/{make_event(cast).id}/group-list", text=LIST, step="text")

    assert f">{LIST}</textarea>" in answer.text


def test_nobody_of_another_village_is_recognised(desk, cast):
    answer = desk.post(f"/events/{make_event(cast).id}/group-list", text="1. 赵外人", step="read")

    assert "名册上没有认出来的 1 行" in text_of(answer)
    assert str(cast.zhao.person.phone_tail) not in answer.text


def test_replies_to_a_party_day_are_noted_once(desk, cast):
    day = a_party_day(cast, starts_in=300)
    sent = {"text": "1. 王党员\n2. 李书记 请假 出差", "step": "enter"}
    chosen = {"person-0": cast.wang.person.id, "person-1": cast.li.person.id}
    answer = desk.post(f"/party-days/{day.id}/group-list", **sent, **chosen)
    entries = AuditEntry.select().count()
    desk.post(f"/party-days/{day.id}/group-list", **sent, **chosen)

    assert "说来的 1 人，请假的 1 人" in text_of(answer)
    assert line_of(day, cast.wang).said_coming_at is not None
    assert "出差" in Leave.get().reason
    assert AuditEntry.select().count() == entries


def test_the_roll_is_called_by_the_list_and_says_whom_the_sheet_contradicts(desk, cast, now):
    day = a_party_day(cast)
    cast.member("周党员", cast.dongkeng)  # not on the sheet, which was made before
    mark(day, cast.wang, AttendanceStatus.PRESENT, by=cast.li, now=now)
    looked = desk.post(
        f"/party-days/{day.id}/roll/group-list", text="1. 李书记\n2. 王党员 请假\n3. 周党员", step="read"
    )
    sent = {
        "text": "1. 李书记\n2. 王党员 请假\n3. 周党员", "step": "enter", "nonce": NONCE.search(looked.text)[1],
        "person-0": cast.li.person.id, "person-1": cast.wang.person.id,
    }  # fmt: skip
    answer = desk.post(f"/party-days/{day.id}/roll/group-list", **sent)
    entries = AuditEntry.select().count()
    desk.post(f"/party-days/{day.id}/roll/group-list", **sent)

    assert "名册上没有认出来的 1 行" in text_of(looked)
    assert "记实到 1 人，请假 0 人" in text_of(answer)
    assert [status_of(day, who) for who in (cast.li, cast.wang)] == [AttendanceStatus.PRESENT] * 2
    assert AuditEntry.select().count() == entries


def test_replies_to_a_notice_take_people_off_the_list_of_those_to_be_phoned(desk, cast, now):
    notice = send_notice(NoticeText("停水", "明天"), is_held=False, by=cast.li, now=now)
    notice_expansion.expand_due(now=now)
    sent = {"text": "1. 王党员 收到", "step": "enter", "person-0": cast.wang.person.id}
    answer = desk.post(f"/notices/{notice.id}/group-list", **sent)
    again = desk.post(f"/notices/{notice.id}/group-list", **sent)

    assert "1 人在群里答应" in text_of(answer)
    assert "0 人在群里答应，不用再打电话，1 人原来就已告知" in text_of(again)
    assert Delivery.get(Delivery.person == cast.wang.person.id).told_how is ToldHow.GROUP


@pytest.mark.parametrize("path", ["events/{event}", "party-days/{day}", "party-days/{day}/roll"])
def test_another_village_s_list_is_not_found(desk_as, cast, path):
    address = f"/{path}/group-list".format(event=make_event(cast).id, day=a_party_day(cast).id)
    answer = desk_as(cast.sun).post(address, text="1. 王党员", step="read")

    assert answer.status_code in (403, 404)
    assert "王党员" not in answer.text


def test_pages_of_events_party_days_and_notices_lead_to_the_list(desk, cast, now):
    event, day, later = make_event(cast), a_party_day(cast), a_party_day(cast, starts_in=3000)

    assert f"/console/events/{event.id}/group-list" in desk.get(f"/events/{event.id}").text
    assert f"/console/party-days/{day.id}/roll/group-list" in desk.get(f"/party-days/{day.id}").text
    assert f"/console/party-days/{later.id}/group-list" in desk.get(f"/party-days/{later.id}").text
    assert f"/console/party-days/{later.id}/roll/group-list" not in desk.get(f"/party-days/{later.id}").text
