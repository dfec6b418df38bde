"""`flask demo`: only into an empty database, never in production; any size on demand."""

import collections

import pytest

from commands.demo import crowd, sandbox
from models.appointments import Appointment, Role
from models.organisations import Organisation
from models.people import Identity, Person
from tests.commands.conftest import NOBODY_THERE, command_line


def test_it_says_so_in_one_line_when_the_stand_in_does_not_answer(flask):
    lines = flask("demo", "--people", 3).output.splitlines()
    assert lines[0].endswith("3 人，0 个微心愿")
    assert lines[1].startswith("微信模拟器没有应答")
    assert len(lines) == 2


def test_a_database_with_data_is_left_alone(flask, cast):
    assert "空数据库" in flask("demo", fails=True).output
    assert flask("demo", "--if-empty").output == ""
    assert Organisation.select().count() == 4


def test_production_has_no_made_up_people(db, database_url, now):
    runner = command_line(database_url, now, app_env="production").test_cli_runner()
    assert "production" in runner.invoke(args=["demo"]).output
    assert not Organisation.select().exists()


@pytest.fixture
def seed(db, now):
    return crowd.build("wx-demo", people=95, branch_size=20, now=now)


def test_a_crowd_has_exactly_so_many_people_in_branches_of_one_size(seed):
    sizes = collections.Counter(person.home_id for person in Person.select())
    assert sorted(sizes.values()) == [15, 20, 20, 20, 20]
    assert Identity.select().count() == len(seed["people"]) == 95
    assert len({person["phone"] for person in seed["people"]}) == 95


def test_a_crowd_has_secretaries_and_officers(seed):
    roles = collections.Counter(seat.role for seat in Appointment.select())
    assert roles == {Role.SECRETARY: 5, Role.TOWNSHIP_OFFICER: 2, Role.COUNTY_OFFICER: 1}
    assert [person["roles"] for person in seed["people"][:2]] == [["secretary"], ["member"]]


def test_more_branches_than_the_story_has_are_made(db, now):
    crowd.build("wx-demo", people=60, branch_size=2, now=now)
    assert Organisation.select().where(Organisation.name.startswith("云岭新村")).count() == 5


def test_a_stand_in_that_refuses_is_told_apart_from_nobody():
    assert NOBODY_THERE in sandbox.plant(NOBODY_THERE, {"people": []})
