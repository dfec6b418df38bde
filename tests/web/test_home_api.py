"""What is for me today, as the phone asks for it."""

import datetime

from tests.event_cast import make_event


def test_a_visitor_sees_open_wishes_and_nothing_of_anyone(cast, call_as):
    cast.wish()

    home = call_as(cast.visitor()).get("/api/home").json

    assert [wish["title"] for wish in home["wishes_nearby"]] == ["一床厚棉被"]
    assert (home["claims"], home["next_event"], home["next_party_day"], home["to_do"]) == ([], None, None, [])


def test_a_member_sees_the_claim_in_hand_with_its_due_day(cast, call_as, now):
    wish = cast.wish()
    wang = call_as(cast.wang)
    wang.post(f"/api/wishes/{wish.id}/claim")

    (claim,) = wang.get("/api/home").json["claims"]

    assert claim["title"] == wish.title
    due = datetime.datetime.fromisoformat(claim["progress_due_at"])
    assert due == now + datetime.timedelta(days=10)


def test_a_member_sees_the_next_event_signed_up_for(cast, call_as):
    event = make_event(cast)
    wang = call_as(cast.wang)
    assert wang.get("/api/home").json["next_event"] is None
    wang.post(f"/api/events/{event.id}/sign-up")

    assert wang.get("/api/home").json["next_event"]["event_id"] == event.id


def test_a_member_sees_the_next_party_day(cast, call_as, now):
    starts = now + datetime.timedelta(days=2)
    day = {
        "title": "十一月主题党日",
        "place": "党群服务中心",
        "starts_at": starts.isoformat(),
        "ends_at": (starts + datetime.timedelta(hours=2)).isoformat(),
    }
    call_as(cast.li).post("/api/party-days", day)

    awaited = call_as(cast.wang).get("/api/home").json["next_party_day"]

    assert (awaited["title"], awaited["status"]) == ("十一月主题党日", "not_yet")
    assert call_as(cast.zhao).get("/api/home").json["next_party_day"] is None


def test_a_secretary_sees_what_waits(cast, call_as):
    call_as(cast.chen).post("/api/wishes", {"title": "修一修门锁", "kind": "service"})

    home = call_as(cast.li).get("/api/home").json

    assert home["to_do"] == [{"kind": "verify_wishes", "count": 1}]
    assert home["unread"] == 1
