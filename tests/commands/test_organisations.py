"""`flask organisations …` and `flask appoint`: the first hour of a new deployment."""

from models.appointments import Appointment, Role
from models.organisations import Organisation
from models.people import Person


def test_a_county_grows_from_the_command_line(flask):
    flask("organisations", "add", "青溪县", "county")
    flask("organisations", "add", "云岭镇", "township", "--parent", "青溪县")
    flask("organisations", "add", "东坑村", "branch", "--parent", "青溪县/云岭镇", "--sector", "village")
    lines = flask("organisations", "list").output.splitlines()
    assert [line.split()[-1] for line in lines] == ["青溪县", "云岭镇", "东坑村"]


def test_who_sits_where_is_listed_with_the_number_of_the_seat(flask, cast):
    seat = Appointment.get(person=cast.li.person)
    (line,) = [line for line in flask("organisations", "list", "--seats").output.splitlines() if "东坑村" in line]
    assert line.endswith(f"东坑村  #{seat.id} secretary 李书记")


def test_what_the_tree_does_not_allow_is_refused_in_one_line(flask, cast):
    result = flask("organisations", "add", "又一村", "branch", "--parent", "东坑村", fails=True)
    assert result.output == "Error: 这一级下面不能建这种党组织，请换一级或换一种\n"


def test_a_name_that_two_organisations_have_must_be_made_clear(flask, cast):
    flask("organisations", "add", "枫桥镇", "township", "--parent", "青溪县")
    flask("organisations", "add", "东坑村", "branch", "--parent", "枫桥镇")
    ambiguous = flask("organisations", "add", "x", "branch", "--parent", "东坑村", fails=True)
    assert f"{cast.dongkeng.id}（青溪县/云岭镇/东坑村）" in ambiguous.output
    assert "没有「南坑村」" in flask("organisations", "add", "x", "branch", "--parent", "南坑村", fails=True).output


def test_the_first_officer_is_put_on_the_countys_roster_and_appointed(flask, cast):
    output = flask("appoint", "county_officer", "--name", "周部长", "--phone", "199 0000 7777").output
    seat = Appointment.get(role=Role.COUNTY_OFFICER)
    assert (seat.person.name, seat.organisation, seat.person.home) == ("周部长", cast.county, cast.county)
    assert "19900007777" not in output


def test_appointing_again_changes_nothing(flask, cast):
    for _ in range(2):
        flask("appoint", "secretary", "--organisation", cast.xixi.id, "--name", "周书记", "--phone", "19900007777")
    assert Person.select().where(Person.name == "周书记").count() == 1
    assert Appointment.select().join(Person).where(Person.name == "周书记").count() == 1


def test_a_place_is_asked_for_when_there_are_several(flask, cast):
    flask("organisations", "add", "枫桥镇", "township", "--parent", "青溪县")
    arguments = ("appoint", "township_officer", "--name", "周干事", "--phone", "19900007777")
    assert "--organisation" in flask(*arguments, fails=True).output
    flask(*arguments, "--organisation", "枫桥镇", "--ends-on", "2027-12-31")
    assert Appointment.get(role=Role.TOWNSHIP_OFFICER).organisation == Organisation.get(name="枫桥镇")


def test_a_refused_appointment_leaves_nobody_on_the_roster(flask, cast):
    somebody = ("--name", "周部长", "--phone", "19900007777")
    flask("appoint", "county_officer", "--organisation", "东坑村", *somebody, fails=True)
    assert not Person.select().where(Person.name == "周部长").exists()
