"""Writing a notice at a desk: whom for, how it will look, a question in numbers before it goes; changing one."""

from __future__ import annotations

from flask import request, url_for
from pydantic import ValidationError

from models.notices import Notice, NoticeStatus
from services import notice_lists, notice_looks, notice_versions, notices
from services.errors import Invalid, NotAllowed, NotFound
from web.console.blueprint import console, current_actor
from web.console.checking import is_doubted
from web.console.forms import Typed, filled, for_pydantic, submit
from web.console.notice_forms import LookForm, NoticeForm, ReviseForm, ask_about, choices, look_at, typed_of
from web.console.once import make_once
from web.console.page import Page, go, page
from web.lifecycle import utc_now

SAID = {
    NoticeStatus.HELD: "微信没能放行这段文字。请再读一遍，没有问题就点「发出」，会记下是您放行的",
    NoticeStatus.AWAITING_APPROVAL: "已提交。人数多，要另一位同志复核后才会发出",
    NoticeStatus.SCHEDULED: "已排好，到时间自动发出；发出前可以改，也可以取消",
    NoticeStatus.EXPANDING: "正在发出，下面的数字会自己更新",
    NoticeStatus.SENT: "已经发出",
}
NOTHING_YET = "选好发给谁，这里会显示人数，和微信里看到的样子"


@console.get("/notices/new")
def new_notice() -> Page:
    """An empty form. `to` may name whom it is for, as pages about events and Party days do."""
    return _compose(filled(when="now", to=request.args.get("to", "")))


@console.post("/notices/new")
def send_notice() -> Page:
    """Ask in numbers, then send, schedule or hand in for approval."""

    def act(form: NoticeForm) -> Page:
        text, actor, now = form.to_text(), current_actor(), utc_now()
        if asked := ask_about(look_at(text), text, back=url_for("console.list_notices")):
            return asked
        is_held = is_doubted(text.title, text.body)
        made = make_once(lambda: notices.send_notice(text, is_held=is_held, by=actor, now=now).id)
        notice = notice_lists.get_notice(made, to=actor)
        return go("console.show_notice", SAID.get(notice.status, ""), notice_id=notice.id)

    return submit(NoticeForm, act, again=_compose)


@console.post("/notices/look")
def look_at_notice() -> Page:
    """Head-count and preview of what has been typed so far, while it is being typed."""
    try:
        text = LookForm.model_validate(for_pydantic(LookForm, request.form)).to_text()
        return page("parts/notice_look.html", look=look_at(text), text=text, limit=notice_looks.LINE_LENGTH)
    except ValidationError:
        message = NOTHING_YET
    except (Invalid, NotAllowed, NotFound) as refusal:
        message = next(iter(refusal.fields.values()), refusal.message)
    return page("parts/notice_look.html", look=None, message=message)


@console.get("/notices/<int:notice_id>/revise")
def edit_notice(notice_id: int) -> Page:
    """What was written, to be changed before it goes out."""
    notice = notice_lists.get_notice(notice_id, to=current_actor())
    return _revise(notice, typed_of(notice))


@console.post("/notices/<int:notice_id>/revise")
def revise_notice(notice_id: int) -> Page:
    """Change it: it is checked, and approved, anew."""
    notice = notice_lists.get_notice(notice_id, to=current_actor())

    def act(form: ReviseForm) -> Page:
        form.refuse_stale(notice.version)
        text = form.to_text()
        back = url_for("console.show_notice", notice_id=notice_id)
        if asked := ask_about(look_at(text, notice), text, back=back):
            return asked
        is_held, actor, now = is_doubted(text.title, text.body), current_actor(), utc_now()
        revised = notice_versions.revise_notice(
            notice_id, text, is_held=is_held, version=form.version, by=actor, now=now
        )
        return go("console.show_notice", SAID[revised.status], notice_id=notice_id)

    def again(typed: Typed) -> Page:
        return _revise(notice_lists.get_notice(notice_id, to=current_actor()), typed)

    return submit(ReviseForm, act, again=again)


def _compose(typed: Typed) -> str:
    return page("notice_new.html", typed=typed, **choices(typed))


def _revise(notice: Notice, typed: Typed) -> str:
    return page("notice_revise.html", notice=notice, typed=typed, present=typed_of(notice).values, **choices(typed))
