"""Holding a Party day together: inviting branches, joining, declining (主题党日联过, features P10)."""

from __future__ import annotations

from typing import Annotated

from flask import url_for
from pydantic import Field

from models.organisations import Organisation
from models.party_days import PartyDay, PartyDaySheet, PartyDayStatus
from services import joint_party_days, party_day_lists, party_days
from services.local_time import spoken
from web.console.blueprint import console, current_actor
from web.console.branches import BRANCHES, named
from web.console.confirming import ask_first
from web.console.forms import Form, Typed, submit
from web.console.page import Page, go, page
from web.fields import Id
from web.lifecycle import utc_now


class InviteForm(Form):
    organisation_ids: Annotated[list[Id], Field(min_length=1, max_length=50)]


@console.get("/party-days/<int:party_day_id>/branches")
def choose_branches(party_day_id: int) -> Page:
    """The other branches of the township, to be invited."""
    day, _ = party_days.runnable(party_day_id, by=current_actor())
    return _page(day, Typed())


def _page(day: PartyDay, typed: Typed) -> str:
    known = PartyDaySheet.select(PartyDaySheet.organisation).where(PartyDaySheet.party_day == day.id)
    township = day.organisation.township_path() or day.organisation.path
    branches = Organisation.select().where(
        Organisation.path.startswith(township),
        Organisation.kind.in_(BRANCHES),
        Organisation.closed_at.is_null(),
        Organisation.id.not_in(known),
    )
    return page("party_day_branches.html", day=day, options=named(branches.order_by(Organisation.path)), typed=typed)


@console.post("/party-days/<int:party_day_id>/branches")
def invite_branches(party_day_id: int) -> Page:
    """Ask other branches; each joins by its own secretary's word."""
    day, _ = party_days.runnable(party_day_id, by=current_actor())

    def act(form: InviteForm) -> Page:
        joint_party_days.invite_branches(day.id, form.organisation_ids, by=current_actor(), now=utc_now())
        said = f"已邀请 {len(form.organisation_ids)} 个支部，对方书记确认后就有自己的签到表"
        return go("console.show_party_day", said, party_day_id=day.id)

    return submit(InviteForm, act, again=lambda typed: _page(day, typed))


@console.post("/party-days/<int:party_day_id>/branches/<int:organisation_id>/join")
def join_party_day(party_day_id: int, organisation_id: int) -> Page:
    """Accept for my branch: its people get a sheet of their own and are told; says first how many."""
    day, sheet = joint_party_days.invited_sheet(party_day_id, organisation_id, by=current_actor())
    if sheet.joined_at is None and (asking := _ask_to_join(day, sheet.organisation)):
        return asking
    joint_party_days.join_party_day(party_day_id, organisation_id, by=current_actor(), now=utc_now())
    return go("console.show_party_day", "已参加联过，本支部党员会收到通知", party_day_id=party_day_id,
              sheet=organisation_id)  # fmt: skip


def _ask_to_join(day: PartyDay, branch: Organisation) -> Page | None:
    people = party_day_lists.told_in(branch.id, day)
    when = "马上" if day.status is PartyDayStatus.PLANNED else "等主办的支部发布了再"
    lines = [
        f"「{day.title}」（{spoken(day.starts_at, now=utc_now())}）：{branch.name}名单上的 {people} 人{when}收到通知。",
        "本支部的签到表单独记，加入以后不能再退出。",
    ]
    back = url_for("console.show_party_day", party_day_id=day.id)
    return ask_first("参加联过", lines, yes=f"参加，通知 {people} 人", back=back)


@console.post("/party-days/<int:party_day_id>/branches/<int:organisation_id>/decline")
def decline_party_day(party_day_id: int, organisation_id: int) -> Page:
    """Turn the invitation down for my branch."""
    joint_party_days.decline_party_day(party_day_id, organisation_id, by=current_actor(), now=utc_now())
    return go("console.list_party_days", "已谢绝这次联过")
