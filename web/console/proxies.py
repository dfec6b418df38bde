"""代办: who acts for which elder of one's branches (features I10)."""

from __future__ import annotations

from flask import url_for

from models.proxies import ProxyRelation
from services import organisation_desk, people_desk, proxies
from web.console.appointments import WhoForm
from web.console.blueprint import console, current_actor
from web.console.confirming import ask_first
from web.console.forms import Typed, submit
from web.console.page import Page, go, page
from web.lifecycle import utc_now


class ProxyForm(WhoForm):
    relation: ProxyRelation


@console.get("/people/proxies")
def list_proxies() -> Page:
    """Who acts for whom; what waits for my word first."""
    return page("proxies.html", rows=proxies.proxies_of_branch(to=current_actor()))


@console.get("/people/<int:person_id>/proxy")
def show_new_proxy(person_id: int) -> Page:
    """Who should act for this person?"""
    return _form_page(person_id, Typed())


@console.post("/people/<int:person_id>/proxy")
def grant_proxy(person_id: int) -> Page:
    """Let somebody of the village act for this person."""
    elder = people_desk.get_person(person_id, to=current_actor())

    def act(form: ProxyForm) -> Page:
        assert elder.home is not None, "visible_people() joins the home"
        helper = organisation_desk.pick_person(form.name, form.tail, path=elder.home.path)
        proxies.grant_proxy(elder, helper, form.relation, by=current_actor(), now=utc_now())
        return go("console.list_proxies", f"{helper.name}可以替{elder.name}许愿、报名了；签到仍由书记点名")

    return submit(ProxyForm, act, again=lambda typed: _form_page(person_id, typed))


@console.post("/people/proxies/<int:proxy_id>/approval")
def approve_proxy(proxy_id: int) -> Page:
    """Agree to what somebody asked on the phone."""
    proxy = proxies.decide_proxy(proxy_id, "approve", by=current_actor(), now=utc_now())
    return go("console.list_proxies", f"{proxy.helper.name}可以替{proxy.elder.name}办事了")


@console.post("/people/proxies/<int:proxy_id>/refusal")
def refuse_proxy(proxy_id: int) -> Page:
    """Do not agree."""
    proxies.decide_proxy(proxy_id, "refuse", by=current_actor(), now=utc_now())
    return go("console.list_proxies", "没有同意，双方会收到消息")


@console.post("/people/proxies/<int:proxy_id>/end")
def end_proxy(proxy_id: int) -> Page:
    """End a standing proxy."""
    proxy = proxies.get_proxy(proxy_id, to=current_actor())
    lines = [f"{proxy.helper.name}从现在起不能再替{proxy.elder.name}办事，已经办的都算数。"]
    question = ask_first(
        "结束代办", lines, yes="结束这个代办", back=url_for("console.list_proxies"), is_destructive=True
    )
    if question is not None:
        return question
    proxies.end_proxy(proxy_id, by=current_actor(), now=utc_now())
    return go("console.list_proxies", "代办已结束，双方会收到消息")


def _form_page(person_id: int, typed: Typed) -> Page:
    return page("proxy_form.html", person=people_desk.get_person(person_id, to=current_actor()), typed=typed)
