"""Those whom a notice did not reach: to be phoned, one number at a time; printed for whoever goes round."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from models.notices import ToldHow
from services import notice_calls, notice_lists, notice_reports
from web.channel import wechat_channel
from web.console.blueprint import console, current_actor
from web.console.forms import Form, Typed, submit
from web.console.page import Page, go, page
from web.fields import Id
from web.lifecycle import utc_now


class ToldForm(Form):
    person_ids: Annotated[list[Id], Field(min_length=1, max_length=1000)]


@console.get("/notices/<int:notice_id>/calls")
def list_calls(notice_id: int) -> Page:
    """Whom to phone."""
    return _calls(notice_id, Typed())


@console.post("/notices/<int:notice_id>/calls")
def mark_phoned(notice_id: int) -> Page:
    """These know of it now."""

    def act(form: ToldForm) -> Page:
        actor, now = current_actor(), utc_now()
        told = notice_reports.mark_told(notice_id, form.person_ids, ToldHow.PHONE, by=actor, now=now)
        return go("console.list_calls", f"记下了，{told} 人已经电话告知", notice_id=notice_id)

    return submit(ToldForm, act, again=lambda typed: _calls(notice_id, typed))


@console.post("/notices/<int:notice_id>/calls/<int:person_id>/phone")
def reveal_called_phone(notice_id: int, person_id: int) -> Page:
    """One number, logged."""
    person = notice_calls.reveal_phone(notice_id, person_id, by=current_actor(), now=utc_now())
    return page("parts/phone.html", phone=person.phone)


def _calls(notice_id: int, typed: Typed) -> str:
    actor = current_actor()
    notice = notice_lists.get_notice(notice_id, to=actor)
    report = notice_reports.get_report(notice_id, channel=wechat_channel(), to=actor)
    return page("notice_calls.html", notice=notice, report=report, typed=typed)
