"""The OpenAPI document says all a client must know."""

import re

import pytest

from tests.web.openapi import operations
from web.api.schemas import Answer, Body

ERRORS = {"401", "403", "404", "409", "422", "503"}
NAMES_OF_DESIGN = {
    "log_in", "log_out", "bind_phone", "get_me", "get_home", "list_wishes", "get_wish", "make_wish", "verify_wish",
    "claim_wish", "give_up_claim", "report_progress", "fulfil_wish", "confirm_wish", "list_requests",
    "decide_request", "list_inbox", "read_notice",
}  # fmt: skip


@pytest.fixture
def document(app):
    return app.test_client().get("/api/openapi.json").json


@pytest.fixture
def all_operations(document):
    return list(operations(document))


def test_it_is_openapi_3_1(document):
    assert document["openapi"].startswith("3.1")


def test_it_has_the_names_that_clients_rely_on(all_operations):
    names = [operation.name for operation in all_operations]

    assert set(names) >= NAMES_OF_DESIGN
    assert len(names) == len(set(names))


def test_it_has_every_route(app, all_operations):
    documented = {(operation.method, operation.path) for operation in all_operations}
    routes = {
        (method.lower(), re.sub(r"<(?:\w+:)?(\w+)>", r"{\1}", rule.rule))
        for rule in app.url_map.iter_rules()
        if rule.endpoint.startswith("api.")
        for method in rule.methods - {"HEAD", "OPTIONS"}
    }

    assert documented == routes


def test_every_operation_says_what_it_is_for(all_operations):
    assert [operation.name for operation in all_operations if not operation.described.get("summary")] == []


def test_every_operation_tells_its_errors(all_operations):
    for operation in all_operations:
        answers = operation.described["responses"]
        assert answers.keys() >= ERRORS, operation.name
        for status in ERRORS:
            schema = answers[status]["content"]["application/json"]["schema"]
            assert schema["$ref"].endswith("/ErrorAnswer"), operation.name


def test_every_operation_tells_its_success(all_operations):
    for operation in all_operations:
        good = [status for status in operation.described["responses"] if status.startswith("2")]
        assert good, operation.name


def test_every_request_can_be_made_from_its_examples(all_operations):
    for operation in all_operations:
        operation.body()


def test_every_field_of_an_answer_is_described_by_a_type(document):
    for name, schema in document["components"]["schemas"].items():
        for field, described in schema.get("properties", {}).items():
            assert described.keys() & {"type", "$ref", "anyOf", "allOf", "enum"}, f"{name}.{field}"


def test_only_logging_in_needs_no_token(all_operations):
    assert [operation.name for operation in all_operations if operation.described.get("security") == []] == ["log_in"]


def test_every_command_takes_an_idempotency_key(all_operations):
    for operation in all_operations:
        if operation.method == "post" and operation.name != "log_in":
            headers = [item["name"] for item in operation.described["parameters"] if item["in"] == "header"]
            assert headers[-1] == "Idempotency-Key", operation.name


def test_unknown_fields_are_refused_by_every_body(all_operations):
    for operation in all_operations:
        if operation.body_schema is not None:
            assert operation.body_schema["additionalProperties"] is False, operation.name


def test_no_two_bodies_or_answers_share_a_name():
    """The document knows them by their names alone: of two, one would silently describe both."""
    named: dict[str, set[str]] = {}
    waiting = [Answer, Body]
    while waiting:
        model = waiting.pop()
        waiting += model.__subclasses__()
        if model.__module__.startswith("web.api.") and "[" not in model.__name__:
            named.setdefault(model.__name__, set()).add(model.__module__)

    assert {name: modules for name, modules in named.items() if len(modules) > 1} == {}
