"""The public board over HTTP: open to all, kept for a while, and with nobody of the whole county on it."""

import dataclasses

import pytest

import app as application
from commands.demo import county
from config.settings import Settings
from models.alliances import Alliance, AllianceLevel, AllianceMembership, AllianceType
from models.database import database, open_database
from models.organisations import Organisation, OrganisationKind
from models.people import Person
from tests.conftest import NOW
from tests.pictures import MemoryStore
from tests.report_cast import busy_day
from tests.web.console.conftest import text_of
from wechat.templates import parse_templates


@pytest.fixture
def alliance(cast):
    colour = AllianceType.create(key="red", name="红色引领", colour="#A61C2B")
    day = NOW.date().replace(month=1)
    made = Alliance.create(
        name="东片红盟", level=AllianceLevel.TOWNSHIP, type=colour, township=cast.township, formed_on=day
    )
    AllianceMembership.create(alliance=made, organisation=cast.dongkeng, joined_on=day)


@pytest.fixture
def visit(app):
    return app.test_client().get


def test_everybody_may_look_at_it_and_nothing_is_kept_of_them(visit, cast, alliance, app):
    later = busy_day(cast)
    app.extensions["clock"] = lambda: later
    answer = visit(f"/board/{cast.township.id}")
    said = text_of(answer)

    assert answer.status_code == 200
    assert "东片红盟 1 个党组织" in said
    assert "1 本月办结" in said
    assert "还没有评定结果" in said
    assert "Set-Cookie" not in answer.headers
    assert "script-src 'self'" in answer.headers["Content-Security-Policy"]


def test_each_colour_stands_beside_its_name_and_in_the_map(visit, cast, alliance):
    page = visit("/board").text

    assert 'fill="#A61C2B"' in page
    assert "东片红盟有 1 个党组织" in page


def test_an_empty_township_has_an_honest_board(visit, cast):
    said = text_of(visit(f"/board/{cast.township.id}"))

    for words in ("联盟还没有组建", "近期没有排主题党日", "这个月还没有公开报名的活动", "开过主题党日以后"):
        assert words in said


def test_the_screen_asks_for_the_content_alone_and_knows_from_when_it_is(visit, cast):
    answer = visit(f"/board/{cast.township.id}/content")

    assert 'data-at="2026-11-23T01:00:00+00:00"' in answer.text
    assert "<html" not in answer.text
    assert answer.headers["Cache-Control"] == "public, max-age=30"


def test_it_is_counted_once_in_half_a_minute_however_many_look(visit, cast, app, now, monkeypatch):
    visit(f"/board/{cast.township.id}")
    cast.wish()
    assert "0 等人认领" in text_of(visit(f"/board/{cast.township.id}"))

    later = now.replace(minute=1)
    app.extensions["clock"] = lambda: later
    assert "1 等人认领" in text_of(visit(f"/board/{cast.township.id}"))


@pytest.mark.parametrize("path", ["/board/999", "/board/999/content"])
def test_where_there_is_no_board_those_that_exist_are_named(visit, cast, path):
    answer = visit(path)

    assert answer.status_code == 404
    assert "云岭镇" in text_of(answer)


@pytest.fixture(scope="module")
def whole_county(engines):
    """The made-up county behind the real application."""
    url = engines["sqlite"].fresh()
    opened = open_database(url)
    with opened.connection_context():
        county.build(
            "wx-demo", parse_templates("notice:tpl-notice"), "wx-demo-official", photo_store=MemoryStore(), now=NOW
        )
    opened.close_all()
    settings = dataclasses.replace(
        Settings.from_env({}), database_url=url, secret_keys=("test-secret-one", "test-secret-zero")
    )
    made = application.create_app(settings)
    made.extensions["clock"] = lambda: NOW
    yield made
    if not database.is_closed():
        database.close()
    database.obj.close_all()


def test_nobody_of_the_whole_county_is_named_on_any_board(whole_county):
    with database.connection_context():
        names = [name for (name,) in Person.select(Person.name).tuples() if name]
        townships = Organisation.select().where(Organisation.kind == OrganisationKind.TOWNSHIP)
        paths = ["/board", *(f"/board/{township.id}" for township in townships)]
    assert len(names) > 300
    for path in paths:
        answer = whole_county.test_client().get(path)
        assert answer.status_code == 200
        assert [name for name in names if name in answer.text] == [], path
