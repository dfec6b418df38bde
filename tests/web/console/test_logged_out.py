"""The log-in ends while somebody writes at a desk: nothing that was typed is lost, and nothing is done by itself."""

from __future__ import annotations

import datetime

import pytest

from models.meetings import MinutesVersion
from models.sessions import Session
from services import desk_log_ins
from tests.services.party_day_makers import a_party_day
from tests.web.console.conftest import text_of
from tests.web.console.page_forms import forms_in
from web.console.blueprint import TOKEN

WRITTEN = "很长的纪要\r\n<第二行>"


@pytest.fixture
def desk(desk_as, cast):
    desk = desk_as(cast.li)
    desk.token()
    return desk


@pytest.fixture
def minutes(cast):
    return f"/party-days/{a_party_day(cast).id}/minutes"


HOUR = datetime.timedelta(hours=1)


@pytest.mark.parametrize(("headers", "hours"), [({}, 22), ({"HX-Request": "true"}, 12)])
def test_a_desk_in_use_stays_logged_in_and_one_that_only_asks_by_itself_does_not(app, desk, now, headers, hours):
    app.extensions["clock"] = lambda: now + 10 * HOUR
    desk.get("/", headers=headers)
    assert Session.get().expires_at == now + hours * HOUR


def test_no_desk_stays_logged_in_for_longer_than_a_day(app, desk, now):
    for hours in (11, 22):
        app.extensions["clock"] = lambda hours=hours: now + hours * HOUR
        desk.get("/")
    assert Session.get().expires_at == now + 24 * HOUR


def log_out_all(now):
    Session.update(expires_at=now).execute()


def log_in_again(desk, who, now):
    token = desk_log_ins.open_for(who.person, identity_id=None, device="测试", now=now)
    with desk.client.session_transaction(path="/console/") as cookie:
        cookie.clear()
        cookie[TOKEN] = token


def send(desk, path, fields, **headers):
    """As a page that was opened before: with the token that it had then."""
    return desk.client.post(f"/console{path}", data={"csrf_token": desk.token(), **fields}, headers=headers)


@pytest.mark.parametrize("has_another_log_in", [False, True])
def test_a_part_of_a_page_says_that_the_log_in_is_over_and_leads_nowhere(desk, cast, now, has_another_log_in):
    log_out_all(now)
    if has_another_log_in:
        log_in_again(desk, cast.li, now)
    answer = send(desk, "/notices/look", {"title": "停水"}, **{"HX-Request": "true"})
    assert (answer.status_code, "HX-Redirect" in answer.headers, "Set-Cookie" in answer.headers) == (401, False, False)


def test_a_form_sent_after_the_log_in_ended_comes_back_and_is_saved_after_the_next_one(desk, cast, minutes, now):
    log_out_all(now)
    lost = send(desk, minutes, {"based_on": "0", "text": WRITTEN})
    assert lost.status_code == 401
    assert "您刚才写的 很长的纪要 <第二行>" in text_of(lost)

    log_in_again(desk, cast.li, now)
    (form,) = [form for form in forms_in(lost.text) if form.action.endswith(minutes)]
    asked = desk.client.post(form.action, data={name: field.values for name, field in form.fields.items()})
    assert (asked.status_code, "现在登录的是李书记" in asked.text) == (400, True)
    assert MinutesVersion.select().count() == 0

    (form,) = [form for form in forms_in(asked.text) if form.action.endswith(minutes)]
    desk.client.post(form.action, data={name: field.values for name, field in form.fields.items()})
    assert MinutesVersion.get().text.splitlines() == WRITTEN.splitlines()


def test_a_yes_said_before_the_log_in_ended_is_asked_for_again(desk, minutes, now):
    log_out_all(now)
    assert 'name="confirmed"' not in send(desk, minutes, {"text": WRITTEN, "confirmed": "yes"}).text


@pytest.mark.parametrize(
    "told", [{"Sec-Fetch-Site": "cross-site"}, {"Origin": "http://elsewhere.example"}, {"Origin": "null"}]
)
def test_what_another_site_sends_gets_no_token_of_ours(desk, minutes, told):
    answer = desk.client.post(f"/console{minutes}", data={"text": "假的"}, headers=told)
    assert (answer.status_code, "假的" in answer.text) == (400, False)
