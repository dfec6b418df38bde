"""Notices over HTTP: from the head-count to the list of those to be phoned, and who may do what."""

import datetime

import pytest

from jobs.delivery import Deliverer
from models.appointments import Function, Role
from models.database import database
from models.notices import Delivery
from models.people import Identity
from services import notice_versions, policies
from services.notices import NoticeText
from tests.sending import CHANNEL, ToldSender, granted
from wechat.outcomes import Verdict

NOTICE = {"title": "周六主题党日", "body": "11月28日 9:00 在村部", "audience": {}}


@pytest.fixture
def deliver(app, now):
    """Let a worker do what is due."""

    def run(at=None):
        database.close()
        worker = Deliverer(ToldSender(), CHANNEL, lambda: at or now, worker="w", threads=2, has_quiet_hours=False)
        worker.deliver_due()
        worker.stop()
        database.connect(reuse_if_open=True)

    return run


@pytest.fixture
def li(call_as, cast):
    return call_as(cast.li)


def send(caller, key=None, **changes):
    return caller.post("/api/notices", {**NOTICE, **changes}, key=key)


def code_of(answer):
    return answer.json["error"]["code"]


def test_whom_a_notice_goes_to_is_said_not_forgotten(li):
    without = {name: value for name, value in NOTICE.items() if name != "audience"}
    for body in (without, {**NOTICE, "audience": None}):
        refused = li.post("/api/notices", body)
        assert (refused.status_code, list(refused.json["error"]["fields"])) == (422, ["audience"])
    assert li.post("/api/notices", {**NOTICE, "audience": {}}).status_code == 202


def test_a_notice_from_the_head_count_to_the_report(cast, call_as, li, deliver):
    granted(cast.wang)
    Identity.delete().where(Identity.person == cast.chen.person).execute()
    count = li.post("/api/audiences", {}).json
    assert count == {"people": 3, "reachable_by_wechat": 1, "inbox_only": 1, "unbound": 1}

    sent = send(li)
    assert (sent.status_code, sent.json["status"]) == (202, "expanding")
    deliver()
    wang = call_as(cast.wang)
    (mine,) = wang.get("/api/inbox").json["items"]
    assert (mine["id"], mine["title"], mine["read_at"]) == (sent.json["id"], "周六主题党日", None)

    report = li.get(f"/api/notices/{sent.json['id']}/report").json
    assert {name: report[name] for name in ("people", "delivered", "inbox_only", "unbound", "pending", "read")} == {
        "people": 3, "delivered": 1, "inbox_only": 1, "unbound": 1, "pending": 0, "read": 0,
    }  # fmt: skip
    to_be_phoned = {(one["name"], one["reason"], one["reason_text"]) for one in report["unreached"]}
    assert to_be_phoned == {
        ("李书记", "no_grant", "没有剩余的微信提醒次数"),
        ("陈村民", "unbound", "没有绑定微信"),
    }


def test_the_same_request_again_is_the_same_notice(li):
    first, second = send(li, key="k"), send(li, key="k")

    assert (first.status_code, second.status_code) == (202, 202)
    assert first.json["id"] == second.json["id"]
    assert code_of(send(li, key="k", title="别的")) == "idempotency_key_reused"


def test_reading_takes_one_from_the_list_of_those_to_be_phoned(cast, call_as, li, deliver):
    notice_id = send(li).json["id"]
    deliver()
    call_as(cast.chen).post(f"/api/inbox/{notice_id}/read")
    report = li.get(f"/api/notices/{notice_id}/report").json

    assert report["read"] == 1
    assert {one["name"] for one in report["unreached"]} == {"李书记", "王党员"}


def test_phoned_and_answered_people_leave_the_list(cast, li, deliver):
    notice_id = send(li).json["id"]
    deliver()
    found = li.post(f"/api/notices/{notice_id}/replies/preview", {"text": "1. 王党员\n2. 谁"}).json
    assert (found["matched"], found["unknown"]) == ([{"person_id": cast.wang.person.id, "name": "王党员"}], ["谁"])

    li.post(f"/api/notices/{notice_id}/replies", {"person_ids": [cast.wang.person.id]})
    left = li.post(f"/api/notices/{notice_id}/phoned", {"person_ids": [cast.chen.person.id]}).json
    assert (left["told"], [one["name"] for one in left["unreached"]]) == (2, ["李书记"])
    stranger = li.post(f"/api/notices/{notice_id}/phoned", {"person_ids": [cast.zhao.person.id]})
    assert (stranger.status_code, code_of(stranger)) == (422, "not_a_recipient")


def test_doubtful_text_is_held_until_it_is_released(li, wechat, deliver):
    wechat.verdict = Verdict.UNKNOWN
    sent = send(li)
    deliver()
    assert (sent.status_code, sent.json["status"], Delivery.select().count()) == (202, "held", 0)

    assert li.post(f"/api/notices/{sent.json['id']}/release").json["status"] == "expanding"
    deliver()
    assert Delivery.select().count() == 3


def test_a_scheduled_notice_waits_and_can_be_taken_back(li, now, deliver):
    tomorrow = now + datetime.timedelta(days=1)
    first, second = (send(li, send_at=tomorrow.isoformat()).json for _ in range(2))
    assert first["status"] == "scheduled"
    assert li.post(f"/api/notices/{second['id']}/cancellation").json["status"] == "cancelled"
    deliver(tomorrow)

    states = {item["id"]: item["status"] for item in li.get("/api/notices").json["items"]}
    assert states == {first["id"]: "sent", second["id"]: "cancelled"}
    late = li.post(f"/api/notices/{first['id']}/cancellation")
    assert (late.status_code, code_of(late)) == (409, "already_sent")


def test_a_scheduled_notice_lies_on_top_of_the_inbox_when_it_comes(cast, call_as, li, now, deliver):
    tomorrow = now + datetime.timedelta(days=1)
    send(li, title="定时的", send_at=tomorrow.isoformat())
    send(li, title="现在的")
    deliver()
    deliver(tomorrow)
    wang = call_as(cast.wang)
    first = wang.get("/api/inbox?limit=1").json

    assert [item["title"] for item in first["items"]] == ["定时的"]
    assert first["items"][0]["sent_at"] == "2026-11-24T09:00:00+08:00"
    rest = wang.get(f"/api/inbox?limit=1&after={first['next']}").json
    assert ([item["title"] for item in rest["items"]], rest["next"]) == (["现在的"], None)


def test_the_texts_for_group_and_loudspeaker(li, deliver):
    notice_id = send(li).json["id"]
    texts = li.get(f"/api/notices/{notice_id}/texts").json

    assert texts["group"].startswith("【通知】周六主题党日")
    assert "十一月二十八日上午九点" in texts["speech"]


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"title": ""}, "title"),
        ({"send_at": "2026-11-28T09:00:00"}, "send_at"),
        ({"audience": {"roles": ["king"]}}, "audience.roles.0"),
        ({"audience": {"everyone": True}}, "audience.everyone"),
        ({"body": "x" * 2001}, "body"),
        ({"send_at": "9999-12-31T23:59:59-14:00"}, "send_at"),
    ],
)
def test_what_cannot_be_understood_is_named(li, changes, field):
    answer = send(li, **changes)

    assert (answer.status_code, list(answer.json["error"].get("fields", {}))) == (422, [field])


@pytest.mark.parametrize(("who", "expected"), [("li", 200), ("wang", 403), ("chen", 403), ("zhao", 404), ("sun", 404)])
def test_who_may_see_the_report(cast, call_as, li, deliver, who, expected):
    notice_id = send(li).json["id"]
    deliver()
    caller = call_as(getattr(cast, who))

    assert caller.get(f"/api/notices/{notice_id}/report").status_code == expected
    assert caller.get(f"/api/notices/{notice_id}/texts").status_code == expected
    phoned = caller.post(f"/api/notices/{notice_id}/phoned", {"person_ids": [cast.chen.person.id]})
    assert phoned.status_code == expected


def test_who_may_send(cast, call_as):
    assert send(call_as(None)).status_code == 401
    assert send(call_as(cast.wang)).status_code == 403
    assert call_as(cast.wang).post("/api/audiences", {}).status_code == 403
    assert send(call_as(cast.sun), audience={"organisation_id": cast.dongkeng.id}).status_code == 404
    assert send(call_as(cast.li), audience={"event_id": 1}).status_code == 404


def test_an_assistant_to_whom_it_was_delegated_sends_in_the_secretary_s_place(cast, call_as):
    from models.appointments import Appointment, DelegatedFunction

    seat = Appointment.get(Appointment.person == cast.li.person)
    assistant = cast.appoint(cast.wang, Role.ASSISTANT, cast.dongkeng, delegated_by=seat)
    DelegatedFunction.create(appointment=assistant, function=Function.SEND_NOTICES)

    assert send(call_as(cast.wang)).status_code == 202


@pytest.fixture
def officer(cast, call_as, now):
    """The township's officer, where 东坑村's three people are already too many for one pair of eyes."""
    person = cast.member("周镇长", cast.township)
    cast.appoint(person, Role.TOWNSHIP_OFFICER, cast.township)
    officer = cast.actor(person.person)
    policies.decide("notice.second_person_above", 2, cast.township, by=officer, now=now)
    return call_as(officer)


def test_a_notice_to_many_waits_for_a_second_person_who_is_not_its_author(li, officer):
    sent = send(li).json
    assert sent["status"] == "awaiting_approval"
    path = f"/api/notices/{sent['id']}/approval"

    own = li.post(path, {"decision": "approve"})
    assert (own.status_code, code_of(own)) == (403, "own_notice")
    without_reason = officer.post(path, {"decision": "return"})
    assert (without_reason.status_code, list(without_reason.json["error"]["fields"])) == (422, ["reason"])
    assert officer.post(path, {"decision": "approve"}).json["status"] == "expanding"


REVISED = NoticeText("停水通知", "改到后天停水")


def test_a_second_person_reads_whom_it_goes_to_and_approves_no_other_text_than_that(cast, li, officer, now):
    path = f"/api/notices/{send(li, audience={'roles': ['member', 'resident']}).json['id']}"
    read = officer.get(path).json
    assert (read["audience"]["in_words"], read["people"]) == ("东坑村的正式党员、群众", 3)
    assert (read["audience"]["organisation_id"], read["audience"]["roles"]) == (
        cast.dongkeng.id,
        ["member", "resident"],
    )

    notice_versions.revise_notice(read["id"], REVISED, is_held=False, by=cast.li, now=now)
    stale = officer.post(f"{path}/approval", {"decision": "approve", "version": read["version"]})
    assert (stale.status_code, code_of(stale)) == (409, "changed_meanwhile")
    now_read = officer.get(path).json["version"]
    assert officer.post(f"{path}/approval", {"decision": "approve", "version": now_read}).json["status"] == "expanding"


def test_what_was_sent_back_is_written_anew_in_its_place_and_looked_at_again(cast, li, officer):
    path = f"/api/notices/{send(li, audience={'roles': ['member', 'resident']}).json['id']}"
    officer.post(f"{path}/approval", {"decision": "return", "reason": "时间写错了"})
    read = li.get(path).json
    anew = {**NOTICE, "title": "改过的", "audience": {"roles": ["resident"]}, "version": read["version"]}

    assert li.send("put", path, {**anew, "version": 7}).json["error"]["code"] == "changed_meanwhile"
    done = li.send("put", path, anew)
    assert (done.status_code, done.json) == (200, {"id": read["id"], "status": "expanding"})
    written = li.get(path).json
    assert (written["title"], written["audience"]["roles"], written["reason"]) == ("改过的", ["resident"], "")
    assert code_of(li.send("put", path, {**anew, "version": written["version"]})) == "already_sent"


def test_nobody_releases_another_text_than_they_read(cast, li, officer, wechat, now):
    wechat.verdict = Verdict.UNKNOWN
    path = f"/api/notices/{send(li).json['id']}"
    read = officer.get(path).json
    notice_versions.revise_notice(read["id"], REVISED, is_held=True, by=cast.li, now=now)

    stale = officer.post(f"{path}/release", {"version": read["version"]})
    assert (stale.status_code, code_of(stale)) == (409, "changed_meanwhile")
    assert officer.post(f"{path}/release").json["status"] == "expanding"  # as phones did that know no versions


def test_the_number_is_told_until_it_is_out_and_not_in_lists(cast, li):
    notice_id = send(li).json["id"]
    (listed,) = li.get("/api/notices").json["items"]

    assert (listed["people"], listed["audience"], li.get(f"/api/notices/{notice_id}").json["people"]) == (None,) * 3


def test_a_correction_and_a_withdrawal_are_read_in_the_inbox(cast, call_as, li, deliver):
    first = send(li).json["id"]
    deliver()
    changed = {"title": "周六主题党日", "body": "改到 14:00"}
    second = li.post(f"/api/notices/{first}/correction", changed)
    assert second.status_code == 202
    deliver()
    li.post(f"/api/notices/{second.json['id']}/withdrawal", {"reason": "下雨不办了"})

    titles = [item["title"] for item in call_as(cast.wang).get("/api/inbox").json["items"]]
    assert titles == ["已撤回：更正：周六主题党日", "已更正：周六主题党日"]
