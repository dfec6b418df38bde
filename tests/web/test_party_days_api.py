"""Party days through the API: who may call, see and publish them, with which answers."""

from __future__ import annotations

import datetime
from typing import Any

import pytest

from models.audit import AuditEntry
from models.party_days import PartyDay, PartyDayStatus
from services import party_days
from wechat.outcomes import Verdict

SHANGHAI = datetime.timezone(datetime.timedelta(hours=8))


def code_of(answer: Any) -> tuple[int, str]:
    return answer.status_code, answer.json["error"]["code"]


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


def test_of_two_who_publish_at_the_same_moment_both_hear_that_it_is_out(
    call_party_day, call_as, cast, wechat, monkeypatch
):
    wechat.verdict = Verdict.RISKY
    day, li = call_party_day(), call_as(cast.li)
    wechat.verdict = Verdict.PASS

    def another_was_faster(*_: Any) -> tuple[()]:
        PartyDay.update(status=PartyDayStatus.PLANNED).where(PartyDay.id == day["id"]).execute()
        return ()

    monkeypatch.setattr(party_days, "read_at", another_was_faster)
    assert li.post(f"/api/party-days/{day['id']}/publication").json["status"] == "planned"


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
