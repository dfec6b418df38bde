"""Who lives away, and who moves to another branch."""

from __future__ import annotations

from commands.demo.dates import Calendar
from commands.demo.organisations import Tree
from commands.demo.people import Someone
from commands.demo.seats import Seats
from models.appointments import Role
from models.floating import Direction
from services.floating_members import Stay, note_contact, note_stay
from services.transfers import ask_transfer

# Branch, which of its plain members, days ago, where, called again since.
AWAY = (("东坑村", 5, 96, "省城东区", False), ("菇林村", 5, 160, "邻省海港市", True))
MOVING = ("竹坪村", 6, "东坑村", "去年搬到东坑村住了")


def tell(tree: Tree, people: dict[str, list[Someone]], seats: Seats, calendar: Calendar) -> None:
    for branch, which, days_ago, place, is_called in AWAY:
        _go_away(people[branch][which], seats.of(Role.SECRETARY, branch), days_ago, place, is_called, calendar)
    branch, which, target, reason = MOVING
    now = calendar.at(2, 10)
    by = seats.of(Role.SECRETARY, branch).at(now)
    ask_transfer(people[branch][which].id, tree.places[target], reason=reason, by=by, now=now)


def _go_away(one: Someone, secretary: Someone, days_ago: int, place: str, is_called: bool, calendar: Calendar) -> None:
    now = calendar.at(days_ago, 15)
    stay = note_stay(one.id, Stay(Direction.OUT, place, calendar.day(days_ago)), by=secretary.at(now), now=now)
    if is_called:
        later = calendar.at(days_ago - 88, 16)
        note_contact(stay.id, "在厂里上班，一切都好", version=0, by=secretary.at(later), now=later)
