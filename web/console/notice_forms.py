"""What is typed about a notice at a desk, how it would go, and the question in numbers before it goes."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from flask import current_app
from pydantic import Field

from models.appointments import Role
from models.notices import Notice
from models.people import Standing
from services import audience_choices, notice_batches, notice_looks
from services.audience_reach import Audience, roles_named
from services.audiences import HeadCount
from services.errors import Invalid
from services.notice_looks import Look
from services.notice_versions import MARK
from services.notices import NoticeText
from web.channel import wechat_channel
from web.console import words
from web.console.blueprint import current_actor
from web.console.confirming import ask_first
from web.console.forms import EditForm, Form, MaybeInstant, Typed, filled
from web.console.page import Page
from web.fields import Text, as_id
from web.lifecycle import utc_now

KINDS = ("organisation", "alliance", "event", "party_day")
ROLES = (Standing.MEMBER, Standing.PROBATIONARY, Standing.RESIDENT, Role.SECRETARY, Role.ASSISTANT, Role.GRID_WORKER)


class TextForm(Form):
    title: Annotated[Text, Field(min_length=1, max_length=60)]
    body: Annotated[Text, Field(max_length=2000)] = ""


class NoticeForm(TextForm):
    """`to` names one place or gathering, as in `organisation:7`."""

    to: Annotated[str, Field(pattern=rf"^({'|'.join(KINDS)}):[1-9]\d{{0,8}}$")]
    roles: list[Literal[tuple(role.value for role in ROLES)]] = Field(default_factory=list)
    when: Literal["now", "later"] = "now"
    send_at: MaybeInstant = None
    is_urgent: bool = False

    def to_text(self) -> NoticeText:
        """Raises Invalid for «later» without a time."""
        if self.when == "later" and self.send_at is None:
            raise Invalid(fields={"send_at": "请选择什么时候发"})
        kind, _, number = self.to.partition(":")
        audience = Audience(**{f"{kind}_id": int(number)}, roles=roles_named(self.roles))
        send_at = self.send_at if self.when == "later" else None
        return NoticeText(self.title, self.body, audience, send_at, self.is_urgent)


class ReviseForm(NoticeForm, EditForm):
    """A notice that has not gone out, written anew."""


class LookForm(NoticeForm):
    """What has been typed so far."""

    title: Annotated[Text, Field(max_length=60)] = ""


def typed_of(notice: Notice) -> Typed:
    """The form of a notice that has not gone out."""
    audience = Audience.kept_in(notice)
    named = ((kind, getattr(audience, f"{kind}_id")) for kind in reversed(KINDS))
    kind, number = next((each for each in named if each[1] is not None), ("organisation", 0))
    is_later = notice.send_at is not None and notice.send_at > utc_now()
    return filled(
        title=notice.title.removeprefix(MARK) if notice.corrects_id else notice.title,
        body=notice.body,
        to=f"{kind}:{number}",
        roles=list(audience.roles),
        when="later" if is_later else "now",
        send_at=notice.send_at if is_later else None,
        is_urgent=notice.is_urgent,
    )


def choices(typed: Typed) -> dict[str, Any]:
    """Everything I may address, by what it is, and the roles to narrow it by.

    A secretary means the village unless told otherwise.
    """
    kind, _, number = typed["to"].partition(":")
    named = {f"{kind}_id": as_id(number)} if kind in ("event", "party_day") else {}
    found = audience_choices.list_choices(to=current_actor(), now=utc_now(), **named)
    places = [
        *((f"organisation:{each.id}", each.name) for each in found.organisations),
        *((f"alliance:{each.id}", f"{each.name}（联盟）") for each in found.alliances),
        *((f"party_day:{each.id}", f"主题党日「{each.title}」的名单") for each in found.party_days),
        *((f"event:{each.id}", f"活动「{each.title}」报了名的人") for each in found.events),
    ]
    if not typed["to"] and len(found.organisations) == 1:
        typed.values["to"] = places[0][0]
    if typed["to"] and typed["to"] not in dict(places):
        places.insert(0, (typed["to"], "原来选的范围"))
    return {"places": places, "roles": [(role.value, _role_name(role)) for role in ROLES]}


def _role_name(role: Role | Standing) -> str:
    return words.ROLE_NAMES[role] if isinstance(role, Role) else words.STANDING_NAMES[role]


def look_at(text: NoticeText, notice: Notice | None = None) -> Look:
    """How it would go. The people of a correction are counted already."""
    actor, now = current_actor(), utc_now()
    has_quiet_hours = not current_app.extensions["settings"].is_sandbox
    if notice is not None and notice.corrects_id is not None and notice.organisation is not None:
        people = notice_batches.people_in(notice.corrects_id)
        count = HeadCount(people, 0, people, 0)
        return notice_looks.look(text, notice.organisation, count, has_quiet_hours=has_quiet_hours, by=actor, now=now)
    return notice_looks.look_at(text, channel=wechat_channel(), has_quiet_hours=has_quiet_hours, by=actor, now=now)


def ask_about(look: Look, text: NoticeText, *, back: str) -> Page | None:
    """The page that says in numbers what will happen, until it has been answered."""
    count = look.count
    lines = [f"「{text.title}」，以{look.sender.name}的名义，发给 {count.people} 人"]
    if not text.title.startswith(MARK):
        lines.append(
            f"微信能提醒 {count.reachable_by_wechat} 人，只进收件箱 {count.inbox_only} 人，"
            f"没绑定微信 {count.unbound} 人（要打电话）"
        )
    if text.is_urgent:
        lines.append("紧急：夜里也会响。只用于防汛、火情、停电这样等不得的事")
    if look.goes_alone:
        lines.append("因为紧急，不等复核直接发出；有复核权的同志会马上收到提醒")
    if look.needs_second:
        who = "、".join(look.second_people) or "现在没有合适的人，请先请镇党建办加一位"
        lines.append(f"人数多，要另一位同志复核后才会发出：{who}")
    if look.rings_at is not None:
        lines.append("那时是夜里，微信提醒等到早上再响；收件箱里马上看得到")
    act = "提交复核" if look.needs_second else f"{'定时' if text.send_at else ''}发送给 {count.people} 人"
    return ask_first("发出之前再看一眼", lines, yes=act, back=back)
