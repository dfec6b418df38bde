"""What the API does with bodies that no phone of ours sends: it refuses them, and repeats nothing of them."""

import sys

import pytest

from web.strict_json import DEEPEST

PHONE = "19900000012"


@pytest.fixture
def post(call_as, cast):
    chen = call_as(cast.chen)
    return lambda body, **options: chen.raw("POST", "/api/wishes", body, **options)


def wish(**fields):
    """A good wish's JSON text, with fields of raw JSON changed."""
    fields = {"title": '"棉被"', "kind": '"goods"', **fields}
    return ("{" + ",".join(f'"{name}":{value}' for name, value in fields.items()) + "}").encode()


def test_a_good_body_is_taken(post):
    assert post(wish()).status_code == 201


@pytest.mark.parametrize(
    ("body", "status", "code"),
    [
        (b"{", 400, "malformed_json"),
        (b"\xff\xfe", 400, "malformed_json"),
        (b"hello", 400, "malformed_json"),
        (wish(shares="NaN"), 400, "malformed_json"),
        (wish(shares="-Infinity"), 400, "malformed_json"),
        (wish(organisation_id="9" * 5000), 400, "malformed_json"),
        (b'{"a":' * 10_000 + b"1" + b"}" * 10_000, 400, "malformed_json"),
        (b"[" * 60_000, 400, "malformed_json"),
        (b"[]", 422, "invalid"),
        (b'"x"', 422, "invalid"),
        (b"null", 422, "invalid"),
        (b"{}", 422, "invalid"),
        (wish(shares="1e999"), 422, "invalid"),
        (wish(shares="1.5"), 422, "invalid"),
        (wish(shares="0"), 422, "invalid"),
        (wish(organisation_id="-1"), 422, "invalid"),
        (wish(organisation_id="2147483648"), 422, "invalid"),
        (wish(organisation_id="9" * 40), 422, "invalid"),
        (wish(title='"\\ud800"'), 422, "invalid"),
        (wish(title='"a\\u0000b"'), 422, "invalid"),
        (wish(title='"a\\u0007b"'), 422, "invalid"),
        (wish(title='"   "'), 422, "invalid"),
        (wish(title='["x"]'), 422, "invalid"),
        (wish(title="null"), 422, "invalid"),
        (wish(kind='"money"'), 422, "invalid"),
        (wish(title='"' + "被" * 41 + '"'), 422, "invalid"),
        (wish(status='"open"'), 422, "invalid"),
        (wish(**{"\\ud800": "1"}), 422, "invalid"),
        (wish(organisation_id="2000000000"), 404, "not_found"),
        (b"x" * 70_000, 413, "too_large"),
        (b"x" * 2_000_000, 413, "too_large"),
    ],
)
def test_a_bad_one_is_refused(post, body, status, code):
    answer = post(body)

    assert (answer.status_code, answer.json["error"]["code"]) == (status, code)
    assert answer.json["error"]["message"]


@pytest.mark.parametrize(("depth", "status"), [(DEEPEST, 422), (DEEPEST + 1, 400), (sys.getrecursionlimit(), 400)])
def test_what_is_nested_too_deep_is_not_read(post, depth, status):
    """A bracket in a text does not count, neither way."""
    texts = b'{"b":"]]]]]]]]]]]]]]]]","c":"[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[","d":"\\"]","a":'

    assert post(texts + b"[" * (depth - 1) + b"]" * (depth - 1) + b"}").status_code == status


@pytest.mark.parametrize("content_type", ["text/plain", "application/x-www-form-urlencoded", "multipart/form-data"])
def test_what_does_not_call_itself_json_is_refused(post, content_type):
    answer = post(wish(), content_type=content_type)

    assert (answer.status_code, answer.json["error"]["code"]) == (415, "not_json")


def test_fields_are_named_so_that_the_phone_can_point_at_them(post):
    assert post(wish(title='""', kind='"x"')).json["error"]["fields"] == {
        "title": "请填写",
        "kind": "请从给出的选项里选",
    }


@pytest.mark.parametrize(
    "body",
    [
        wish(title=f'"{PHONE}' + "9" * 40 + '"'),
        wish(kind=f'"{PHONE}"'),
        wish(shares=f'"{PHONE}x"'),
        wish(contact_phone=f'"{PHONE}9"'),
        wish(contact_phone=f'["{PHONE}"]'),
        wish(**{PHONE: "1"}),
        wish(**{f"phone_{PHONE}": "1"}),
        f'{{"title": "{PHONE}'.encode(),
        f'["{PHONE}"]'.encode(),
    ],
)
def test_nothing_that_was_typed_comes_back(post, body):
    answer = post(body)

    assert answer.status_code in (400, 422)
    assert PHONE not in answer.text


@pytest.mark.parametrize(
    "query", [f"status={PHONE}", f"mine={PHONE}", f"limit={PHONE}x", f"after={PHONE}", f"organisation_id={PHONE}"]
)
def test_nor_does_what_stood_in_the_query(call_as, cast, query):
    answer = call_as(cast.wang).get(f"/api/wishes?{query}")

    assert answer.status_code == 422
    assert PHONE not in answer.text
