"""Every refusal in one shape."""

import datetime

import peewee
import pytest
from playhouse.pool import MaxConnectionsExceeded

from services import sessions, wishes
from services.errors import Conflict, Invalid, NotAllowed, NotFound, NotLoggedIn, Unavailable


@pytest.mark.parametrize(
    "path",
    [
        "/nowhere",
        "/api/nowhere",
        "/api/wishes/x",
        "/api/wishes/-1",
        "/api/wishes/0",
        "/api/wishes/2147483648",
        "/api/wishes/" + "9" * 5000,
        "/api/wishes/1/nowhere",
    ],
)
def test_what_is_not_there_is_not_found(call_as, cast, path):
    answer = call_as(cast.wang).get(path)

    assert (answer.status_code, answer.json["error"]["code"]) == (404, "not_found")


@pytest.mark.parametrize("method", ["PUT", "DELETE", "PATCH", "TRACE"])
def test_a_method_that_a_path_does_not_have(call_as, cast, method):
    answer = call_as(cast.wang).raw(method, "/api/wishes", b"{}")

    assert (answer.status_code, answer.json["error"]["code"]) == (405, "method_not_allowed")


@pytest.mark.parametrize(
    "header", ["", "Bearer", "Bearer ", "Bearer garbage", "Basic eDp5", "Bearer " + "x" * 5000, "Bearer \xff\x00"]
)
def test_without_a_good_token_nobody_is_logged_in(app, header):
    answer = app.test_client().get("/api/me", headers={"Authorization": header})

    assert (answer.status_code, answer.json["error"]["code"]) == (401, "not_logged_in")


def test_an_expired_or_closed_token_is_no_token(app, cast, now):
    then = now - datetime.timedelta(days=2)
    expired, _ = sessions.open_session(cast.wang.person, identity_id=None, days=1, now=then)
    closed, _ = sessions.open_session(cast.wang.person, identity_id=None, days=1, now=now)
    sessions.close_session(closed, now=now)

    for token in (expired, closed):
        answer = app.test_client().get("/api/me", headers={"Authorization": f"Bearer {token}"})
        assert answer.status_code == 401


@pytest.mark.parametrize(
    ("refusal", "status"),
    [(NotLoggedIn, 401), (NotAllowed, 403), (NotFound, 404), (Conflict, 409), (Invalid, 422), (Unavailable, 503)],
)
def test_each_family_of_refusals_has_its_status(call_as, cast, monkeypatch, refusal, status):
    monkeypatch.setattr(wishes, "list_wishes", _raises(refusal(fields={"title": "请填写"})))
    answer = call_as(cast.wang).get("/api/wishes")

    assert answer.status_code == status
    assert answer.json["error"] == {
        "code": refusal.code,
        "message": refusal.message,
        "fields": {"title": "请填写"},
    }


@pytest.mark.parametrize(
    ("error", "status", "code"),
    [
        (peewee.OperationalError("database is locked"), 503, "database_unavailable"),
        (peewee.InterfaceError("(0, '')"), 503, "database_unavailable"),
        (MaxConnectionsExceeded("all taken"), 503, "database_unavailable"),
        (ValueError("19900000012"), 500, "internal_error"),
    ],
)
def test_a_failure_says_nothing_of_its_cause(call_as, cast, monkeypatch, error, status, code):
    monkeypatch.setattr(wishes, "list_wishes", _raises(error))
    answer = call_as(cast.wang).get("/api/wishes")

    assert (answer.status_code, answer.json["error"]["code"]) == (status, code)
    assert str(error) not in answer.text
    assert answer.json["error"].keys() == {"code", "message"}


def _raises(error):
    def run(**_options):
        raise error

    return run
