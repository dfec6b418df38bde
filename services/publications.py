"""The publicity ledger: what appeared where and when (features O3)."""

from __future__ import annotations

import datetime
from dataclasses import dataclass

import peewee

from models.appointments import Function
from models.articles import Channel, Publication
from models.organisations import Organisation
from models.unit_of_work import unit_of_work
from services import audit
from services.articles import FUNCTIONS, get_article
from services.errors import Invalid
from services.local_time import local_day
from services.permissions import Actor, within


@dataclass(frozen=True, slots=True)
class Appearance:
    """One piece in one place on one local day."""

    channel: Channel
    outlet: str
    title: str
    published_on: datetime.date
    link: str = ""
    article_id: int | None = None


def list_publications(
    *, to: Actor, since: datetime.date | None = None, until: datetime.date | None = None
) -> peewee.ModelSelect[Publication]:
    """Lines of the organisations this person writes or reviews for, the latest first; both days included."""
    query = Publication.select(Publication, Organisation).join(Organisation).where(within(to.paths_for(*FUNCTIONS)))
    if since is not None:
        query = query.where(Publication.published_on >= since)
    if until is not None:
        query = query.where(Publication.published_on <= until)
    return query.order_by(Publication.published_on.desc(), Publication.id.desc())


@unit_of_work
def record_publication(
    appearance: Appearance, organisation: Organisation, *, by: Actor, now: datetime.datetime
) -> Publication:
    """Add a line; the same piece in the same place on the same day is the same line. Raises Invalid, NotAllowed."""
    seat = by.require(Function.WRITE_ARTICLES, organisation)
    _check(appearance, now=now)
    article = get_article(appearance.article_id, to=by) if appearance.article_id else None
    columns = {
        "organisation": organisation, "channel": appearance.channel, "outlet": appearance.outlet,
        "title": appearance.title, "published_on": appearance.published_on,
    }  # fmt: skip
    known: Publication | None = Publication.get_or_none(**columns)
    if known is not None:
        return known
    line: Publication = Publication.create(
        **columns, article=article, link=appearance.link, recorded_by=by.person, recorded_at=now
    )
    audit.record(
        "record_publication", "publication", line.id, by=by, seat=seat, now=now, organisation_id=organisation.id,
        after={"channel": appearance.channel, "published_on": appearance.published_on},
    )  # fmt: skip
    return line


def _check(appearance: Appearance, *, now: datetime.datetime) -> None:
    wrong = {name: "请填写" for name in ("outlet", "title") if not getattr(appearance, name).strip()}
    limits = {"outlet": 60, "title": 80, "link": 300}
    wrong |= {name: f"最多 {most} 个字" for name, most in limits.items() if len(getattr(appearance, name)) > most}
    if appearance.link and not appearance.link.startswith(("https://", "http://")):
        wrong["link"] = "请填写以 https:// 开头的链接"
    if appearance.published_on > local_day(now):
        wrong["published_on"] = "日期还没到"
    if wrong:
        raise Invalid(fields=wrong)
