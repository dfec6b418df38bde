"""迎检包 at a desk: what is missing first, then the folder, made by a worker (features C8)."""

from __future__ import annotations

from flask import request

from services import bundle_tasks, bundles, tasks
from services.local_time import local_day
from services.periods import Period, latest
from web.console.blueprint import console, current_actor
from web.console.forms import Form, Typed, submit
from web.console.page import Page, go_to, page
from web.console.queries import asked_id
from web.console.tasks import page_of
from web.fields import Id, as_id
from web.lifecycle import utc_now

MONTHS, QUARTERS = 12, 8


class BundleForm(Form):
    organisation_id: Id
    period: str


@console.get("/bundles")
def show_bundle() -> Page:
    """The gaps of one branch in one period; the last quarter that is over, unless another is asked for."""
    today = local_day(utc_now())
    period = request.args.get("period") or Period.quarter_of(today).moved(-1).key
    return _page(asked_id("organisation_id"), Period.named(period))


@console.post("/bundles")
def make_bundle() -> Page:
    """Ask a worker for the folder."""

    def act(form: BundleForm) -> Page:
        period, actor, now = Period.named(form.period), current_actor(), utc_now()
        branch = bundles.branch_of(form.organisation_id, by=actor)
        task = tasks.start_task(
            bundle_tasks.MAKE,
            f"{branch.name}{period.label}迎检包",
            {"organisation_id": branch.id, "period": period.key},
            by=actor,
            now=now,
        )
        return go_to(page_of(task))

    def again(typed: Typed) -> Page:
        return _page(as_id(typed["organisation_id"]), Period.quarter_of(local_day(utc_now())))

    return submit(BundleForm, act, again=again)


def _page(organisation_id: int | None, period: Period) -> str:
    actor, now = current_actor(), utc_now()
    branches = bundles.branches_of(actor)
    chosen = organisation_id or branches[0].id
    return page(
        "bundle.html",
        branch=bundles.branch_of(chosen, by=actor),
        period=period,
        gaps=bundles.find_gaps(chosen, period, by=actor, now=now),
        branches=[(each.id, each.name) for each in branches],
        periods=[(one.key, one.label) for one in latest(local_day(now), months=MONTHS, quarters=QUARTERS)],
    )
