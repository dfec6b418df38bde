"""Every text that people write is treated as the table of commands/filing/written.py says (design rule 9; R5, X3)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

import web.console  # noqa: F401 — all its forms
from commands.filing.written import NOT_PROSE, WRITTEN, Treatment
from tests.web.openapi import Operation, operations
from web.console.forms import Form
from wechat.outcomes import Verdict

TEXT = "写给别人看的一句话"
SENT = (Treatment.HELD, Treatment.ANSWERED_FOR, Treatment.REFUSED)


def fields_of(*treatments: Treatment) -> list[str]:
    return [name for written in WRITTEN if written.treatment in treatments for name in written.in_api]


def text_fields(schema: dict[str, Any], operation: Operation, before: str = "") -> Iterator[str]:
    """Names of the fields that take free text, of parts as `posts.name`."""
    schema = operation.resolve(schema)
    for part in schema.get("anyOf", []):
        yield from text_fields(part, operation, before)
    if "items" in schema:
        yield from text_fields(schema["items"], operation, before)
    for name, part in schema.get("properties", {}).items():
        yield from text_fields(part, operation, f"{before}.{name}".lstrip("."))
    if schema.get("type") == "string" and not {"enum", "const", "format"} & set(schema):
        yield before


def all_forms(form: type[Form] = Form) -> Iterator[type[Form]]:
    for below in form.__subclasses__():
        if below.__module__.startswith("web.console"):
            yield below
        yield from all_forms(below)


@pytest.fixture
def document(app):
    return {operation.name: operation for operation in operations(app.api_doc)}


@pytest.fixture
def world(call_as, cast):
    """李书记, and one of each: a wish of 陈村民's, a complaint, an event, a Party day, a notice; with their ids."""
    li, chen = call_as(cast.li), call_as(cast.chen)
    times = {"starts_at": "2026-12-05T09:00:00+08:00", "ends_at": "2026-12-05T11:00:00+08:00", "place": "文化礼堂"}
    made = [
        chen.post("/api/wishes", {"title": "一床棉被", "kind": "goods"}),
        chen.post("/api/complaints", {"kind": "complaint", "text": "路灯坏了"}),
        li.post("/api/events", {"title": "清沟", **times, "posts": [{"name": "清扫", "capacity": 5}]}),
        li.post("/api/party-days", {"title": "主题党日", **times}),
        li.post("/api/notices", {"title": "停水", "audience": {"organisation_id": cast.dongkeng.id}}),
    ]
    assert [answer.status_code for answer in made] == [201, 201, 201, 201, 202]
    names = ("wish_id", "complaint_id", "event_id", "party_day_id", "notice_id")
    return li, {name: answer.json["id"] for name, answer in zip(names, made, strict=True)}


def body_with(operation: Operation, field: str) -> dict[str, Any]:
    """A body of the operation with the text in that field."""
    whole, _, inner = field.partition(".")
    body = {**(operation.body() or {}), whole: TEXT}
    if inner:
        part = {"name": "清扫", "capacity": 5} if whole == "posts" else {"person_id": 1}
        body[whole] = [{**part, inner: TEXT}]
    return body


@pytest.fixture
def send(world, document):
    """Send the text in the field `operation.field`; what becomes of the act itself does not matter here."""
    caller, ids = world

    def run(name: str, **more: Any) -> Any:
        operation_name, _, field = name.partition(".")
        operation = document[operation_name]
        return caller.send(operation.method, operation.url(ids), {**body_with(operation, field), **more})

    return run


def code_of(answer: Any) -> str | None:
    return (answer.json or {}).get("error", {}).get("code")


def test_every_text_of_the_api_is_in_the_table(document):
    listed = {name for written in WRITTEN for name in written.in_api}
    found = {
        f"{operation.name}.{field}"
        for operation in document.values()
        if operation.body_schema
        for field in text_fields(operation.body_schema, operation)
        if field not in NOT_PROSE or f"{operation.name}.{field}" in listed
    }

    assert found == listed


def test_every_text_of_the_console_is_in_the_table():
    listed = {name for written in WRITTEN for name in written.at_desk}
    found = {
        f"{form.__module__.rpartition('.')[2]}.{form.__name__}.{name}"
        for form in all_forms()
        for name, field in form.model_fields.items()
        if "str" in str(field.annotation) and name not in NOT_PROSE
    }

    assert found == listed


def test_what_others_read_is_read_by_the_content_check_first(send, wechat):
    unread = []
    for name in fields_of(*SENT):
        wechat.checked.clear()
        send(name)
        unread += [name] if not any(TEXT in text for text in wechat.checked) else []

    assert unread == []


def test_what_a_seat_writes_waits_until_its_writer_answers_for_it(send, wechat):
    wechat.verdict = Verdict.REVIEW
    held = {name for name in fields_of(Treatment.ANSWERED_FOR) if code_of(send(name)) == "text_held"}
    held_again = {name for name in held if code_of(send(name, is_released=True)) == "text_held"}

    assert held == set(fields_of(Treatment.ANSWERED_FOR))
    assert held_again == set()


def test_what_the_verifier_takes_over_as_it_stands_is_not_read_again(world, wechat):
    li, ids = world
    wechat.checked.clear()
    body = {"decision": "accept", "public_title": "一床棉被", "public_name": "东坑村一位居民"}
    wechat.verdict = Verdict.UNKNOWN

    assert li.post(f"/api/wishes/{ids['wish_id']}/verification", body).status_code == 200
    assert wechat.checked == []


def test_a_few_doubted_words_are_refused(send, wechat):
    wechat.verdict = Verdict.REVIEW

    assert {code_of(send(name)) for name in fields_of(Treatment.REFUSED)} == {"text_refused"}


def test_what_stays_in_the_office_is_not_sent_to_wechat(send, wechat):
    wechat.checked.clear()
    for name in fields_of(Treatment.OWN):
        send(name)

    assert wechat.checked == []
