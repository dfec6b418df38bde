"""The WeChat group over HTTP: texts to copy, lists pasted back, people named and phoned."""

import datetime

import pytest

from models.audit import AuditEntry
from tests.event_cast import make_event
from tests.services.party_day_makers import a_party_day

LIST = {"text": "#接龙\n1. 王党员 +1\n2. 陈村民 请假\n3. 外人"}


@pytest.fixture
def li(call_as, cast):
    return call_as(cast.li)


def test_an_event_is_copied_into_the_group_and_the_list_that_comes_back_is_written(cast, li):
    event = make_event(cast, 2)
    text = li.get(f"/api/events/{event.id}/texts").json["text"]
    assert text.startswith("【志愿活动】河道清洁\n时间：11月26日（周四）")
    assert "岗位1 2 人，还差 2 人" in text

    entries = li.post(f"/api/events/{event.id}/group-list", LIST).json["entries"]
    assert [(len(one["candidates"]), one["others"], one["stays_away"]) for one in entries] == [
        (1, 1, False),
        (1, 0, True),
        (0, 0, False),
    ]
    assert entries[0]["replaces"] == []
    wanted = {"people": [{"person_id": entries[0]["candidates"][0]["person_id"], "others": 1}]}
    (done,) = li.send("PUT", f"/api/events/{event.id}/sign-ups", wanted).json["people"]
    assert (done["status"], done["is_new"], done["why_not"]) == ("confirmed", True, "")
    (again,) = li.send("PUT", f"/api/events/{event.id}/sign-ups", wanted).json["people"]
    assert (again["status"], again["is_new"]) == ("confirmed", False)
    (row,) = li.get(f"/api/events/{event.id}/sign-ups").json["items"]
    assert (row["seats"], row["is_entered"]) == (2, True)


def test_a_party_days_replies_are_noted_and_shown_on_the_roll(cast, li):
    day = a_party_day(cast)
    assert "来不了的请写“姓名 请假 原因”" in li.get(f"/api/party-days/{day.id}/texts").json["text"]
    entries = li.post(f"/api/party-days/{day.id}/group-list", LIST).json["entries"]
    assert [len(one["candidates"]) for one in entries] == [1, 0, 0], "only who is on the sheet"

    said = {"replies": [{"person_id": cast.wang.person.id, "says": "coming"}]}
    (noted,) = li.send("PUT", f"/api/party-days/{day.id}/replies", said).json["replies"]
    assert (noted["status"], noted["says_coming"]) == ("not_yet", True)
    lines = li.get(f"/api/party-days/{day.id}/roll").json["items"]
    assert {line["name"]: line["says_coming"] for line in lines} == {"李书记": False, "王党员": True}


@pytest.mark.parametrize(
    ("path", "body"),
    [("group-list", LIST), ("sign-ups", {"people": [{"person_id": 1}]})],
)
def test_only_who_runs_an_event_reads_a_list_for_it(cast, call_as, path, body):
    event = make_event(cast, 2)
    method = "POST" if path == "group-list" else "PUT"

    assert call_as(cast.wang).send(method, f"/api/events/{event.id}/{path}", body).status_code == 403
    assert call_as(cast.sun).send(method, f"/api/events/{event.id}/{path}", body).status_code == 403


def test_people_are_listed_masked_and_phoned_one_by_one_with_a_reason(cast, call_as, li):
    first = li.get("/api/people?limit=2").json
    rest = li.get(f"/api/people?limit=2&after={first['next']}").json
    everyone = first["items"] + rest["items"]
    assert ([one["name"] for one in everyone], rest["next"]) == (["李书记", "王党员", "陈村民"], None)
    assert all(one["phone"].startswith("*******") for one in everyone)

    wang = f"/api/people/{cast.wang.person.id}/phone"
    assert li.post(wang, {}).status_code == 422, "a reveal needs a reason"
    assert li.post(wang, {"reason": "通知开会"}).json == {"name": "王党员", "phone": cast.wang.person.phone}
    assert AuditEntry.select().where(AuditEntry.action == "see_phone").count() == 1
    assert call_as(cast.sun).post(wang, {"reason": "x"}).status_code == 404
    assert call_as(cast.wang).get("/api/people").status_code == 403


def test_an_audience_is_chosen_from_what_my_seats_reach(cast, call_as, li):
    make_event(cast, 2)
    a_party_day(cast, starts_in=60)
    make_event(cast, 2, starts_at=cast.now - datetime.timedelta(days=30))
    choices = li.get("/api/audiences").json

    assert [one["name"] for one in choices["organisations"]] == ["东坑村"]
    assert [one["title"] for one in choices["events"]] == ["河道清洁"]
    assert [one["title"] for one in choices["party_days"]] == ["11月主题党日"]
    assert choices["alliances"] == []
    assert call_as(cast.wang).get("/api/audiences").status_code == 403


def test_each_role_says_what_its_seat_may_do(cast, call_as, li):
    (seat,) = li.get("/api/me").json["roles"]

    assert {"run_party_days", "send_notices", "see_contacts"} <= set(seat["functions"])
    assert call_as(cast.wang).get("/api/me").json["roles"] == []
