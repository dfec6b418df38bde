"""What a pasted 群接龙 would write, and what was written, in words."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from models.attendance import Attendance, AttendanceStatus
from models.sign_ups import SignUpStatus
from services.group_lists import Entry
from services.group_sign_ups import Entered
from services.roll_call import Marked

MOST_NAMES = 5  # what has been done is told in a cookie, which holds little


def sign_up_or_not(entry: Entry) -> str:
    """Who stays away is not signed up."""
    if entry.stays_away:
        return ""
    return f"报名，连同行 {entry.others + 1} 人" if entry.others else "报名"


def leave_or(coming: str) -> Callable[[Entry], str]:
    """Leave with its reason for whoever stays away, else `coming`."""

    def meaning(entry: Entry) -> str:
        if not entry.stays_away:
            return coming
        return f"记请假：{entry.note}" if entry.note else "记请假"

    return meaning


def said_of_sign_ups(entered: Sequence[Entered], names: dict[int, str]) -> str:
    """How many have a place, how many wait, and why some are not signed up."""
    held = [one.sign_up.status for one in entered if one.is_new and one.sign_up]
    before = sum(1 for one in entered if one.sign_up and not one.is_new)
    waiting = held.count(SignUpStatus.WAITING)
    parts = [f"报上 {held.count(SignUpStatus.CONFIRMED)} 人"]
    parts += [f"候补 {waiting} 人"] if waiting else []
    parts += [f"原来就在名单上 {before} 人"] if before else []
    reasons = dict.fromkeys(one.why_not for one in entered if one.sign_up is None)
    for why in reasons:
        people = [names[one.person_id] for one in entered if one.sign_up is None and one.why_not == why]
        parts.append(f"{_named(people)}没报上：{why}")
    return "；".join(parts)


def _named(names: Sequence[str]) -> str:
    some = "、".join(names[:MOST_NAMES])
    return some if len(names) <= MOST_NAMES else f"{some}等 {len(names)} 人"


def said_of_replies(lines: Sequence[Attendance]) -> str:
    """How many mean to come and how many are on leave, as the sheet says now."""
    away = sum(1 for line in lines if line.status is AttendanceStatus.ON_LEAVE)
    coming = sum(
        1 for line in lines if line.said_coming_at is not None and line.status is not AttendanceStatus.ON_LEAVE
    )
    return f"记下了：说来的 {coming} 人，请假的 {away} 人"


def said_of_roll(marked: Sequence[Marked], noted: Sequence[Attendance]) -> str:
    """How many are there and on leave, and how many the sheet says otherwise of."""
    conflicts = sum(1 for one in marked if one.result == "conflict")
    away = sum(1 for line in noted if line.status is AttendanceStatus.ON_LEAVE)
    said = f"记实到 {len(marked) - conflicts} 人，请假 {away} 人"
    return f"{said}；{conflicts} 人和签到表上不一样，没有改" if conflicts else said
