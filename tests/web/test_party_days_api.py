"""Party days through the API: who may do what, with which answers."""

from __future__ import annotations

import datetime
from typing import Any

import pytest

from models.attendance import Attendance
from models.audit import AuditEntry
from models.policies import Policy
from services import make_up_tasks, party_day_upkeep
from wechat.outcomes import Verdict

SHANGHAI = datetime.timezone(datetime.timedelta(hours=8))


@pytest.fixture
def clock(app: Any, now: datetime.datetime) -> Any:
    """`clock(minutes)` moves the application's clock that far from the test's now."""

    def move(minutes: float) -> datetime.datetime:
        moment = now + datetime.timedelta(minutes=minutes)
        app.extensions["clock"] = lambda: moment
        return moment

    return move


@pytest.fixture
def call_party_day(call_as: Any, cast: Any, now: datetime.datetime) -> Any:
    """李书记 calls a Party day that starts in ten minutes and lasts two hours, unless told otherwise."""

    def call(starts_in: float = 10, by: Any = None, **columns: Any) -> dict[str, Any]:
        starts_at = now + datetime.timedelta(minutes=starts_in)
        body = {
            "title": "11月主题党日",
            "starts_at": starts_at.isoformat(),
            "ends_at": (starts_at + datetime.timedelta(hours=2)).isoformat(),
            "place": "东坑村党群服务中心",
            **columns,
        }
        answer = call_as(by or cast.li).post("/api/party-days", body)
        assert answer.status_code == 201, answer.json
        return dict(answer.json)

    return call


def code_of(answer: Any) -> tuple[int, str]:
    return answer.status_code, answer.json["error"]["code"]


def mark(actor: Any, status: str, at: datetime.datetime, nonce: str) -> dict[str, Any]:
    return {"person_id": actor.person.id, "status": status, "marked_at": at.isoformat(), "nonce": nonce}


def test_everyone_of_the_branch_is_on_the_list(call_party_day, call_as, cast):
    day = call_party_day()
    assert day["counts"]["not_yet"] == 2  # 李书记 and 王党员, but no resident
    mine = call_as(cast.wang).get(f"/api/party-days/{day['id']}").json["mine"]
    assert mine == {
        "status": "not_yet",
        "checked_in_at": None,
        "can_check_in": True,
        "can_ask_leave": True,
        "leave": None,
        "make_up": None,
    }


def test_people_are_told_of_it_in_words_that_wechat_takes(call_party_day, call_as, cast):
    call_party_day()
    inbox = call_as(cast.wang).get("/api/inbox").json["items"]
    assert [message["title"] for message in inbox] == ["主题党日通知"]


def test_a_member_calls_no_party_day(call_as, cast, now):
    body = {"title": "党日", "starts_at": now.isoformat(), "ends_at": (now + datetime.timedelta(hours=1)).isoformat()}
    assert code_of(call_as(cast.wang).post("/api/party-days", body)) == (403, "not_allowed")


@pytest.mark.parametrize(
    "times",
    [
        ("2026-11-23T12:00:00+08:00", "2026-11-23T11:00:00+08:00"),
        ("2026-11-22T09:00:00+08:00", "2026-11-22T11:00:00+08:00"),
        ("2026-12-01T09:00:00+08:00", "2026-12-03T09:00:00+08:00"),
        ("2026-12-01T09:00:00", "2026-12-01T11:00:00"),
        ("9999-12-31T23:00:00-10:00", "9999-12-31T23:59:00-10:00"),
    ],
)
def test_times_that_make_no_sense_are_refused(call_as, cast, times):
    body = {"title": "党日", "starts_at": times[0], "ends_at": times[1]}
    assert call_as(cast.li).post("/api/party-days", body).status_code == 422


def test_who_sees_a_party_day(call_party_day, call_as, cast):
    day = call_party_day()
    status = {
        name: call_as(getattr(cast, name)).get(f"/api/party-days/{day['id']}").status_code
        for name in ("li", "wang", "chen", "zhao", "sun")
    }
    assert status == {"li": 200, "wang": 200, "chen": 404, "zhao": 404, "sun": 404}


def test_another_branch_s_secretary_cannot_touch_it(call_party_day, call_as, cast, now):
    day = call_party_day()
    sun = call_as(cast.sun)
    path = f"/api/party-days/{day['id']}"
    answers = [
        sun.get(f"{path}/check-in-code"),
        sun.get(f"{path}/roll"),
        sun.raw("PUT", f"{path}/roll", b'{"marks": []}'),
        sun.patch(path, {"title": "改名"}),
        sun.post(f"{path}/leave/{cast.wang.person.id}", {"decision": "approve"}),
        sun.post(f"{path}/roll/{cast.wang.person.id}/strike", {"reason": "x"}),
    ]
    assert [answer.status_code for answer in answers] == [404] * 6


def test_a_member_sees_but_does_not_run_it(call_party_day, call_as, cast):
    day = call_party_day()
    wang = call_as(cast.wang)
    path = f"/api/party-days/{day['id']}"
    answers = [
        wang.get(f"{path}/check-in-code"),
        wang.get(f"{path}/roll"),
        wang.raw("PUT", f"{path}/roll", b'{"marks": []}'),
        wang.patch(path, {"title": "改名"}),
        wang.post(f"{path}/leave/{cast.wang.person.id}", {"decision": "approve"}),
    ]
    assert [answer.status_code for answer in answers] == [403] * 5


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


def test_the_year_is_planned_once(call_as, cast):
    li = call_as(cast.li)
    assert code_of(li.get("/api/party-days/fixed-day")) == (404, "no_fixed_day")
    rule = b'{"week": 1, "weekday": 6, "starts": "09:00", "place": "x"}'
    assert li.raw("PUT", "/api/party-days/fixed-day", rule).status_code == 200
    planned = [li.post("/api/party-days/plan", {"year": 2027}).json["items"] for _ in range(2)]
    assert [day["starts_at"] for day in planned[0]][:2] == ["2027-01-02T09:00:00+08:00", "2027-02-06T09:00:00+08:00"]
    assert len(planned[0]) == 12
    assert planned[0] == planned[1]
    assert call_as(cast.wang).get("/api/party-days").json["items"] == []  # drafts are the secretary's alone


def test_the_list_goes_on_where_it_ended(call_party_day, call_as, cast):
    ids = [call_party_day(starts_in=minutes, title=f"第{minutes}").get("id") for minutes in (10, 30, 20)]
    wang = call_as(cast.wang)
    first = wang.get("/api/party-days?limit=2&when=upcoming").json
    rest = wang.get(f"/api/party-days?limit=2&when=upcoming&after={first['next']}").json
    assert [day["id"] for day in first["items"] + rest["items"]] == [ids[0], ids[2], ids[1]]
    assert rest["next"] is None
    latest = wang.get("/api/party-days?limit=2").json
    assert [day["id"] for day in latest["items"]] == [ids[1], ids[2]]


def test_the_county_decides_what_counts(call_party_day, call_as, cast, now):
    day, li = call_party_day(), call_as(cast.li)
    put_roll(li, day, mark(cast.wang, "online", now, "n-1"), mark(cast.li, "present", now, "n-2"))
    assert li.get(f"/api/party-days/{day['id']}").json["rate"]["percent"] == 50.0
    Policy.create(organisation=cast.county, name="party_day.counts_as_attended", value='["online"]', from_at=now)
    rate = li.get(f"/api/party-days/{day['id']}").json["rate"]
    assert rate["formula"].startswith("到会率 = （实到 1 + 线上参加 1） ÷ 应到 2 = 100.0%")


def test_doubtful_text_stays_a_draft_until_it_is_published(call_party_day, call_as, cast, wechat):
    wechat.verdict = next(verdict for verdict in Verdict if verdict is not Verdict.PASS)
    day = call_party_day()
    assert day["status"] == "draft"
    assert call_as(cast.wang).get(f"/api/party-days/{day['id']}").status_code == 404
    publication = f"/api/party-days/{day['id']}/publication"
    assert code_of(call_as(cast.li).post(publication)) == (409, "text_held")
    published = call_as(cast.li).post(publication, {"is_released": True})
    assert (published.json["status"], published.json["counts"]["not_yet"]) == ("planned", 2)
    assert AuditEntry.select().where(AuditEntry.action == "release_text").count() == 1


def test_a_draft_is_read_as_it_stands_when_it_is_published(call_party_day, call_as, cast, wechat):
    wechat.verdict = Verdict.RISKY
    day, li = call_party_day(), call_as(cast.li)
    li.patch(f"/api/party-days/{day['id']}", {"title": "改过的题目", "material": "改过的材料"})
    wechat.checked.clear()
    assert code_of(li.post(f"/api/party-days/{day['id']}/publication")) == (409, "text_held")
    assert wechat.checked == ["改过的题目\n东坑村党群服务中心\n改过的材料"]


def test_a_draft_that_changed_since_it_was_read_is_not_published(call_party_day, call_as, cast, wechat, monkeypatch):
    wechat.verdict = Verdict.RISKY
    day, li = call_party_day(), call_as(cast.li)
    path = f"/api/party-days/{day['id']}"

    def check(text: str, openid: str, scene: int) -> Verdict:
        monkeypatch.undo()
        li.patch(path, {"title": "没有读过的题目"})
        return Verdict.PASS

    monkeypatch.setattr(wechat, "check_text", check)
    assert code_of(li.post(f"{path}/publication")) == (409, "changed_meanwhile")
    assert li.get(path).json["status"] == "draft"


def test_a_cancelled_party_day_is_not_published(call_party_day, call_as, cast):
    day, li = call_party_day(), call_as(cast.li)
    li.post(f"/api/party-days/{day['id']}/cancellation", {"reason": "停电"})
    assert code_of(li.post(f"/api/party-days/{day['id']}/publication")) == (409, "wrong_state")


def test_publishing_twice_is_once_and_asks_wechat_nothing_anew(call_party_day, call_as, cast, wechat):
    day = call_party_day()
    wechat.verdict = Verdict.RISKY
    wechat.checked.clear()
    assert call_as(cast.li).post(f"/api/party-days/{day['id']}/publication").json["status"] == "planned"
    assert wechat.checked == []


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
