"""A wish from birth to confirmed, through the real processes: log-in, binding, verification, claim, confirmation."""

from __future__ import annotations

import uuid

import pytest

from tests.e2e.stack import Phone, Stack, WeChat, phones, wait_until

pytestmark = pytest.mark.engine


def openid_of(wechat: WeChat, role: str, skip: int = 0) -> str:
    """The first person (after `skip`) of the made-up county in that role."""
    return [person["openid"] for person in wechat.people() if role in person["roles"]][skip]


def test_a_new_visitor_logs_in_and_a_repeated_code_answers_with_a_new_token(stack: Stack, wechat: WeChat) -> None:
    newcomer = wechat.post("people", {"n": 1})[0]["openid"]
    phone = Phone(stack, newcomer)
    code = wechat.login_code(newcomer)
    first, second = phone.log_in(code), phone.log_in(code)
    assert (first.status_code, second.status_code) == (200, 200)
    assert first.json()["token"] != second.json()["token"]
    assert first.json()["person"]["id"] == second.json()["person"]["id"]
    assert first.json()["person"]["organisation"] is None
    phone.close()


def test_a_code_that_wechat_does_not_know_opens_nothing(stack: Stack) -> None:
    phone = Phone(stack, "nobody")
    answer = phone.log_in("no-such-code")
    assert (answer.status_code, answer.json()["error"]["code"]) == (401, "login_code_invalid")
    assert phone.get("me").status_code == 401
    phone.close()


def test_a_resident_with_another_name_waits_for_the_secretary_who_approves(stack: Stack, wechat: WeChat) -> None:
    newcomer = wechat.post("people", {"n": 1})[0]["openid"]
    with phones(stack, [newcomer, openid_of(wechat, "secretary")]) as (resident, secretary):
        branch = secretary.get("me").json()["organisation"]["id"]
        body = {"code": wechat.phone_code(newcomer), "name": "林新来", "organisation_id": branch}
        asked = resident.post("me/phone", body)
        assert (asked.status_code, asked.json()["binding"]) == (200, "pending")
        waiting = next(item for item in secretary.get("requests").json()["items"] if item["name"] == "林新来")
        assert waiting["phone"].startswith("*******")
        assert secretary.post(f"requests/{waiting['id']}", {"decision": "approve"}).status_code == 200
        assert resident.get("me").json()["is_bound"] is True


@pytest.fixture
def story(stack: Stack, wechat: WeChat):
    """A resident, the secretary of the resident's branch, and two members of any branch."""
    openids = [openid_of(wechat, "secretary"), openid_of(wechat, "member"), openid_of(wechat, "member", 1)]
    newcomer = wechat.post("people", {"n": 1})[0]["openid"]
    with phones(stack, [newcomer, *openids]) as people:
        resident, secretary = people[0], people[1]
        branch = secretary.get("me").json()["organisation"]["id"]
        resident.post("me/phone", {"phone": "19900009999", "name": "何大娘", "organisation_id": branch})
        waiting = next(item for item in secretary.get("requests").json()["items"] if item["name"] == "何大娘")
        assert secretary.post(f"requests/{waiting['id']}", {"decision": "approve", "as_resident": True}).ok
        yield people


def make_and_verify(resident: Phone, secretary: Phone) -> int:
    made = resident.post("wishes", {"title": "一盏小夜灯", "detail": "晚上起夜看不清", "kind": "goods"})
    assert (made.status_code, made.json()["status"]) == (201, "pending")
    wish_id = int(made.json()["id"])
    shown = secretary.post(f"wishes/{wish_id}/verification", {"decision": "accept", "public_name": "东坑村一位老人"})
    assert (shown.status_code, shown.json()["status"]) == (200, "open")
    return wish_id


def test_a_wish_goes_from_intake_to_confirmed_and_everyone_hears_of_it(stack: Stack, wechat: WeChat, story) -> None:
    resident, secretary, wang, zhao = story
    wish_id = make_and_verify(resident, secretary)
    seen = wang.get(f"wishes/{wish_id}").json()
    assert (seen["public_name"], seen["contact"]) == ("东坑村一位老人", None)

    wechat.grant(resident.openid, "tpl-wish-update")
    assert resident.post("me/grants", {"results": {"tpl-wish-update": "accept"}}).status_code == 200
    key = uuid.uuid4().hex
    claimed = wang.post(f"wishes/{wish_id}/claim", key=key)
    assert claimed.status_code == 201
    assert wang.post(f"wishes/{wish_id}/claim", key=key).status_code == 201
    assert wang.post(f"wishes/{wish_id}/claim").status_code == 200
    refused = zhao.post(f"wishes/{wish_id}/claim")
    assert (refused.status_code, refused.json()["error"]["code"]) == (409, "wish_already_claimed")

    assert wang.get(f"wishes/{wish_id}").json()["contact"] == {"name": "何大娘", "phone": "19900009999"}
    assert zhao.get(f"wishes/{wish_id}").json()["contact"] is None

    assert wang.post(f"wishes/{wish_id}/progress", {"note": "灯买好了，周六送来"}).status_code == 200
    assert wang.post(f"wishes/{wish_id}/fulfilment").json()["status"] == "awaiting_confirmation"
    assert wang.get(f"wishes/{wish_id}").json()["contact"] is None
    again = resident.post(f"wishes/{wish_id}/confirmation", {"satisfied": False, "comment": "灯不亮"})
    assert again.json()["status"] == "in_progress"
    wang.post(f"wishes/{wish_id}/fulfilment")
    assert resident.post(f"wishes/{wish_id}/confirmation", {"satisfied": True}).json()["status"] == "fulfilled"
    assert resident.post(f"wishes/{wish_id}/withdrawal").json()["error"]["code"] == "wrong_state"

    inbox = [item["title"] for item in resident.get("inbox").json()["items"]]
    assert "心愿有人认领了" in inbox
    knocked = wait_until(lambda: wechat.outbox(resident.openid), "WeChat knocked at the resident's")
    assert [entry["status"] for entry in knocked].count("delivered") == 1


def test_an_idle_claim_is_reminded_and_then_released_by_the_worker(stack: Stack, wechat: WeChat, story) -> None:
    resident, secretary, wang, zhao = story
    wish_id = make_and_verify(resident, secretary)
    assert wang.post(f"wishes/{wish_id}/claim").status_code == 201
    wechat.advance(days=7, minutes=1)
    wait_until(lambda: "心愿等您的进展" in _titles(wang), "the claimer is reminded")
    wechat.advance(days=3, minutes=1)
    wait_until(lambda: zhao.get(f"wishes/{wish_id}").json()["status"] == "open", "the wish is back on the wall")
    assert zhao.post(f"wishes/{wish_id}/claim").status_code == 201


def test_text_that_wechat_doubts_waits_for_a_person(stack: Stack, wechat: WeChat, story) -> None:
    resident, secretary, wang, _ = story
    held = resident.post("wishes", {"title": "[[review]] 一个心愿", "kind": "service"})
    assert (held.status_code, held.json()["status"]) == (201, "held")
    assert wang.get(f"wishes/{held.json()['id']}").status_code == 404
    assert secretary.get(f"wishes/{held.json()['id']}").json()["status"] == "held"


def _titles(phone: Phone) -> list[str]:
    return [item["title"] for item in phone.get("inbox").json()["items"]]
