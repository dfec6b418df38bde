"""A command and its repeat over HTTP."""

import pytest

from models.audit import AuditEntry
from models.notices import Notice, Purpose
from models.wishes import Wish
from services import messages
from services.messages import Message

BODY = {"title": "一床厚棉被", "detail": "冷", "kind": "goods"}


@pytest.fixture
def chen(call_as, cast):
    return call_as(cast.chen)


def test_a_repeat_has_no_second_effect_and_the_same_answer(chen):
    first, second = (chen.post("/api/wishes", BODY, key="k1") for _ in range(2))

    assert (first.status_code, second.status_code) == (201, 201)
    assert first.json == second.json
    assert Wish.select().count() == 1


def test_a_repeat_is_not_read_by_wechat_again(chen, wechat):
    for _ in range(2):
        chen.post("/api/wishes", BODY, key="k1")

    assert len(wechat.checked) == 1


def test_a_repeat_shows_the_wish_as_it_is_today(chen, call_as, cast):
    made = chen.post("/api/wishes", BODY, key="k1").json
    call_as(cast.li).post(f"/api/wishes/{made['id']}/verification", {"decision": "accept"})

    assert chen.post("/api/wishes", BODY, key="k1").json["status"] == "open"


def test_the_same_key_for_another_command_is_refused(chen):
    chen.post("/api/wishes", BODY, key="k1")
    answer = chen.post("/api/wishes", {**BODY, "title": "一床薄被"}, key="k1")

    assert (answer.status_code, answer.json["error"]["code"]) == (422, "idempotency_key_reused")


def test_a_key_that_read_a_message_or_saw_a_contact_is_used_up(call_as, cast, now):
    wish = cast.wish(contact_phone="19900000012")
    messages.queue(Message(Purpose.NOTICE, "你好", ""), [cast.li.person.id], now=now)
    li, reading = call_as(cast.li), f"/api/inbox/{Notice.get().id}/read"
    paths = {"contact": f"/api/wishes/{wish.id}/contact", "read": reading}

    assert [li.post(path, key=name).status_code for name, path in paths.items()] == [200, 200]
    assert [li.post(path, key=name).status_code for name, path in paths.items()] == [200, 200]
    assert [li.post(f"/api/wishes/{wish.id}/claim", key=name).status_code for name in paths] == [422, 422]


def test_a_contact_seen_again_under_its_key_is_another_look_in_the_trail(call_as, cast):
    wish = cast.wish(contact_phone="19900000012")
    for _ in range(2):
        call_as(cast.li).post(f"/api/wishes/{wish.id}/contact", {"reason": "回访"}, key="k1")

    assert AuditEntry.select().where(AuditEntry.action == "see_contact").count() == 2


def test_a_refused_command_may_be_tried_again_under_its_key(chen, call_as, cast):
    wish = cast.wish(status="pending")
    wang = call_as(cast.wang)
    assert wang.post(f"/api/wishes/{wish.id}/claim", key="k1").status_code == 404
    call_as(cast.li).post(f"/api/wishes/{wish.id}/verification", {"decision": "accept"})

    assert wang.post(f"/api/wishes/{wish.id}/claim", key="k1").status_code == 201


@pytest.mark.parametrize("key", ["x" * 81, "键", "a\tb", "", " "])
def test_a_key_of_another_shape_is_refused(chen, key):
    answer = chen.post("/api/wishes", BODY, key=key.encode().decode("latin-1"))

    assert (answer.status_code, answer.json["error"]["code"]) == (422, "idempotency_key_invalid")
