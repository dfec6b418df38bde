"""Every page of the console walked by every role: 404 for what one may not see, 403 for what one may not do."""

import re

import pytest

from models.alliances import Alliance
from models.audit import AuditEntry
from models.wishes import Wish, WishStatus
from tests.web.console.village import FAR_AWAY, pages, rows_in, url, visit
from tests.web.roles import ROLES, red_alliance, somebody

SEATED = [role for role in ROLES if role not in ("visitor", "resident", "member", "other_member")]
ANSWERS = {200, 204, 286, 303, 403, 404, 409, 422}
# Whose rows are not private to 东坑村's seats: everybody in the township sees its alliances.
OPEN_TO_THE_TOWNSHIP = {"alliance_id"}


@pytest.fixture
def rows(cast, now):
    return rows_in(cast, now)


@pytest.mark.parametrize("role", SEATED)
def test_every_page_answers_every_seat_in_words(app, desk_as, cast, now, rows, role, monkeypatch):
    official = app.extensions["official_account"]
    monkeypatch.setattr(official, "follow_code", lambda scene: f"http://weixin.qq.com/q/{scene}")
    rows["alliance_id"] = (Alliance.get_or_none() or red_alliance(cast, now)).id if role != "alliance_lead" else 1
    desk = desk_as(somebody(role, cast, now))
    for rule, method in pages(app):
        answer = visit(desk, method, url(rule, rows))
        assert answer.status_code in ANSWERS, (rule.rule, method, answer.status_code, answer.text[-300:])
        if answer.status_code >= 400 and answer.status_code != 422:
            assert "text/html" in answer.content_type, rule.rule


def test_nobody_gets_past_the_door_without_a_log_in(app, desk_as, rows):
    desk = desk_as(None)
    for rule, method in pages(app):
        handler = app.view_functions[rule.endpoint]
        if getattr(handler, "is_open_to_all", False):
            continue
        answer = visit(desk, method, url(rule, rows))
        assert (answer.status_code, answer.headers.get("Location")) == (303, "/console/log-in"), rule.rule


@pytest.mark.parametrize("role", ["resident", "member", "other_member"])
def test_without_a_seat_nobody_sits_down(desk_as, cast, now, role):
    with pytest.raises(Exception, match="no_seat"):
        desk_as(somebody(role, cast, now))


def test_what_another_village_keeps_is_not_found_on_any_page(app, desk_as, cast, now, rows):
    desk = desk_as(cast.sun)
    for rule, method in pages(app):
        if rule.arguments & rows.keys() - OPEN_TO_THE_TOWNSHIP - {"place"}:
            answer = visit(desk, method, url(rule, rows))
            assert answer.status_code == 404, (rule.rule, method, answer.status_code)


@pytest.mark.parametrize(
    ("role", "number"), [("secretary", FAR_AWAY), ("township_officer", 2**63), ("county_officer", FAR_AWAY)]
)
def test_what_does_not_exist_is_not_found_on_any_page(app, desk_as, cast, now, role, number):
    desk = desk_as(somebody(role, cast, now))
    for rule, method in pages(app):
        names = set(re.findall(r"<int:(\w+)>", rule.rule)) - {"place"}
        if names:
            answer = visit(desk, method, url(rule, dict.fromkeys(names, number)))
            assert answer.status_code in (403, 404), (rule.rule, method, answer.status_code)


def test_walking_about_has_changed_nothing_of_another_village(app, desk_as, cast, now, rows):
    before = AuditEntry.select().count()
    desk = desk_as(cast.sun)
    for rule, method in pages(app):
        visit(desk, method, url(rule, rows))
    assert Wish.get().status is WishStatus.IN_PROGRESS
    assert AuditEntry.select().where(AuditEntry.id > before, AuditEntry.action != "log_in_at_desk").count() == 0
