"""Attendance through the API: check-ins, roll, leave, guests, make-up study."""

from __future__ import annotations

import datetime
from typing import Any

from models.attendance import Attendance
from models.audit import AuditEntry
from models.policies import Policy
from services import make_up_tasks, party_day_upkeep


def code_of(answer: Any) -> tuple[int, str]:
    return answer.status_code, answer.json["error"]["code"]


def mark(actor: Any, status: str, at: datetime.datetime, nonce: str) -> dict[str, Any]:
    return {"person_id": actor.person.id, "status": status, "marked_at": at.isoformat(), "nonce": nonce}


def test_a_first_scan_is_201_and_a_second_says_so(call_party_day, call_as, cast, clock):
    day = call_party_day()
    path = f"/api/party-days/{day['id']}"
    code = call_as(cast.li).get(f"{path}/check-in-code").json["code"]
    wang = call_as(cast.wang)
    first = wang.post(f"{path}/check-in", {"code": code})
    clock(5)
    second = wang.post(f"{path}/check-in", {"code": code})  # old by now, but nothing is left to check
    assert (first.status_code, first.json["status"], first.json["message"]) == (201, "present", "签到成功 09:00")
    assert (second.status_code, second.json["message"]) == (200, "已签到 09:00")
    assert AuditEntry.select().where(AuditEntry.action == "check_in").count() == 1


def test_the_same_key_again_answers_the_same(call_party_day, call_as, cast):
    day = call_party_day()
    path = f"/api/party-days/{day['id']}"
    code = call_as(cast.li).get(f"{path}/check-in-code").json["code"]
    wang = call_as(cast.wang)
    answers = [wang.post(f"{path}/check-in", {"code": code}, key="scan-1") for _ in range(2)]
    assert [answer.status_code for answer in answers] == [201, 201]
    assert answers[0].json == answers[1].json


def test_a_code_older_than_a_minute_is_refused(call_party_day, call_as, cast, clock):
    day = call_party_day()
    path = f"/api/party-days/{day['id']}"
    code = call_as(cast.li).get(f"{path}/check-in-code").json["code"]
    clock(61 / 60)
    assert code_of(call_as(cast.wang).post(f"{path}/check-in", {"code": code})) == (409, "code_expired")


def test_the_code_changes_every_half_minute_and_the_last_one_still_opens(call_party_day, call_as, cast, clock):
    day = call_party_day()
    path = f"/api/party-days/{day['id']}"
    first = call_as(cast.li).get(f"{path}/check-in-code").json
    clock(0.5)
    assert call_as(cast.li).get(f"{path}/check-in-code").json["code"] != first["code"]
    clock(59 / 60)
    assert call_as(cast.wang).post(f"{path}/check-in", {"code": first["code"]}).status_code == 201


def test_a_code_of_another_party_day_is_invalid(call_party_day, call_as, cast):
    day, other = call_party_day(), call_party_day(title="另一次")
    code = call_as(cast.li).get(f"/api/party-days/{other['id']}/check-in-code").json["code"]
    answer = call_as(cast.wang).post(f"/api/party-days/{day['id']}/check-in", {"code": code})
    assert code_of(answer) == (422, "code_invalid")


def test_check_in_is_not_open_the_day_before(call_party_day, call_as, cast):
    day = call_party_day(starts_in=24 * 60)
    path = f"/api/party-days/{day['id']}"
    code = call_as(cast.li).get(f"{path}/check-in-code").json["code"]
    assert code_of(call_as(cast.wang).post(f"{path}/check-in", {"code": code})) == (409, "not_open")


def test_who_scans_the_code_on_the_wall_of_another_branch_is_not_expected(call_party_day, call_as, cast, now):
    day = call_party_day()
    path = f"/api/party-days/{day['id']}"
    code = call_as(cast.li).get(f"{path}/check-in-code").json["code"]
    for outsider in (cast.zhao, cast.chen):
        assert code_of(call_as(outsider).post(f"{path}/check-in", {"code": code})) == (403, "not_expected")
        assert code_of(call_as(outsider).post(f"{path}/check-in", {"code": "x"})) == (404, "not_found")


def test_who_is_not_on_the_list_is_not_expected(call_party_day, call_as, cast, now):
    day = call_party_day()
    path = f"/api/party-days/{day['id']}"
    code = call_as(cast.li).get(f"{path}/check-in-code").json["code"]
    newcomer = cast.member("新党员", cast.dongkeng)
    assert code_of(call_as(newcomer).post(f"{path}/check-in", {"code": code})) == (403, "not_expected")


def test_where_the_secretary_calls_the_roll_nobody_scans(call_party_day, call_as, cast):
    day = call_party_day(check_in="roll_call")
    path = f"/api/party-days/{day['id']}"
    assert code_of(call_as(cast.wang).post(f"{path}/check-in", {"code": "x"})) == (409, "not_open")
    assert code_of(call_as(cast.li).get(f"{path}/check-in-code")) == (409, "not_open")


def put_roll(caller: Any, day: dict[str, Any], *marks: dict[str, Any]) -> Any:
    return caller._client.put(f"/api/party-days/{day['id']}/roll", json={"marks": list(marks)}, headers=caller._headers)


def test_a_replayed_mark_is_repeated_and_changes_nothing(call_party_day, call_as, cast, now):
    day, li = call_party_day(), call_as(cast.li)
    marks = [mark(cast.wang, "present", now, "n-1")]
    results = [put_roll(li, day, *marks).json["marks"][0] for _ in range(2)]
    assert [result["result"] for result in results] == ["stored", "repeated"]
    assert {result["status"] for result in results} == {"present"}
    assert Attendance.select().where(Attendance.person == cast.wang.person).count() == 1
    assert AuditEntry.select().where(AuditEntry.action == "call_roll").count() == 1


def test_a_mark_does_not_take_away_a_member_s_own_check_in(call_party_day, call_as, cast, now, clock):
    day, li = call_party_day(), call_as(cast.li)
    code = li.get(f"/api/party-days/{day['id']}/check-in-code").json["code"]
    call_as(cast.wang).post(f"/api/party-days/{day['id']}/check-in", {"code": code})
    later = clock(20)
    result = put_roll(li, day, mark(cast.wang, "absent", later, "n-1")).json["marks"][0]
    assert (result["result"], result["status"]) == ("conflict", "present")


def test_someone_not_on_the_sheet_refuses_the_whole_roll(call_party_day, call_as, cast, now):
    day = call_party_day()
    marks = [mark(cast.wang, "present", now, "n-1"), mark(cast.zhao, "present", now, "n-2")]
    answer = put_roll(call_as(cast.li), day, *marks)
    assert code_of(answer) == (422, "person_not_on_list")
    assert answer.json["error"]["fields"] == {"marks.1.person_id": "不在名单上"}
    assert call_as(cast.wang).get(f"/api/party-days/{day['id']}").json["mine"]["status"] == "not_yet"


def test_the_secretary_scans_a_member_s_code_without_signal(call_party_day, call_as, cast, now, clock):
    day = call_party_day()
    code = call_as(cast.wang).get("/api/me/code").json["code"]
    scanned_at = now + datetime.timedelta(hours=1)
    clock(180)  # the phone has signal again, after the end
    offline = {"code": code, "status": "present", "marked_at": scanned_at.isoformat(), "nonce": "n-1"}
    result = put_roll(call_as(cast.li), day, offline).json["marks"][0]
    assert (result["person_id"], result["result"], result["status"]) == (cast.wang.person.id, "stored", "present")


def test_a_member_s_code_of_this_morning_names_the_mark_it_fails(call_party_day, call_as, cast, clock):
    day = call_party_day(starts_in=13 * 60)
    code = call_as(cast.wang).get("/api/me/code").json["code"]
    later = clock(13 * 60)
    offline = {"code": code, "status": "present", "marked_at": later.isoformat(), "nonce": "n-1"}
    answer = put_roll(call_as(cast.li), day, offline)
    assert code_of(answer) == (409, "code_expired")
    assert list(answer.json["error"]["fields"]) == ["marks.0.code"]


def test_leave_is_asked_and_approved(call_party_day, call_as, cast):
    day = call_party_day()
    path = f"/api/party-days/{day['id']}/leave"
    asked = call_as(cast.wang).post(path, {"reason": "送孩子去医院"})
    assert (asked.status_code, asked.json["status"], asked.json["attendance"]) == (200, "asked", "not_yet")
    waiting = call_as(cast.li).get("/api/leaves").json["items"]
    assert [(item["name"], item["reason"]) for item in waiting] == [("王党员", "送孩子去医院")]
    decided = [
        call_as(cast.li).post(f"{path}/{cast.wang.person.id}", {"decision": "approve"}) for _ in range(2)
    ]  # fmt: skip
    assert [(answer.status_code, answer.json["attendance"]) for answer in decided] == [(200, "on_leave")] * 2
    assert code_of(call_as(cast.li).post(f"{path}/{cast.wang.person.id}", {"decision": "refuse"})) == (
        409,
        "wrong_state",
    )


def test_leave_nobody_asked_for_is_not_found(call_party_day, call_as, cast):
    day = call_party_day()
    answer = call_as(cast.li).post(
        f"/api/party-days/{day['id']}/leave/{cast.wang.person.id}", {"decision": "approve"}
    )  # fmt: skip
    assert code_of(answer) == (404, "no_leave")


def test_an_observer_from_another_branch_shows_their_code(call_party_day, call_as, cast):
    day = call_party_day()
    path, li = f"/api/party-days/{day['id']}", call_as(cast.li)
    assert code_of(li.post(f"{path}/people", {"person_id": cast.zhao.person.id})) == (404, "person_not_found")
    code = call_as(cast.zhao).get("/api/me/code").json["code"]
    added = li.post(f"{path}/people", {"code": code})
    assert (added.status_code, added.json["status"], added.json["has_vote"]) == (201, "observer", False)
    wall = li.get(f"{path}/check-in-code").json["code"]
    assert call_as(cast.zhao).post(f"{path}/check-in", {"code": wall}).json["status"] == "observer"
    assert li.get(path).json["rate"]["expected"] == 2


def test_the_county_decides_what_counts(call_party_day, call_as, cast, now):
    day, li = call_party_day(), call_as(cast.li)
    put_roll(li, day, mark(cast.wang, "online", now, "n-1"), mark(cast.li, "present", now, "n-2"))
    assert li.get(f"/api/party-days/{day['id']}").json["rate"]["percent"] == 50.0
    Policy.create(organisation=cast.county, name="party_day.counts_as_attended", value='["online"]', from_at=now)
    rate = li.get(f"/api/party-days/{day['id']}").json["rate"]
    assert rate["formula"].startswith("到会率 = （实到 1 + 线上参加 1） ÷ 应到 2 = 100.0%")


def test_absence_opens_a_make_up_and_the_member_closes_it(call_party_day, call_as, cast, clock):
    from services import make_up_tasks

    day, wang = call_party_day(), call_as(cast.wang)
    later = clock(131)
    party_day_upkeep.close_party_days(now=later)
    make_up_tasks.open_make_ups(now=later)
    task = wang.get("/api/make-ups").json["items"][0]
    assert (task["party_day_id"], task["due_at"]) == (day["id"], "2026-12-08T00:00:00+08:00")
    done = wang.post(f"/api/party-days/{day['id']}/make-up", {"note": "学完了，很受启发"})
    assert done.json["attendance"] == "made_up"
    seen = wang.get(f"/api/party-days/{day['id']}").json
    assert (seen["counts"]["made_up"], seen["rate"]["percent"], seen["status"]) == (1, 0.0, "closed")


def can_do(call_as: Any, actor: Any, day: dict[str, Any]) -> tuple[bool, bool]:
    mine = call_as(actor).get(f"/api/party-days/{day['id']}").json["mine"]
    return mine["can_check_in"], mine["can_ask_leave"]


def test_what_i_can_do_follows_the_clock_and_my_line(call_party_day, call_as, cast, clock):
    day = call_party_day(starts_in=60)
    assert can_do(call_as, cast.wang, day) == (False, True)
    clock(40)
    assert can_do(call_as, cast.wang, day) == (True, True)
    assert call_as(cast.wang).get("/api/home").json["next_party_day"]["can_check_in"]
    clock(60)
    assert can_do(call_as, cast.wang, day) == (True, False)
    code = call_as(cast.li).get(f"/api/party-days/{day['id']}/check-in-code").json["code"]
    call_as(cast.wang).post(f"/api/party-days/{day['id']}/check-in", {"code": code})
    assert can_do(call_as, cast.wang, day) == (False, False)
    assert not call_as(cast.wang).get("/api/home").json["next_party_day"]["can_check_in"]


def test_where_the_secretary_calls_the_roll_nobody_is_offered_to_scan(call_party_day, call_as, cast):
    day = call_party_day(check_in="roll_call")
    assert can_do(call_as, cast.wang, day) == (False, True)


def test_the_make_up_to_hand_in_first_is_told_at_home_until_it_is_handed_in(call_party_day, call_as, cast, clock):
    day = call_party_day()
    wang = call_as(cast.wang)
    party_day_upkeep.close_party_days(now=clock(200))
    make_up_tasks.open_make_ups(now=clock(200))
    assert wang.get("/api/home").json["next_make_up"]["party_day_id"] == day["id"]
    wang.post(f"/api/party-days/{day['id']}/make-up", {"note": "看完了材料"})
    assert wang.get("/api/home").json["next_make_up"] is None
