"""Complaints over HTTP."""

import pytest

from models.audit import AuditEntry
from wechat.outcomes import Verdict

BODY = {"kind": "complaint", "text": "村口的路灯坏了半个月"}


@pytest.fixture
def people(call_as, cast):
    return {name: call_as(getattr(cast, name)) for name in ("chen", "li", "wang")}


def test_from_complaint_to_answer(people):
    made = people["chen"].post("/api/complaints", BODY)
    assert (made.status_code, made.json["status"], made.json["due_at"]) == (201, "open", "2026-12-01T00:00:00+08:00")
    assert made.json["can_answer"] is False

    (waiting,) = people["li"].get("/api/complaints?of=to_answer").json["items"]
    assert (waiting["person"], waiting["can_answer"]) == ("陈村民", True)
    answered = people["li"].post(f"/api/complaints/{waiting['id']}/answer", {"answer": "今天就换"})
    assert (answered.status_code, answered.json["status"]) == (200, "answered")
    assert [each["answer"] for each in people["chen"].get("/api/complaints").json["items"]] == ["今天就换"]


def test_others_do_not_find_it(people):
    made = people["chen"].post("/api/complaints", BODY).json["id"]
    assert people["wang"].get(f"/api/complaints/{made}").status_code == 404
    assert people["wang"].get("/api/complaints?of=to_answer").json["items"] == []


def test_a_repeat_is_one_complaint(people):
    for _ in range(2):
        assert people["chen"].post("/api/complaints", BODY, key="one").status_code == 201
    assert len(people["chen"].get("/api/complaints").json["items"]) == 1


def test_whoever_has_no_village_says_which(call_as, cast):
    visitor = call_as(cast.visitor())
    assert visitor.post("/api/complaints", BODY).json["error"]["code"] == "organisation_required"
    assert visitor.post("/api/complaints", {**BODY, "organisation_id": cast.dongkeng.id}).status_code == 201


def test_text_that_wechat_does_not_pass_is_sent_closed_and_opened_by_a_person(people, wechat):
    wechat.verdict = Verdict.UNKNOWN
    made = people["chen"].post("/api/complaints", BODY)
    assert (made.status_code, made.json["text"], made.json["is_held"]) == (201, BODY["text"], True)

    (waiting,) = people["li"].get("/api/complaints?of=to_answer").json["items"]
    assert (waiting["text"], waiting["is_held"]) == ("", True)
    opened = people["li"].post(f"/api/complaints/{waiting['id']}/release")
    assert (opened.json["text"], opened.json["is_held"]) == (BODY["text"], False)


def test_an_answer_that_wechat_doubts_goes_once_its_writer_says_so(people, wechat):
    made = people["chen"].post("/api/complaints", BODY).json["id"]
    wechat.verdict = Verdict.REVIEW
    answer = {"answer": "今天就换"}

    assert people["li"].post(f"/api/complaints/{made}/answer", answer).json["error"]["code"] == "text_held"
    released = people["li"].post(f"/api/complaints/{made}/answer", {**answer, "is_released": True})
    assert released.json["status"] == "answered"
    assert AuditEntry.select().where(AuditEntry.action == "release_text").count() == 1
