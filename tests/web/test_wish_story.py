"""A wish's whole life over HTTP, and what each sees of it."""

import pytest

from wechat.outcomes import Verdict

BODY = {"title": "一床厚棉被", "detail": "冷", "kind": "goods", "wisher_name": "陈奶奶", "contact_phone": "19900000012"}


@pytest.fixture
def people(call_as, cast):
    return {name: call_as(getattr(cast, name)) for name in ("chen", "li", "wang", "zhao", "sun")}


@pytest.fixture
def open_wish(people):
    made = people["chen"].post("/api/wishes", BODY).json["id"]
    people["li"].post(f"/api/wishes/{made}/verification", {"decision": "accept"})
    return f"/api/wishes/{made}"


def test_from_intake_to_fulfilment(people, open_wish):
    wang, chen = people["wang"], people["chen"]
    steps = [
        wang.post(f"{open_wish}/claim"),
        wang.post(f"{open_wish}/claim"),
        wang.post(f"{open_wish}/progress", {"note": "在路上"}),
        wang.post(f"{open_wish}/fulfilment"),
        chen.post(f"{open_wish}/confirmation", {"satisfied": True}),
    ]

    assert [(step.status_code, step.json["status"]) for step in steps] == [
        (201, "in_progress"),
        (200, "in_progress"),
        (200, "in_progress"),
        (200, "awaiting_confirmation"),
        (200, "fulfilled"),
    ]


def test_what_is_missing_is_read_by_those_concerned_alone(people, open_wish):
    people["wang"].post(f"{open_wish}/claim")
    people["wang"].post(f"{open_wish}/fulfilment")
    people["chen"].post(f"{open_wish}/confirmation", {"satisfied": False, "comment": "短了一截"})

    read = {name: one.get(open_wish).json["reason"] for name, one in people.items()}
    assert read == {"chen": "短了一截", "li": "短了一截", "wang": "短了一截", "zhao": "", "sun": ""}


def test_a_rival_comes_too_late(people, open_wish):
    people["wang"].post(f"{open_wish}/claim")
    answer = people["zhao"].post(f"{open_wish}/claim")

    assert (answer.status_code, answer.json["error"]["code"]) == (409, "wish_already_claimed")


def test_the_contact_opens_to_the_helper_only(people, open_wish):
    people["wang"].post(f"{open_wish}/claim")
    seen = {name: person.get(open_wish) for name, person in people.items()}

    assert seen["wang"].json["contact"] == {"name": "陈奶奶", "phone": "19900000012"}
    assert [name for name, answer in seen.items() if "19900000012" in answer.text] == ["wang"]
    assert seen["li"].json["village"]["contact_phone"] == "*******0012"
    assert [name for name, answer in seen.items() if "陈奶奶" in answer.text] == ["li", "wang"]


def test_no_list_shows_a_contact(people, open_wish):
    people["wang"].post(f"{open_wish}/claim")

    for person in people.values():
        for path in ("/api/wishes", "/api/home", "/api/inbox"):
            text = person.get(path).text
            assert "陈奶奶" not in text
            assert "19900000012" not in text


def test_a_held_note_is_seen_by_its_writer_and_the_village(people, open_wish, wechat):
    people["wang"].post(f"{open_wish}/claim")
    wechat.verdict = Verdict.REVIEW
    people["wang"].post(f"{open_wish}/progress", {"note": "有点问题"})

    assert [name for name, person in people.items() if person.get(open_wish).json["notes"]] == ["li", "wang"]


def test_giving_up_closes_the_contact(people, open_wish):
    people["wang"].post(f"{open_wish}/claim")
    given_up = people["wang"].delete(f"{open_wish}/claim").json

    assert (given_up["status"], given_up["mine"], given_up["contact"]) == ("open", None, None)
    assert people["wang"].get(open_wish).json["contact"] is None


def test_the_list_goes_on_where_it_ended(people, cast):
    made = [cast.wish().id for _ in range(5)]
    first = people["wang"].get("/api/wishes?limit=3").json
    rest = people["wang"].get(f"/api/wishes?limit=3&after={first['next']}").json

    assert [item["id"] for item in first["items"] + rest["items"]] == made[::-1]
    assert rest["next"] is None


def test_times_are_shown_in_shanghai(people, open_wish):
    assert people["wang"].get(open_wish).json["created_at"] == "2026-11-23T09:00:00+08:00"


def test_logging_in_and_out(call_as, wechat, app):
    wechat.openids["code-1"] = "openid-new"
    nobody = call_as(None)
    token = nobody.post("/api/session", {"code": "code-1"}).json["token"]
    again = nobody.post("/api/session", {"code": "code-1"}).json["token"]
    assert token != again
    headers = {"Authorization": f"Bearer {token}"}

    assert app.test_client().get("/api/me", headers=headers).json["is_bound"] is False
    assert app.test_client().delete("/api/session", headers=headers).status_code == 204
    assert app.test_client().get("/api/me", headers=headers).status_code == 401
