"""The menu: what each seat finds there. A page that is not in the menu is reached from one that is."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from flask import request, url_for

from models.appointments import Function, Role
from services import articles
from services.permissions import Actor
from services.wishes import WISH_FUNCTIONS


@dataclass(frozen=True, slots=True)
class Entry:
    """A line of the menu. It counts as the present one for every path below its own."""

    title: str
    endpoint: str
    is_for: Callable[[Actor], bool]

    @property
    def url(self) -> str:
        return url_for(self.endpoint)

    @property
    def is_present(self) -> bool:
        if self.url.endswith("/console/"):
            return request.path == self.url
        return request.path == self.url or request.path.startswith(f"{self.url}/")


def may(*functions: Function) -> Callable[[Actor], bool]:
    """For whom one of the functions is allowed anywhere."""
    return lambda actor: bool(actor.paths_for(*functions))


def holds(*roles: Role) -> Callable[[Actor], bool]:
    return lambda actor: any(seat.role in roles for seat in actor.seats)


def has_place(actor: Actor) -> bool:
    """For whoever sits at an organisation, and not only for an alliance or an area."""
    return any(seat.path is not None for seat in actor.seats)


def decides_requests_only(actor: Actor) -> bool:
    """Whoever keeps people as well finds the requests among their pages."""
    return may(Function.DECIDE_REQUESTS)(actor) and not may(Function.MANAGE_PEOPLE)(actor)


def anyone(_actor: Actor) -> bool:
    return True


def sends_notices(actor: Actor) -> bool:
    return may(Function.SEND_NOTICES)(actor) or any(seat.role is Role.ALLIANCE_LEAD for seat in actor.seats)


def reads_reports(actor: Actor) -> bool:
    return any(seat.role is not Role.GRID_WORKER for seat in actor.seats)


# What is done every day comes first.
ENTRIES = (
    Entry("今天", "console.show_today", anyone),
    Entry("微心愿", "console.list_wishes", may(*WISH_FUNCTIONS)),
    Entry("主题党日", "console.list_party_days", may(Function.RUN_PARTY_DAYS)),
    Entry("三会一课", "console.watch_meetings", may(Function.RUN_PARTY_DAYS)),
    Entry("志愿活动", "console.list_events", may(Function.RUN_EVENTS)),
    Entry("一月一公益", "console.list_series", may(Function.RUN_EVENTS)),
    Entry("通知", "console.list_notices", sends_notices),
    Entry("照片", "console.list_photos", may(Function.RELEASE_PHOTOS)),
    Entry("宣传", "console.list_articles", may(*articles.FUNCTIONS)),
    Entry("投诉建议", "console.list_complaints", may(Function.ANSWER_COMPLAINTS)),
    Entry("人员", "console.list_people", may(Function.MANAGE_PEOPLE)),
    Entry("认证申请", "console.list_requests", decides_requests_only),
    Entry("党组织", "console.list_organisations", has_place),
    Entry("联盟", "console.list_alliances", anyone),
    Entry("片区", "console.show_area", holds(Role.AREA_LEAD)),
    Entry("报表", "console.show_report", reads_reports),
    Entry("迎检包", "console.show_bundle", may(Function.RUN_PARTY_DAYS)),
    Entry("操作记录", "console.list_audit_entries", anyone),
    Entry("我的任务", "console.list_tasks", anyone),
)


def menu_for(actor: Actor) -> list[Entry]:
    return [entry for entry in ENTRIES if entry.is_for(actor)]
