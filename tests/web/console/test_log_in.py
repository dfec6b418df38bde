"""The door of the console: a code to scan, a state to ask for, a person to choose on a desk."""

import dataclasses
from types import SimpleNamespace

import pytest

from models.organisations import Sector
from models.sessions import DeskLogIn
from services import desk_log_ins
from tests.web.console.conftest import text_of
from wechat.errors import WeChatUnavailable

PICTURE = b"\x89PNG..."


@pytest.fixture
def drawn(wechat):
    """What the stand-in was asked to draw."""
    asked = []
    wechat.code_picture = lambda scene, page: asked.append((scene, page)) or PICTURE
    return asked


@pytest.fixture
def door(desk_as, drawn):
    """A browser that has asked for a code: its desk, and the code."""
    desk = desk_as(None)
    desk.post("/log-in/code")
    return desk, drawn[0][0].removeprefix("d=")


def test_a_desk_is_let_in_by_the_phone_and_goes_where_it_was_going(door, cast, now):
    desk, code = door
    desk.get("/tasks")
    assert desk.get("/log-in/state").status_code == 204
    desk_log_ins.decide_desk_log_in(code, "confirm", by=cast.li, now=now)
    answer = desk.get("/log-in/state", headers={"HX-Request": "true"})
    assert answer.headers["HX-Redirect"] == "/console/tasks"
    assert "李书记" in desk.reads("/")


def test_logging_in_leaves_nothing_of_the_cookie_before(door, cast, now):
    desk, code = door
    desk_log_ins.decide_desk_log_in(code, "confirm", by=cast.li, now=now)
    desk.get("/log-in/state")
    with desk.client.session_transaction(path="/console/") as cookie:
        assert set(cookie) == {"token"}


def test_a_code_that_is_over_says_so_and_offers_another(door, app, now):
    desk, _code = door
    DeskLogIn.update(expires_at=now).execute()
    answer = desk.get("/log-in/state")
    assert answer.status_code == 286
    assert "换一个登录码" in text_of(answer)


def test_an_answer_that_comes_late_does_not_undo_a_log_in(desk_as, drawn):
    desk = desk_as(None)
    answer = desk.client.post("/console/log-in/code", headers={"X-CSRFToken": desk.token()})
    assert answer.status_code == 200
    assert not any(cookie.startswith("desk=") for cookie in answer.headers.getlist("Set-Cookie"))


def test_when_wechat_draws_nothing_one_is_told_and_may_ask_again(desk_as, wechat, app):
    def silent(scene, page):
        raise WeChatUnavailable("timeout")

    wechat.code_picture = silent
    answer = desk_as(None).post("/log-in/code")
    assert answer.status_code == 200
    assert "换一个登录码" in text_of(answer)


def test_on_a_desk_one_may_sit_down_as_anybody_with_a_seat(desk_as, cast):
    desk = desk_as(None)
    assert "李书记" in text_of(desk.post("/log-in/as", person_id=cast.li.person.id))


def test_who_sits_down_without_scanning_was_in_the_mini_program_like_who_scans(desk_as, cast, app):
    seen = []
    app.extensions["sandbox_phone"] = SimpleNamespace(open_mini_program=seen.append)
    desk_as(None).post("/log-in/as", person_id=cast.li.person.id)
    assert seen == [f"openid-{cast.li.person.id}"]


def test_a_village_stands_first_among_the_seats_to_choose_from(desk_as, cast):
    cast.dongkeng.sector = Sector.DEPARTMENT
    cast.dongkeng.save()
    said = desk_as(None).reads("/log-in")
    assert said.index("孙书记") < said.index("李书记")


def test_not_without_a_seat(desk_as, cast):
    assert desk_as(None).post("/log-in/as", person_id=cast.wang.person.id).status_code == 403


def test_in_production_nobody_is_chosen(desk_as, cast, app):
    app.extensions["settings"] = dataclasses.replace(app.extensions["settings"], app_env="production")
    desk = desk_as(None)
    assert "选一个人" not in desk.reads("/log-in")
    assert desk.post("/log-in/as", person_id=cast.li.person.id).status_code == 404
