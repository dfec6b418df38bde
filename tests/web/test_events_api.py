"""Events over HTTP: the contract's names, statuses and codes."""

import datetime
import json

import pytest

from models.events import Audience, Event, EventStatus
from services import events
from tests.event_cast import DAY, HOUR, make_event
from wechat.outcomes import Verdict

PLAN = {
    "title": "河道清洁",
    "place": "东坑村文化礼堂",
    "starts_at": "2026-11-28T09:00:00+08:00",
    "ends_at": "2026-11-28T11:00:00+08:00",
    "posts": [{"name": "清扫", "capacity": 1}],
}
TODAY = {**PLAN, "starts_at": "2026-11-23T15:00:00+08:00", "ends_at": "2026-11-23T17:00:00+08:00"}


@pytest.fixture
def li(call_as, cast):
    return call_as(cast.li)


@pytest.fixture
def chen(call_as, cast):
    return call_as(cast.chen)


@pytest.fixture
def wang(call_as, cast):
    return call_as(cast.wang)


@pytest.fixture
def path(li):
    return f"/api/events/{li.post('/api/events', PLAN).json['id']}"


@pytest.fixture
def today(li):
    """The path of an event this afternoon, while the logins of this morning still hold."""
    return f"/api/events/{li.post('/api/events', TODAY).json['id']}"


@pytest.fixture
def set_clock(app):
    """Let the application's clock stand at an instant."""

    def set_to(instant: datetime.datetime) -> None:
        app.extensions["clock"] = lambda: instant

    return set_to


def code(response):
    return response.json["error"]["code"]


def test_a_secretary_makes_an_event(li):
    answer = li.post("/api/events", PLAN, key="event-1")
    assert answer.status_code == 201
    assert answer.json["opens_at"] == "2026-11-23T09:00:00+08:00"
    assert answer.json["closes_at"] == answer.json["starts_at"] == PLAN["starts_at"]
    post = answer.json["posts"][0]
    assert (post["name"], post["capacity"], post["confirmed"], post["waiting"]) == ("清扫", 1, 0, 0)
    assert li.post("/api/events", PLAN, key="event-1").json["id"] == answer.json["id"]


def test_nobody_else_makes_an_event(wang, chen, call_as, cast):
    for caller in (wang, chen, call_as(cast.visitor())):
        assert caller.post("/api/events", PLAN).status_code == 403


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("starts_at", "2026-11-28T09:00:00"),
        ("starts_at", "9999-12-31T23:00:00-12:00"),
        ("posts", []),
        ("posts", [{"name": "清扫", "capacity": 0}]),
        ("title", ""),
        ("ends_at", "2026-11-28T08:00:00+08:00"),
    ],
)
def test_a_plan_that_cannot_be_names_its_field(li, field, value):
    answer = li.post("/api/events", {**PLAN, field: value})
    assert answer.status_code == 422
    assert any(name.startswith(field) for name in answer.json["error"]["fields"])


def test_signing_up_is_new_once_and_the_same_afterwards(chen, path):
    first, again = chen.post(f"{path}/sign-up"), chen.post(f"{path}/sign-up")
    assert (first.status_code, again.status_code) == (201, 200)
    assert first.json == again.json
    assert (first.json["status"], first.json["position"]) == ("confirmed", None)


def test_who_waits_reads_their_place_in_the_queue(chen, wang, path):
    chen.post(f"{path}/sign-up")
    answer = wang.post(f"{path}/sign-up", key="tap-1")
    assert (answer.status_code, answer.json["status"], answer.json["position"]) == (201, "waiting", 1)
    repeat = wang.post(f"{path}/sign-up", key="tap-1")
    assert (repeat.status_code, repeat.json) == (201, answer.json)
    event = wang.get(path).json
    assert (event["posts"][0]["confirmed"], event["posts"][0]["waiting"], event["mine"]["position"]) == (1, 1, 1)


def test_cancelling_lets_the_next_in_and_signing_up_again_waits(chen, wang, path):
    chen.post(f"{path}/sign-up")
    wang.post(f"{path}/sign-up")
    answer = chen.delete(f"{path}/sign-up")
    assert (answer.status_code, answer.json["status"]) == (200, "cancelled")
    assert chen.delete(f"{path}/sign-up").status_code == 200
    assert wang.get(path).json["mine"]["status"] == "confirmed"
    assert chen.get(path).json["mine"] is None
    assert chen.post(f"{path}/sign-up").json["position"] == 1
    assert wang.get("/api/inbox").json["items"][0]["title"] == "候补成功，您已报上名"


def test_what_overlaps_is_refused(chen, li, path):
    chen.post(f"{path}/sign-up")
    other = li.post("/api/events", {**PLAN, "title": "巡河"}).json["id"]
    answer = chen.post(f"/api/events/{other}/sign-up")
    assert (answer.status_code, code(answer)) == (409, "overlaps")


def test_what_is_closed_or_not_for_me_is_refused_with_the_reason(chen, li, today, set_clock, now):
    members = li.post("/api/events", {**PLAN, "audience": "members"}).json["id"]
    answer = chen.post(f"/api/events/{members}/sign-up")
    assert (answer.status_code, code(answer)) == (409, "not_eligible")
    seen = chen.get(f"/api/events/{members}").json
    assert (seen["can_sign_up"], seen["why_not"]) == (False, answer.json["error"]["message"])
    set_clock(now + 6 * HOUR)
    assert code(chen.post(f"{today}/sign-up")) == "closed"


def test_a_change_of_place_must_be_kept(chen, li, path):
    chen.post(f"{path}/sign-up")
    changed = li.patch(path, {"place": "村口"})
    assert (changed.status_code, changed.json["change_number"]) == (200, 1)
    assert chen.get(path).json["mine"]["must_decide"] is True
    kept = chen.post(f"{path}/sign-up/keep", {"change_number": 1})
    assert (kept.status_code, kept.json["change_number"]) == (200, 1)
    assert chen.get(path).json["mine"]["must_decide"] is False


def test_keeping_and_cancelling_need_a_sign_up(chen, path):
    assert code(chen.post(f"{path}/sign-up/keep")) == "not_signed_up"
    assert code(chen.delete(f"{path}/sign-up")) == "not_signed_up"


@pytest.mark.parametrize("number", ["99", "0", "99999999999"])
def test_an_unknown_event_is_not_found(chen, number):
    for call in (
        lambda: chen.get(f"/api/events/{number}"),
        lambda: chen.post(f"/api/events/{number}/sign-up"),
        lambda: chen.delete(f"/api/events/{number}/sign-up"),
        lambda: chen.post(f"/api/events/{number}/sign-up/keep"),
    ):
        assert call().status_code == 404


def test_a_draft_is_hidden_until_published(li, chen):
    draft = li.post("/api/events", {**PLAN, "is_draft": True}).json["id"]
    assert chen.get(f"/api/events/{draft}").status_code == 404
    assert li.post(f"/api/events/{draft}/publication").json["status"] == "open"
    assert chen.get(f"/api/events/{draft}").status_code == 200


def test_the_posts_of_a_draft_are_checked_when_it_is_published(li, wechat):
    draft = li.post("/api/events", {**PLAN, "posts": [{"name": "可疑", "capacity": 1}], "is_draft": True}).json["id"]
    wechat.check_text = lambda text, *_: Verdict.RISKY if "可疑" in text else Verdict.PASS
    assert li.post(f"/api/events/{draft}/publication").json["status"] == "held"


def test_a_draft_that_changed_since_it_was_read_is_not_published(li, wechat, monkeypatch):
    path = f"/api/events/{li.post('/api/events', {**PLAN, 'is_draft': True}).json['id']}"

    def check(text: str, openid: str, scene: int) -> Verdict:
        monkeypatch.undo()
        li.patch(path, {"title": "没有读过的题目"})
        return Verdict.PASS

    monkeypatch.setattr(wechat, "check_text", check)
    assert code(li.post(f"{path}/publication")) == "changed_meanwhile"
    assert li.get(path).json["status"] == "draft"


def test_of_two_who_publish_at_the_same_moment_both_hear_that_it_is_out(li, monkeypatch):
    number = li.post("/api/events", {**PLAN, "is_draft": True}).json["id"]

    def another_was_faster(*_):
        Event.update(status=EventStatus.OPEN).where(Event.id == number).execute()
        return ()

    monkeypatch.setattr(events, "read_at", another_was_faster)
    assert li.post(f"/api/events/{number}/publication").json["status"] == "open"


def test_a_cancelled_event_is_not_published(li):
    path = f"/api/events/{li.post('/api/events', {**PLAN, 'is_draft': True}).json['id']}"
    li.post(f"{path}/cancellation")
    assert code(li.post(f"{path}/publication")) == "wrong_state"


def test_an_age_that_is_null_has_no_limit_and_one_left_out_stays(li):
    path = f"/api/events/{li.post('/api/events', {**PLAN, 'min_age': 18, 'max_age': 60}).json['id']}"
    changed = li.patch(path, {"min_age": None, "title": None}).json
    assert (changed["min_age"], changed["max_age"], changed["title"]) == (None, 60, "河道清洁")


def test_doubted_text_is_held_until_the_seat_has_read_it_again(li, chen, wechat):
    wechat.verdict = next(verdict for verdict in Verdict if verdict is not Verdict.PASS)
    made = li.post("/api/events", PLAN).json
    assert made["status"] == "held"
    assert chen.get(f"/api/events/{made['id']}").status_code == 404
    assert li.post(f"/api/events/{made['id']}/publication").json["status"] == "open"
    assert code(li.patch(f"/api/events/{made['id']}", {"title": "可疑"})) == "text_held"
    assert li.patch(f"/api/events/{made['id']}", {"title": "可疑", "is_released": True}).status_code == 200


def test_only_the_seat_changes_cancels_and_reads_the_list(wang, chen, path):
    for caller in (wang, chen):
        assert caller.patch(path, {"title": "我的"}).status_code == 403
        assert caller.post(f"{path}/cancellation").status_code == 403
        assert caller.get(f"{path}/sign-ups").status_code == 403
        assert caller.post(f"{path}/walk-ins", {"name": "钱路人", "phone": "19900009999"}).status_code == 403


def test_calling_off_tells_everyone(li, chen, path):
    chen.post(f"{path}/sign-up")
    assert li.post(f"{path}/cancellation", {"reason": "暴雨预警"}).json["status"] == "cancelled"
    assert chen.get("/api/inbox").json["items"][0]["title"] == "活动取消了"
    assert code(chen.post(f"{path}/sign-up")) == "closed"


def test_the_list_goes_by_time_and_part_by_part(chen, cast, now):
    ids = [make_event(cast, starts_at=now + days * DAY).id for days in (3, 1, 2)]
    first = chen.get("/api/events?limit=2").json
    rest = chen.get(f"/api/events?limit=2&after={first['next']}").json
    assert [event["id"] for event in first["items"] + rest["items"]] == [ids[1], ids[2], ids[0]]
    assert rest["next"] is None


def test_companions_and_their_guardian(chen, li, cast):
    made = li.post("/api/events", {**PLAN, "posts": [{"name": "清扫", "capacity": 3}]}).json["id"]
    path = f"/api/events/{made}"
    child = {"companions": [{"name": "王小禾", "is_child": True}]}
    refused = chen.post(f"{path}/sign-up", child)
    assert (refused.status_code, code(refused)) == (422, "guardian_required")
    with_guardian = {**child, "guardian_name": "王大山", "guardian_phone": "19900000012"}
    mistyped = chen.post(f"{path}/sign-up", {**with_guardian, "guardian_phone": "1990000"})
    assert list(mistyped.json["error"]["fields"]) == ["guardian_phone"]
    assert chen.post(f"{path}/sign-up", with_guardian).json["seats"] == 2
    listed = li.get(f"{path}/sign-ups").json["items"][0]
    assert listed["companions"] == [{"name": "王小禾", "is_child": True}]
    assert listed["phone"].startswith("*******")
    guardian = li.post(f"{path}/sign-ups/{cast.chen.person.id}/guardian", {"reason": "走散"})
    assert guardian.json == {"name": "王大山", "phone": "19900000012"}


def test_the_list_shows_the_queue_in_order(li, chen, wang, path):
    for caller in (wang, chen, li):
        caller.post(f"{path}/sign-up")
    items = li.get(f"{path}/sign-ups").json["items"]
    assert [(row["name"], row["position"]) for row in items] == [("王党员", None), ("陈村民", 1), ("李书记", 2)]


def test_the_roll_fills_the_ledger_and_get_me(li, chen, cast, today, set_clock, now):
    chen.post(f"{today}/sign-up")
    set_clock(now + 8 * HOUR)
    marks = json.dumps({"marks": [{"person_id": cast.chen.person.id}]}).encode()
    for _ in range(2):
        entered = li.raw("PUT", f"{today}/attendance", marks)
        assert (entered.status_code, entered.json["marks"][0]["attendance"]) == (200, "attended")
    assert chen.get("/api/me").json["hours_minutes"] == 120
    entry = chen.get("/api/me/hours").json["items"][0]
    assert (entry["title"], entry["minutes"], entry["kind"]) == ("河道清洁", 120, "actual")


def test_a_roll_called_without_signal_comes_in_twice_and_counts_once(li, chen, cast, today, set_clock, now):
    chen.post(f"{today}/sign-up")
    set_clock(now + 8 * HOUR)
    mark = {"person_id": cast.chen.person.id, "attendance": "attended", "marked_at": now.isoformat(), "nonce": "n-1"}
    body = json.dumps({"marks": [mark]}).encode()
    told = [li.raw("PUT", f"{today}/roll", body).json["marks"][0] for _ in range(2)]
    assert [(one["result"], one["attendance"]) for one in told] == [("stored", "attended"), ("repeated", "attended")]
    assert len(chen.get("/api/me/hours").json["items"]) == 1


def test_a_walk_in_is_added_once(li, today, set_clock, now):
    set_clock(now + 6 * HOUR)
    body = {"name": "钱路人", "phone": "199 0000 9999"}
    first = li.post(f"{today}/walk-ins", body, key="door-1")
    assert (first.status_code, first.json["phone"], first.json["attendance"]) == (201, "*******9999", "attended")
    assert li.post(f"{today}/walk-ins", body, key="door-1").json == first.json
    assert li.post(f"{today}/walk-ins", body).status_code == 200


def test_a_walk_in_noted_without_signal_and_handed_in_twice_is_one_row_from_then_on(li, today, set_clock, now):
    set_clock(now + 8 * HOUR)
    event = li.get(today).json
    body = {"name": "钱路人", "phone": "19900009999", "marked_at": event["starts_at"]}
    told = [li.post(f"{today}/walk-ins", body, key="n-1") for _ in range(2)]
    assert [(one.status_code, one.json["checked_in_at"]) for one in told] == [(201, event["starts_at"])] * 2
    assert len(li.get(f"{today}/sign-ups").json["items"]) == 1


def test_the_operations_of_the_contract_are_described(app):
    described = app.test_client().get("/api/openapi.json").json["paths"]
    operations = {operation["operationId"] for path in described.values() for operation in path.values()}
    assert operations >= {
        "create_event", "change_event", "list_events", "get_event", "sign_up", "cancel_sign_up", "keep_sign_up",
        "list_sign_ups", "walk_in", "record_attendance", "call_event_roll", "cancel_event", "publish_event",
        "list_hours",
    }  # fmt: skip


def test_a_post_that_needs_a_skill_says_so(li, chen):
    posts = [{"name": "理发", "capacity": 1, "skills": ["理发"]}]
    event = li.post("/api/events", {**PLAN, "posts": posts}).json
    path = f"/api/events/{event['id']}"
    seen = chen.get(path).json
    refusal = chen.post(f"{path}/sign-up")
    assert (refusal.status_code, code(refusal)) == (409, "not_eligible")
    assert seen["why_not"] == seen["posts"][0]["why_not"] == refusal.json["error"]["message"]
    mine = chen.send("put", "/api/me/skills", {"skills": ["理发"]})
    assert (mine.status_code, mine.json["skills"]) == (200, ["理发"])
    assert "医护" in chen.get("/api/me/skills").json["choices"]
    assert chen.get(path).json["can_sign_up"]
    assert chen.post(f"{path}/sign-up").status_code == 201
    assert code(chen.send("put", "/api/me/skills", {"skills": ["飞檐走壁"]})) == "skill_unknown"


def test_the_list_for_me_leaves_out_what_i_may_not_join(cast, chen):
    event = make_event(cast)
    make_event(cast, audience=Audience.MEMBERS)
    (mine,) = chen.get("/api/events?for_me=true").json["items"]
    assert (mine["id"], mine["can_sign_up"]) == (event.id, True)
    assert len(chen.get("/api/events").json["items"]) == 2


@pytest.mark.parametrize(("period", "days"), [("upcoming", 1), ("past", -2)])
def test_a_secretary_reads_the_events_they_run_however_many_others_there_are(cast, li, call_as, now, period, days):
    for day in range(3):
        make_event(cast, organisation=cast.xixi, starts_at=now + days * DAY + day * HOUR / 3)
    own = [make_event(cast, starts_at=now + days * DAY + number * HOUR / 4).id for number in range(2)]
    path = f"/api/events?kept=true&limit=1&period={period}"
    first = li.get(path).json
    rest = li.get(f"{path}&after={first['next']}").json

    assert sorted(event["id"] for event in first["items"] + rest["items"]) == own
    assert rest["next"] is None
    assert call_as(cast.wang).get(path).json == {"items": [], "next": None}


def test_who_of_the_branch_goes_is_told_of_one_event_and_not_in_lists(cast, wang, li):
    event = make_event(cast, 10)
    li.post(f"/api/events/{event.id}/sign-up")
    alone = wang.get(f"/api/events/{event.id}").json
    assert (alone["branch_mates"], alone["companion_limit"]) == (["李书记"], 3)
    (listed,) = wang.get("/api/events").json["items"]
    assert (listed["branch_mates"], listed["companion_limit"]) == (None, None)
