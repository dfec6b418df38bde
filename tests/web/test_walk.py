"""Every route walked by every role, with requests made from the OpenAPI document's own examples."""

import pytest

from models.requests import Request, RequestKind
from models.wishes import Wish, WishStatus
from services.phones import phone_columns
from tests.web.openapi import operations
from tests.web.roles import ROLES, somebody

ANSWERS = {200, 201, 202, 204, 401, 403, 404, 409, 422}
FAR_AWAY = 2_000_000_000
ENDINGS = ("erase_me", "log_out")


@pytest.fixture
def actor(cast, now):
    return lambda role: somebody(role, cast, now)


@pytest.fixture
def rows(cast, now):
    """Rows of 东坑村 that are not public."""
    asker = cast.visitor()
    request = Request.create(
        kind=RequestKind.BINDING,
        person=asker.person,
        organisation=cast.dongkeng,
        name="王小禾",
        asked_at=now,
        **phone_columns("19900005555"),
    )
    return {"wish_id": cast.wish(status=WishStatus.PENDING).id, "request_id": request.id}


@pytest.fixture
def walk(app):
    def run(caller, ids):
        """Each operation and what it answered; what ends the session comes last."""
        document = app.test_client().get("/api/openapi.json").json
        for operation in sorted(operations(document), key=lambda operation: operation.name in ENDINGS):
            yield operation, caller.send(operation.method, operation.url(ids), operation.body())

    return run


@pytest.mark.parametrize("role", ROLES)
def test_every_route_answers_every_role_in_the_common_shape(walk, call_as, actor, rows, role):
    for operation, answer in walk(call_as(actor(role)), rows):
        assert answer.status_code in ANSWERS, (operation.name, answer.status_code, answer.text)
        if answer.status_code >= 400:
            assert answer.json["error"]["code"], operation.name
            assert answer.json["error"]["message"], operation.name


def test_without_a_token_every_route_but_logging_in_asks_for_one(walk, call_as, rows):
    for operation, answer in walk(call_as(None), rows):
        expected = "login_code_invalid" if operation.name == "log_in" else "not_logged_in"
        assert (answer.status_code, answer.json["error"]["code"]) == (401, expected), operation.name


@pytest.mark.parametrize("role", ["other_secretary", "other_member", "visitor", "member", "county_officer"])
def test_what_one_may_not_see_is_not_found_on_any_route(walk, call_as, actor, rows, role):
    for operation, answer in walk(call_as(actor(role)), rows):
        if set(operation.parameters) & rows.keys():
            assert (answer.status_code, answer.json["error"]["code"]) == (404, "not_found"), operation.name


@pytest.mark.parametrize("role", ["secretary", "township_officer", "county_officer"])
@pytest.mark.parametrize("number", [FAR_AWAY, 2**31, 2**63, 0])
def test_what_does_not_exist_is_not_found_on_any_route(walk, call_as, actor, app, role, number):
    document = app.test_client().get("/api/openapi.json").json
    names = {name for operation in operations(document) for name in operation.parameters}
    for operation, answer in walk(call_as(actor(role)), dict.fromkeys(names, number)):
        if operation.parameters:
            assert answer.status_code in (404, 422), (operation.name, answer.status_code)


def test_nobody_but_its_maker_and_seats_changed_the_wish(walk, call_as, actor, rows):
    for role in ("other_secretary", "other_member", "visitor", "member"):
        list(walk(call_as(actor(role)), rows))

    assert Wish.get_by_id(rows["wish_id"]).status is WishStatus.PENDING
