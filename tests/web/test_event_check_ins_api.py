"""Scanning at events over HTTP: the Party day's answers and codes."""

import datetime

import pytest

PLAN = {
    "title": "河道清洁",
    "place": "东坑村文化礼堂",
    "starts_at": "2026-11-23T15:00:00+08:00",
    "ends_at": "2026-11-23T17:00:00+08:00",
    "posts": [{"name": "清扫", "capacity": 5}],
    "attendance_mode": "scan_in_out",
}


@pytest.fixture
def at(app, now):
    """Let the application's clock stand at a local time of today."""

    def set_to(hour, minute=0):
        app.extensions["clock"] = lambda: now + datetime.timedelta(hours=hour - 9, minutes=minute)

    return set_to


@pytest.fixture
def li(call_as, cast):
    return call_as(cast.li)


@pytest.fixture
def chen(call_as, cast):
    return call_as(cast.chen)


@pytest.fixture
def path(li, chen):
    """An event this afternoon that 陈村民 has signed up for."""
    path = f"/api/events/{li.post('/api/events', PLAN).json['id']}"
    chen.post(f"{path}/sign-up")
    return path


@pytest.fixture
def wall(li, path):
    return lambda: li.get(f"{path}/check-in-code").json["code"]


def said(answer):
    return answer.status_code, answer.json["error"]["code"]


def test_coming_and_leaving(chen, path, wall, at):
    at(15, 10)
    first = chen.post(f"{path}/check-in", {"code": wall()}, key="in-1")
    assert (first.status_code, first.json["status"], first.json["message"]) == (201, "present", "签到成功 15:10")
    assert chen.post(f"{path}/check-in", {"code": wall()}, key="in-1").status_code == 201  # the same command
    at(15, 20)
    again = chen.post(f"{path}/check-in", {"code": "whatever"})
    assert (again.status_code, again.json["message"], again.json["minutes"]) == (200, "已签到 15:10", None)
    at(16, 45)
    left = chen.post(f"{path}/check-out", {"code": wall()})
    assert (left.status_code, left.json["message"], left.json["minutes"]) == (201, "签退成功 16:45", 90)
    again = chen.post(f"{path}/check-out", {"code": wall()})
    assert (again.status_code, again.json["message"]) == (200, "已签退 16:45")
    mine = chen.get(path).json["mine"]
    assert (mine["attendance"], mine["checked_out_at"]) == ("attended", "2026-11-23T16:45:00+08:00")
    assert chen.get("/api/me").json["hours_minutes"] == 90


def test_the_code_says_when_it_ends(li, path, at):
    at(15)
    answer = li.get(f"{path}/check-in-code").json
    assert (answer["next_at"], answer["expires_at"]) == ("2026-11-23T15:00:30+08:00", "2026-11-23T15:01:00+08:00")


def test_refusals(call_as, cast, chen, li, path, wall, at):
    assert said(chen.get(f"{path}/check-in-code")) == (403, "not_allowed")
    at(10)
    assert said(chen.post(f"{path}/check-in", {"code": wall()})) == (409, "not_open")
    at(15)
    old = wall()
    assert said(chen.post(f"{path}/check-in", {"code": "abc"})) == (422, "code_invalid")
    assert said(chen.post(f"{path}/check-out", {"code": old})) == (409, "not_checked_in")
    assert said(call_as(cast.wang).post(f"{path}/check-in", {"code": old})) == (403, "not_expected")
    at(15, 2)
    assert said(chen.post(f"{path}/check-in", {"code": old})) == (409, "code_expired")


def test_where_the_roll_is_called_there_is_no_code(li, path):
    assert li.patch(path, {"attendance_mode": "roll_call"}).json["attendance_mode"] == "roll_call"
    answer = li.get(f"{path}/check-in-code")
    assert (said(answer), answer.json["error"]["message"]) == ((409, "not_open"), "这次活动由书记点名，不用扫码")


def doors(caller, path):
    mine = caller.get(path).json["mine"]
    return mine["can_check_in"], mine["can_check_out"]


def test_the_phone_is_told_which_way_the_door_is_open(chen, path, wall, at):
    at(12)
    assert doors(chen, path) == (False, False)
    at(13, 30)
    assert doors(chen, path) == (True, False)
    chen.post(f"{path}/check-in", {"code": wall()})
    assert doors(chen, path) == (False, True)
    home = chen.get("/api/home").json["next_event"]
    assert (home["can_check_in"], home["can_check_out"]) == (False, True)
    at(17, 30)
    assert doors(chen, path) == (False, True)
    at(18, 30)
    assert doors(chen, path) == (False, False)


def test_where_the_roll_is_called_no_door_is_offered(chen, li, at):
    path = f"/api/events/{li.post('/api/events', {**PLAN, 'attendance_mode': 'roll_call'}).json['id']}"
    chen.post(f"{path}/sign-up")
    at(15, 10)
    assert doors(chen, path) == (False, False)
