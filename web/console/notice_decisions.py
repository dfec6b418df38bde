"""What is decided about a notice at a desk: released, approved, sent back, cancelled, withdrawn, corrected."""

from __future__ import annotations

from typing import Annotated

from flask import request, url_for
from pydantic import Field

from models.notices import Notice
from services import audience_words, notice_approvals, notice_batches, notice_lists, notice_versions, notices
from web.console.blueprint import console, current_actor
from web.console.checking import is_doubted, refuse_untold
from web.console.confirming import ask_first
from web.console.forms import Form, Typed, filled, submit
from web.console.notice_forms import TextForm
from web.console.notice_writing import SAID
from web.console.page import Page, go, page
from web.fields import Text, as_number
from web.lifecycle import utc_now


class ReasonForm(Form):
    reason: Annotated[Text, Field(min_length=1, max_length=200)]


@console.post("/notices/<int:notice_id>/release")
def release_notice(notice_id: int) -> Page:
    """Let held or paused text go: I have read it again and answer for it."""
    seen = request.form.get("version", type=int)
    notice = notices.release_notice(notice_id, version=seen, by=current_actor(), now=utc_now())
    return go("console.show_notice", SAID[notice.status], notice_id=notice_id)


@console.post("/notices/<int:notice_id>/cancel")
def cancel_notice(notice_id: int) -> Page:
    """Take back what has not gone out."""
    notices.cancel_notice(notice_id, by=current_actor(), now=utc_now())
    return go("console.list_notices", "已取消，谁也没有收到")


@console.post("/notices/<int:notice_id>/approve")
def approve_notice(notice_id: int) -> Page:
    """The second pair of eyes agrees: asked once more, in numbers."""
    actor, now = current_actor(), utc_now()
    notice = notice_lists.get_notice(notice_id, to=actor)
    here = url_for("console.show_notice", notice_id=notice_id)
    lines = [f"发给{audience_words.audience_of(notice)}", "通过以后，和写的人一样由您负责"]
    if asked := ask_first(f"通过「{notice.title}」", lines, yes="看过了，通过", back=here):
        return asked
    seen = as_number(request.form.get("version", ""))
    approved = notice_approvals.approve_notice(notice_id, version=seen, by=actor, now=now)
    return go("console.show_notice", f"复核通过。{SAID[approved.status]}", notice_id=notice_id)


@console.get("/notices/<int:notice_id>/return")
def ask_return_reason(notice_id: int) -> Page:
    """What is to be changed?"""
    return _ask_reason(notice_id, Typed(), "return")


@console.post("/notices/<int:notice_id>/return")
def return_notice(notice_id: int) -> Page:
    """Back to its author, with the reason."""

    def act(form: ReasonForm) -> Page:
        refuse_untold(form, form.reason)
        notice_approvals.return_notice(notice_id, form.reason, by=current_actor(), now=utc_now())
        return go("console.list_notices", "已退回，写的人会收到您的意见")

    return submit(ReasonForm, act, again=lambda typed: _ask_reason(notice_id, typed, "return"))


@console.get("/notices/<int:notice_id>/withdraw")
def ask_withdrawal_reason(notice_id: int) -> Page:
    """Why is it taken back?"""
    return _ask_reason(notice_id, Typed(), "withdraw")


@console.post("/notices/<int:notice_id>/withdraw")
def withdraw_notice(notice_id: int) -> Page:
    """Nobody else is told; inboxes say why."""

    def act(form: ReasonForm) -> Page:
        refuse_untold(form, form.reason)
        notice_versions.withdraw_notice(notice_id, form.reason, by=current_actor(), now=utc_now())
        return go("console.show_notice", "已撤回。还没响的不再响，收件箱里改为撤回说明", notice_id=notice_id)

    return submit(ReasonForm, act, again=lambda typed: _ask_reason(notice_id, typed, "withdraw"))


@console.get("/notices/<int:notice_id>/correct")
def edit_correction(notice_id: int) -> Page:
    """The text as it went out, to be put right."""
    notice = notice_lists.get_notice(notice_id, to=current_actor())
    return _correction(notice, filled(title=notice.title.removeprefix(notice_versions.MARK), body=notice.body))


@console.post("/notices/<int:notice_id>/correct")
def correct_notice(notice_id: int) -> Page:
    """Send a new version to the same people."""
    notice = notice_lists.get_notice(notice_id, to=current_actor())

    def act(form: TextForm) -> Page:
        if asked := _ask_about_correction(notice):
            return asked
        is_held, actor, now = is_doubted(form.title, form.body), current_actor(), utc_now()
        made = notice_versions.correct_notice(notice_id, form.title, form.body, is_held=is_held, by=actor, now=now)
        return go("console.show_notice", SAID[made.status], notice_id=made.id)

    return submit(TextForm, act, again=lambda typed: _correction(notice, typed))


def _ask_about_correction(notice: Notice) -> Page | None:
    people = notice_batches.people_in(notice.id)
    lines = [
        f"原来的 {people} 人都会收到一条新的，标题前标明「更正」",
        "原通知马上停发，还没响过的人只收到更正后的这一条",
        "已经收到的原文不会消失，收件箱里会标明「已更正」",
    ]
    here = url_for("console.show_notice", notice_id=notice.id)
    return ask_first("发出更正", lines, yes=f"更正，通知 {people} 人", back=here)


def _ask_reason(notice_id: int, typed: Typed, what: str) -> str:
    notice = notice_lists.get_notice(notice_id, to=current_actor())
    return page("notice_reason.html", notice=notice, typed=typed, what=what)


def _correction(notice: Notice, typed: Typed) -> str:
    return page("notice_correct.html", notice=notice, typed=typed, people=notice_batches.people_in(notice.id))
