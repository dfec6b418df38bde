"""Notices: the list, one of them with its report, its texts for the group and the loudspeaker."""

from __future__ import annotations

from typing import Any

from flask import Response

from models.notices import Notice, NoticeStatus
from services import (
    audience_words,
    notice_lists,
    notice_looks,
    notice_reports,
    notice_texts,
    notice_versions,
    notices,
)
from services.audience_reach import Audience
from services.errors import Invalid, NotAllowed, NotFound
from services.notice_looks import Look
from services.notices import NoticeText
from web.channel import wechat_channel
from web.console import words
from web.console.blueprint import console, current_actor
from web.console.notice_forms import look_at
from web.console.page import Page, page
from web.console.queries import asked_state, asked_text
from web.console.sharing import look_of, told_of
from web.console.tables import Filter, rows_of

SORTS = {"created_at": Notice.created_at, "title": Notice.title, "sent_at": Notice.sent_at}
FILTERS = (Filter("q", "标题"), Filter("status", "状态", [*words.NOTICE_STATUS_NAMES.items()]))
OUT = (NoticeStatus.EXPANDING, NoticeStatus.SENT)
REPORTED = (*OUT, NoticeStatus.WITHDRAWN, NoticeStatus.CORRECTED)
NO_MORE_NEWS = 286  # htmx then stops asking


@console.get("/notices")
def list_notices() -> Page:
    """What my seats have sent, mean to send, or have to look at."""
    query = notice_lists.own_notices(to=current_actor())
    if title := asked_text("q"):
        query = query.where(Notice.title.contains(title))
    if status := asked_state("status", NoticeStatus):
        query = query.where(Notice.status == status)
    rows = rows_of(query, sorts=SORTS, default="-created_at", export="notices", filters=FILTERS)
    return page("notices.html", rows=rows)


@console.get("/notices/<int:notice_id>")
def show_notice(notice_id: int) -> Page:
    """One notice: where it stands, what became of it, what can be done."""
    return page("notice.html", **see_notice(notice_id))


@console.get("/notices/<int:notice_id>/numbers")
def show_notice_numbers(notice_id: int) -> Page:
    """The numbers alone, asked for again while it goes out. Once it is out, the page is loaded anew."""
    seen = see_notice(notice_id)
    if seen["report"] is None or seen["report"].pending == 0:
        return Response("", NO_MORE_NEWS, {"HX-Refresh": "true"})
    return page("parts/notice_numbers.html", **seen)


@console.get("/notices/<int:notice_id>/texts")
def show_notice_texts(notice_id: int) -> Page:
    """The notice for the WeChat group and for the loudspeaker, to be copied, printed, read aloud."""
    actor = current_actor()
    notice = notice_lists.get_notice(notice_id, to=actor)
    speech = notice_texts.get_texts(notice_id, to=actor).speech
    told = told_of("notices", notice_id)
    shared = look_of("notices", notice_id, told)
    return page(
        "notice_texts.html", notice=notice, speech=speech, is_out=notice.status in OUT, told=told, shared=shared
    )


def _look(notice: Notice) -> Look | None:
    """Whom it would reach now, for whoever may send it there: a second person looks at that first of all."""
    text = NoticeText(notice.title, notice.body, Audience.kept_in(notice), notice.send_at, notice.is_urgent)
    try:
        return look_at(text, notice)
    except (NotAllowed, NotFound, Invalid):
        return None


def see_notice(notice_id: int) -> dict[str, Any]:
    """What the page of a notice shows; raises NotFound, NotAllowed."""
    actor = current_actor()
    notice = notice_lists.get_notice(notice_id, to=actor)
    is_reported = notice.status in REPORTED
    report = notice_reports.get_report(notice_id, channel=wechat_channel(), to=actor) if is_reported else None
    return {
        "notice": notice,
        "audience": audience_words.audience_of(notice),
        "versions": notice_versions.versions_of(notice),
        "is_author": notice.author_id == actor.person.id,
        "is_out": notice.status in OUT,
        "report": report,
        "look": _look(notice) if notice.status in notices.WAITING else None,
        "limit": notice_looks.LINE_LENGTH,
    }
