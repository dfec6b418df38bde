"""A row of a village for every page of the console, and the pages that are walked with them."""

from __future__ import annotations

import re

from models.appointments import Appointment
from models.complaints import ComplaintKind
from models.events import Event, EventStatus
from models.party_days import MeetingKind, PartyDay
from models.photos import Photo
from models.proxies import ProxyRelation
from models.requests import Request, RequestKind
from models.wishes import ProgressNote, WishStatus
from services import leaves, notice_expansion, proxies, roster_tasks, sign_ups, transfers
from services.article_reviews import submit_article
from services.articles import ArticleText, write_article
from services.complaints import complain
from services.event_plans import PostPlan
from services.floating_members import Direction, Stay, note_stay
from services.local_time import local_day
from services.meeting_dates import record_date
from services.notices import NoticeText, send_notice
from services.phones import phone_columns
from services.polls import ask_poll
from services.series import SeriesPlan, start_series
from services.task_files import File
from tests.event_cast import DAY, HOUR, make_event
from tests.services.party_day_makers import a_party_day
from tests.web.roles import red_alliance

NOT_WALKED = {"console.log_out", "console.ask_for_code", "console.show_log_in_state", "console.enter_as"}
FAR_AWAY = 2_000_000_000


def rows_in(cast, now):
    """A row of the cast's own village for each parameter that stands in a path."""
    wish = cast.wish(status=WishStatus.IN_PROGRESS)
    claim = wish.claims.model.create(wish=wish, person=cast.wang.person, claimed_at=now, last_progress_at=now)
    asker = cast.visitor()
    request = Request.create(
        kind=RequestKind.BINDING, person=asker.person, organisation=cast.dongkeng, name="王小禾", asked_at=now,
        **phone_columns("19900005555"),
    )  # fmt: skip
    seat = Appointment.get(person=cast.li.person)
    return {
        "wish_id": wish.id,
        "note_id": ProgressNote.create(claim=claim, text="在路上", is_held=True, written_at=now).id,
        "request_id": request.id,
        "person_id": cast.wang.person.id,
        "organisation_id": cast.dongkeng.id,
        "appointment_id": seat.id,
        "successor_id": seat.id,
        "stay_id": note_stay(
            cast.wang.person.id, Stay(Direction.OUT, "宁波", local_day(now)), by=cast.li, now=now
        ).id,
        "transfer_id": transfers.ask_transfer(
            cast.wang.person.id, cast._organisation("竹坪村", cast.xixi.kind, cast.township), reason="搬家",
            by=cast.li, now=now,
        ).id,
        "task_id": roster_tasks.start_preview(File("x", "y", b""), cast.dongkeng, by=cast.li, now=now).id,
        **days(cast, now),
        "notice_id": send_notice(NoticeText("停水", "明天"), is_held=True, by=cast.li, now=now).id,
        "complaint_id": complain(ComplaintKind.SUGGESTION, "装盏灯", cast.dongkeng, by=cast.chen, now=now).id,
        "session_id": FAR_AWAY,
        "merge_id": FAR_AWAY,
        "proxy_id": FAR_AWAY,
        "place": 6,
    }  # fmt: skip


def days(cast, now):
    """Of Party days, meetings and events: a draft event, since everybody may look at an open one."""
    day = a_party_day(cast)
    series = SeriesPlan("河道清洁", "村口", "08:30", 60, [PostPlan("捡垃圾", 10)], month_day=28)
    return {
        "party_day_id": day.id,
        "poll_id": ask_poll(day.id, "下月去哪里", ["菇林", "古道"], by=cast.li, now=now).poll.id,
        "meeting_date_id": record_date(MeetingKind.HEART_TALK, local_day(now), cast.dongkeng, by=cast.li, now=now).id,
        "event_id": make_event(cast, 2, status=EventStatus.DRAFT).id,
        "series_id": start_series(series, [cast.dongkeng.id], cast.dongkeng, by=cast.li, now=now).id,
    }


def pages(app):
    """Every rule of the console with its method, what only looks first."""
    rules = [
        (rule, method)
        for rule in app.url_map.iter_rules()
        for method in sorted(rule.methods - {"HEAD", "OPTIONS"})
        if rule.endpoint.startswith("console.") and rule.endpoint not in NOT_WALKED
        and rule.endpoint not in ("console.unknown", "console.show_asset")
    ]  # fmt: skip
    return sorted(rules, key=lambda found: (found[1] != "GET", found[0].rule))


def url(rule, rows):
    """The path with these rows in it; 1 for a parameter nobody named, the first of those that are listed."""
    path = re.sub(r"<any\((\w+)[^>]*>", r"\1", rule.rule.removeprefix("/console"))
    return re.sub(r"<(?:int:)?(\w+)>", lambda found: str(rows.get(found[1], 1)), path)


def visit(desk, method, path):
    if method == "GET":
        return desk.get(path)
    return desk.client.post(f"/console{path}", headers={"X-CSRFToken": desk.token()})


def other_states(cast, now):
    """Pages of rows in another state than those of `rows_in`, for the forms that only stand there."""
    return [
        *_to_be_looked_at(cast, now),
        *_to_be_told(cast, now),
        *_of_days_under_way(cast, now),
        "/party-days/plan?year=2026",
        "/people?export=yes",
    ]


def _to_be_looked_at(cast, now):
    cast.member("王党员", cast.dongkeng)
    proxies.ask_proxy("i_help", "陈村民", ProxyRelation.NEIGHBOUR, by=cast.wang, now=now)
    Photo.create(
        name="n" * 43, digest="d", uploaded_by=cast.wang.person, organisation=cast.dongkeng, is_loose=None,
        width=800, height=600, uploaded_at=now,
    )  # fmt: skip
    complaint = complain(ComplaintKind.SUGGESTION, "装盏灯", cast.dongkeng, is_held=True, by=cast.chen, now=now)
    article = write_article(ArticleText("河道清洁", "清理了河道。"), cast.dongkeng, by=cast.li, now=now)
    sent = write_article(ArticleText("排班", "排了班。"), cast.dongkeng, by=cast.li, now=now)
    submit_article(sent.id, version=1, by=cast.li, now=now)
    articles = (f"/articles/{article.id}", f"/articles/{article.id}/edit", f"/articles/{sent.id}")
    return ["/people/duplicates", "/people/proxies", "/photos", f"/complaints/{complaint.id}", *articles]


def _to_be_told(cast, now):
    notice = send_notice(NoticeText("停电", "后天"), is_held=False, by=cast.li, now=now)
    notice_expansion.expand_due(now=now)
    wish = cast.wish(status=WishStatus.AWAITING_CONFIRMATION)
    wish.claims.model.create(wish=wish, person=cast.wang.person, claimed_at=now, last_progress_at=now)
    alliance = red_alliance(cast, now)
    return [f"/notices/{notice.id}/calls", f"/wishes/{wish.id}", f"/alliances/{alliance.id}"]


def _of_days_under_way(cast, now):
    event = make_event(cast, 3)
    for who in (cast.wang, cast.chen):
        sign_ups.sign_up(event.id, by=who, now=now)
    Event.update(starts_at=now - HOUR, ends_at=now + HOUR).where(Event.id == event.id).execute()
    asked = a_party_day(cast, starts_in=3000)
    leaves.ask_leave(asked.id, "值班", by=cast.wang, now=now)
    gone = a_party_day(cast, starts_in=20)
    PartyDay.update(starts_at=now - 15 * DAY, ends_at=now - 15 * DAY + HOUR).where(PartyDay.id == gone.id).execute()
    person = cast.wang.person.id
    return [
        f"/events/{event.id}", f"/events/{event.id}/roll", f"/party-days/{asked.id}/people/{person}",
        f"/party-days/{gone.id}/people/{person}", f"/party-days/{gone.id}/minutes",
    ]  # fmt: skip
