"""Numbers and days that no page of ours sends: whoever makes them up is refused in words."""

from __future__ import annotations

import inspect
import re
import sys

import pytest

from models.people import Person
from tests.services.party_day_makers import a_party_day
from tests.web.console.conftest import text_of
from tests.web.console.page_forms import forms_of
from tests.web.console.village import other_states, pages, rows_in, url
from tests.web.roles import somebody

LONG = "9" * 30
TOO_LONG = "9" * 5000  # int() itself refuses it
DAYS = {"date": ("0001-01-01", "9999-12-31"), "datetime-local": ("0001-01-01T00:00", "9999-12-31T23:59")}
NOT_ODD = ("csrf_token", "once")
READS = re.compile(r'(asked_id|asked_day|args\.get)\("(\w+)"')


@pytest.fixture
def desk(desk_as, cast, now):
    return desk_as(somebody("township_officer", cast, now))


@pytest.mark.parametrize(("day", "number"), [("9999-12-31", LONG), ("0001-01-01", TOO_LONG)], ids=["last", "first"])
def test_no_page_breaks_on_what_its_address_says(app, desk, cast, now, day, number):
    rows = {**rows_in(cast, now), "place": 6}
    broken, asked = [], 0
    for rule, method in pages(app):
        module = sys.modules[app.view_functions[rule.endpoint].__module__]
        names = READS.findall(inspect.getsource(module))
        if method != "GET" or not names:
            continue
        said = {name: day if how == "asked_day" else number for how, name in names}
        asked += 1
        if desk.get(url(rule, rows), query_string={"page": number, **said}).status_code >= 500:
            broken.append(rule.rule)
    assert asked > 30
    assert broken == []


def test_no_form_breaks_on_a_number_or_day_in_any_field(app, desk, cast, now):
    rows = {**rows_in(cast, now), "place": 6}
    paths = [url(rule, rows) for rule, method in pages(app) if method == "GET"]
    broken, sent = [], 0
    for where, form in list(forms_of(desk, [*paths, *other_states(cast, now)])):
        usual = {name: field.values or ["1"] for name, field in form.fields.items()}
        for name, field in form.fields.items():
            if name in NOT_ODD or field.is_typed or field.kind == "radio":
                continue
            for odd in DAYS.get(field.kind, (LONG,)):
                answer = desk.client.post(where, data={**usual, name: [odd]}, headers={"X-CSRFToken": desk.token()})
                sent += 1
                if answer.status_code >= 500:
                    broken.append((where, name, odd))
    assert sent > 100
    assert broken == []


def test_a_number_in_the_name_of_a_field_is_refused_like_any_other(desk, cast):
    day = a_party_day(cast)
    answer = desk.post(f"/party-days/{day.id}/paper", nonce="n", **{f"person-{LONG}": "present"})
    assert answer.status_code == 422


def test_a_year_that_nobody_means_is_said_in_words(desk, cast):
    answer = desk.post(f"/people/{cast.wang.person.id}/stay", direction="out", place="宁波", since_on="0201-03-01")
    assert "年份不对，请核对后重填" in text_of(answer)


def test_more_rows_than_can_be_taken_away_are_refused_in_words(desk, cast, monkeypatch):
    monkeypatch.setattr("services.exports.MOST_ROWS", Person.select().count() - 1)
    answer = desk.get("/people?export=yes")
    assert answer.status_code == 422
    assert "请先缩小查找的范围" in text_of(answer)
