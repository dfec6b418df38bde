"""What people complained about and suggested: answered, open, overdue, and one past the village."""

from __future__ import annotations

from commands.demo.dates import Calendar
from commands.demo.people import Someone
from commands.demo.seats import Seats
from models.appointments import Role
from models.complaints import ComplaintKind
from services.complaints import alert_of_overdue, answer_complaint, complain

# Village, days ago, kind, text, whether past the village, and the answer with how many days ago.
TOLD = (
    ("东坑村", 26, ComplaintKind.COMPLAINT, "村口到祠堂的路灯坏了两盏，晚上接孩子看不清路。", False,
     ("灯泡和线都换好了，以后坏了直接打村里电话。", 23)),
    ("东坑村", 2, ComplaintKind.SUGGESTION, "文化礼堂周末也开一开，孩子们有个写作业的地方。", False, None),
    ("西溪村", 15, ComplaintKind.COMPLAINT, "溪边的垃圾桶满了一个星期没人收。", False, None),
    ("药坑村", 12, ComplaintKind.COMPLAINT, "报名参加活动，到了才说人满了，也没人打个招呼。", True,
     ("问过了，是当天临时加的名单没有同步。已经请村里改，下次以手机上的名单为准。", 9)),
)  # fmt: skip


def tell(people: dict[str, list[Someone]], seats: Seats, calendar: Calendar) -> None:
    """Each by somebody of that village, answered by whoever it was addressed to."""
    for village, days_ago, kind, text, to_township, answer in TOLD:
        plain = [one for one in people[village] if one.is_bound and not one.roles]
        now, who = calendar.at(days_ago, 20), plain[-1]
        assert who.home is not None, "whoever lives in a village has a home"
        made = complain(kind, text, who.home, to_township=to_township, by=who.at(now), now=now)
        if answer is not None:
            role, place = (Role.TOWNSHIP_OFFICER, "云岭镇") if to_township else (Role.SECRETARY, village)
            then = calendar.at(answer[1], 10)
            answer_complaint(made.id, answer[0], by=seats.of(role, place).at(then), now=then)
    alert_of_overdue(now=calendar.at(1, 0))
