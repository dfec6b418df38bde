"""People whom the roster does not know: some have asked a branch to recognise them (features I2)."""

from __future__ import annotations

from commands.demo.dates import Calendar
from commands.demo.names import Invented
from commands.demo.organisations import Tree
from commands.demo.people import Someone, write
from commands.demo.seats import Seats
from models.appointments import Role
from models.people import Standing
from services.binding import bind_phone, decide_request

# Village, days ago, what came of it.
ASKED = (
    ("东坑村", 1, "waiting"),
    ("东坑村", 2, "waiting"),
    ("西溪村", 1, "waiting"),
    ("药坑村", 25, "approved"),
    ("云背村", 16, "refused"),
)


def ask(tree: Tree, seats: Seats, invented: Invented, calendar: Calendar, appid: str) -> list[Someone]:
    """Visitors who typed name and phone by hand, and what their secretaries decided."""
    visitors = []
    for village, days_ago, outcome in ASKED:
        born = invented.birthday(22, 60)
        name, phone = invented.name(village, born), invented.phone()
        visitor = Someone("", None, Standing.RESIDENT, born, phone, is_bound=True, is_on_wechat=True)
        write([visitor], calendar, appid, days_ago=days_ago)
        visitor.name = name
        asked = bind_phone(
            phone, name, is_proven=False, organisation=tree.places[village],
            by=visitor.at(calendar.at(days_ago, 11)), now=calendar.at(days_ago, 11),
        )  # fmt: skip
        assert asked.request_id is not None, "typed by hand, a phone always asks"
        if outcome == "approved":
            visitor.home = tree.places[village]
        if outcome != "waiting":
            _decide(asked.request_id, outcome, seats.of(Role.SECRETARY, village), calendar, days_ago - 1)
        visitors.append(visitor)
    return visitors


def _decide(request_id: int, outcome: str, secretary: Someone, calendar: Calendar, days_ago: int) -> None:
    now = calendar.at(days_ago, 9)
    by = secretary.at(now)
    if outcome == "approved":
        decide_request(request_id, "approve", by=by, now=now)
    else:
        decide_request(request_id, "refuse", reason="村里没有这位住户，请核对后到您所在的村申请", by=by, now=now)
