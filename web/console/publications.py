"""The publicity ledger: what appeared where and when (features O3)."""

from __future__ import annotations

from flask import request

from models.appointments import Function
from models.articles import Channel, Publication
from services import organisations, publications
from services.local_time import local_day
from services.publications import Appearance
from web.console.blueprint import console, current_actor
from web.console.choices import organisations_for
from web.console.forms import Form, Maybe, Typed, filled, submit
from web.console.page import Page, go, page
from web.console.queries import asked_day
from web.console.tables import rows_of
from web.fields import Day, Id
from web.lifecycle import utc_now


class PublicationForm(Form):
    organisation_id: Maybe[Id] = None
    article_id: Maybe[Id] = None
    channel: Channel
    outlet: str
    title: str
    published_on: Day
    link: str = ""


@console.get("/publications")
def list_publications() -> Page:
    """The ledger, by day; a new line below it, begun from an article where the address names one."""
    said = {name: request.args.get(name, "") for name in ("title", "article_id")}
    channel = Channel.OFFICIAL_ACCOUNT if said["article_id"] else ""
    return _ledger(filled(published_on=local_day(utc_now()), channel=channel, **said))


@console.post("/publications")
def record_publication() -> Page:
    def act(form: PublicationForm) -> Page:
        organisation = organisations.organisation_for(form.organisation_id, by=current_actor())
        appearance = Appearance(**form.model_dump(exclude={"organisation_id", "released"}))
        publications.record_publication(appearance, organisation, by=current_actor(), now=utc_now())
        return go("console.list_publications", "已记进宣传台账")

    return submit(PublicationForm, act, again=_ledger)


def _ledger(typed: Typed) -> Page:
    query = publications.list_publications(to=current_actor(), since=asked_day("since"), until=asked_day("until"))
    sorts = {"day": Publication.published_on, "outlet": Publication.outlet, "title": Publication.title}
    rows = rows_of(query, sorts=sorts, default="-day")
    return page(
        "publications.html",
        rows=rows,
        typed=typed,
        organisations=organisations_for(current_actor(), Function.WRITE_ARTICLES),
    )
