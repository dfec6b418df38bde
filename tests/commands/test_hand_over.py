"""`flask hand-over`: the 交接单 on the command line."""

from models.appointments import Appointment, Role
from models.wishes import WishStatus


def test_the_note_is_printed(flask, cast):
    cast.wish(status=WishStatus.PENDING)
    seat = Appointment.get(person=cast.li.person)
    output = flask("hand-over", seat.id, "--name", "王党员", "--phone", cast.wang.person.phone).output
    assert "交接单  东坑村  李书记 → 王党员" in output
    assert "待核实的心愿（1）" in output
    assert "东坑村「一床厚棉被」" in output
    assert Appointment.get(person=cast.wang.person).role is Role.SECRETARY


def test_someone_new_may_take_over(flask, cast):
    seat = Appointment.get(person=cast.li.person)
    output = flask("hand-over", seat.id, "--name", "周书记", "--phone", "19900007777").output
    assert "没有未办结的事项" in output
    assert cast.dongkeng in [one.person.home for one in Appointment.select() if one.person.name == "周书记"]


def test_an_unknown_seat_is_refused(flask, cast):
    assert "没有找到" in flask("hand-over", 999, "--name", "甲", "--phone", "19900007777", fails=True).output
