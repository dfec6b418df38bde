"""What every page of the console stands on: log-in, cookies, forged forms, refusals as pages."""

from __future__ import annotations

import datetime

import pytest

from models.appointments import Appointment
from models.sessions import Session, SessionKind
from services import sessions
from tests.web.console.conftest import text_of
from web.console.security import secure


def test_without_a_log_in_every_page_leads_to_the_door_and_back(desk_as):
    answer = desk_as(None).get("/sessions?page=2")
    assert (answer.status_code, answer.headers["Location"]) == (303, "/console/log-in")


def test_a_secretary_sees_what_is_to_do_today(desk_as, cast):
    assert "李书记" in desk_as(cast.li).reads("/")


def test_a_phones_token_does_not_open_the_console(desk_as, cast, now):
    desk = desk_as(None)
    token, _ = sessions.open_session(cast.li.person, identity_id=None, days=1, now=now)
    with desk.client.session_transaction(path="/console/") as cookie:
        cookie["token"] = token
    assert desk.get("/").headers["Location"] == "/console/log-in"


def test_a_desks_token_does_not_open_the_api(call_as, cast, now, app):
    token = sessions.open_desk_session(cast.li.person, identity_id=None, device="", hours=1, now=now)
    answer = app.test_client().get("/api/me", headers={"Authorization": f"Bearer {token}"})
    assert answer.status_code == 401


def test_whose_term_has_ended_is_told_so(desk_as, cast, now, app):
    desk = desk_as(cast.li)
    Appointment.update(ends_on=now.date() - datetime.timedelta(days=1)).execute()
    answer = desk.get("/")
    assert answer.status_code == 403
    assert "任期已经结束" in text_of(answer)


@pytest.mark.parametrize("path", ["/nothing", "/sessions/99/more", "/assets/none.js"])
def test_what_does_not_exist_is_a_page_in_chinese(desk_as, cast, path):
    answer = desk_as(cast.li).get(path)
    assert answer.status_code == 404
    assert "没有找到" in answer.text
    assert answer.content_type == "text/html; charset=utf-8"


def test_a_form_from_elsewhere_is_refused(desk_as, cast, now):
    desk = desk_as(cast.li)
    other = sessions.open_session(cast.li.person, identity_id=None, days=1, now=now)
    row = Session.get(Session.token_hash == sessions.hash_token(other[0]))
    answer = desk.client.post(f"/console/sessions/{row.id}/end")
    assert answer.status_code == 400
    assert Session.get_by_id(row.id).revoked_at is None


def test_another_device_can_be_logged_out_from_here(desk_as, cast, call_as):
    phone = call_as(cast.li)
    row = Session.get(Session.person == cast.li.person.id, Session.kind == SessionKind.PHONE)
    desk_as(cast.li).post(f"/sessions/{row.id}/end")
    assert phone.get("/api/me").status_code == 401


def test_nobody_elses_device_can_be_logged_out(desk_as, cast, call_as):
    call_as(cast.sun)
    row = Session.get(Session.person == cast.sun.person.id)
    assert desk_as(cast.li).post(f"/sessions/{row.id}/end").status_code == 404


def test_logging_out_closes_the_session_and_forgets_the_cookie(desk_as, cast):
    desk = desk_as(cast.li)
    desk.post("/log-out")
    assert Session.get(Session.kind == SessionKind.DESK).revoked_at is not None
    assert desk.get("/").status_code == 303


def test_pages_may_load_nothing_from_elsewhere_and_run_nothing_inline(desk_as, cast):
    answer = desk_as(cast.li).get("/")
    policy = answer.headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    assert "http" not in policy
    for sign in (" style=", "<script>", " onclick=", "http://", "https://"):
        assert sign not in answer.text


def test_the_cookie_is_for_the_console_alone(desk_as, cast):
    cookie = desk_as(None).get("/log-in").headers["Set-Cookie"]
    assert "HttpOnly" in cookie
    assert "SameSite=Lax" in cookie
    assert "Path=/console" in cookie


def test_the_cookie_travels_encrypted_in_production(app):
    class Production:
        is_sandbox = False

    app.extensions["settings"] = Production()
    secure(app)
    assert app.config["SESSION_COOKIE_SECURE"] is True
