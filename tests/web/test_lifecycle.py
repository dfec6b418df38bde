"""A request's number, its headers, and its line in the log."""

import pytest
import structlog
from structlog.testing import LogCapture

from models.audit import AuditEntry
from services import wishes
from web import errors, lifecycle

PHONE = "19900000012"


@pytest.fixture
def log(app, monkeypatch):
    """The lines that the web writes, with what is bound to them."""
    capture = LogCapture()
    logger = structlog.wrap_logger(None, processors=[structlog.contextvars.merge_contextvars, capture])
    for module in (lifecycle, errors):
        monkeypatch.setattr(module, "log", logger)
    return capture.entries


def test_every_answer_carries_its_request_s_number(app):
    numbers = {app.test_client().get(path).headers["X-Request-Id"] for path in ("/healthz", "/api/me", "/nowhere")}

    assert len(numbers) == 3


def test_a_number_that_the_caller_gave_is_kept(app):
    answer = app.test_client().get("/healthz", headers={"X-Request-Id": "from-nginx-0001"})

    assert answer.headers["X-Request-Id"] == "from-nginx-0001"


@pytest.mark.parametrize("offered", ["short", "x" * 65, "has blank inside", "<script>alert(1)</script>"])
def test_a_number_of_another_shape_is_replaced(app, offered):
    answer = app.test_client().get("/healthz", headers={"X-Request-Id": offered})

    assert answer.headers["X-Request-Id"] != offered


def test_the_trail_knows_the_request(app, cast, call_as):
    answer = call_as(cast.chen).post("/api/wishes", {"title": "棉被", "kind": "goods"})

    assert AuditEntry.get(action="make_wish").origin == answer.headers["X-Request-Id"]


def test_answers_are_not_stored_on_the_way(app):
    headers = app.test_client().get("/api/me").headers

    assert headers["Cache-Control"] == "no-store"
    assert headers["X-Content-Type-Options"] == "nosniff"


def test_each_request_is_one_line_by_its_rule(log, call_as, cast):
    wish = cast.wish()
    call_as(cast.wang).get(f"/api/wishes/{wish.id}?token=secret")

    (line,) = log
    assert (line["event"], line["rule"], line["status"]) == ("request", "/api/wishes/<int:wish_id>", 200)
    assert line["person"] == cast.wang.person.id


def test_the_next_request_is_not_logged_under_the_last_one_s_person(log, app, call_as, cast):
    call_as(cast.wang).get("/api/me")
    app.test_client().get("/api/me")

    assert [line.get("person") for line in log] == [cast.wang.person.id, None]


def test_no_line_holds_a_token_a_phone_or_a_name(log, call_as, cast, wechat, monkeypatch):
    wechat.openids["code-secret"] = "openid-secret"
    wechat.phones["code-phone"] = PHONE
    token = call_as(None).post("/api/session", {"code": "code-secret"}).json["token"]
    visitor = type(call_as(None))(call_as(cast.wang)._client, token)
    visitor.post("/api/me/phone", {"code": "code-phone", "name": "王小禾", "organisation_id": cast.dongkeng.id})
    visitor.post("/api/me/phone", {"phone": PHONE, "name": ["王小禾"]}, key=f"key-{PHONE}")
    visitor.get(f"/api/wishes?status={PHONE}")
    visitor.get(f"/api/{PHONE}")
    monkeypatch.setattr(wishes, "list_wishes", lambda **_: 1 / 0 if PHONE else None)
    visitor.get("/api/wishes")

    written = str(log)
    assert [line["status"] for line in log if line["event"] == "request"][-1] == 500
    for secret in (token, "code-secret", "openid-secret", "code-phone", PHONE, "王小禾"):
        assert secret not in written


def test_a_failure_is_told_by_kind_and_place_only(log, call_as, cast, monkeypatch):
    def fail(**_options):
        raise ValueError(f"bad number {PHONE}")

    monkeypatch.setattr(wishes, "list_wishes", fail)
    call_as(cast.wang).get("/api/wishes")

    failure = next(line for line in log if line["event"] == "failure")
    assert failure["kind"] == "ValueError"
    assert failure["at"][-1].startswith("test_lifecycle.py:")
    assert PHONE not in str(log)
