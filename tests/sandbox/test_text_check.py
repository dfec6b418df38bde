"""The content check of text."""

import json

import pytest

API = "wxa/msg_sec_check"


@pytest.fixture
def check(desk):
    """Check a text as someone who has just opened the mini-program."""
    desk.code("王大山")

    def ask(content, **changes):
        fields = {"version": 2, "scene": 2, "openid": desk.people["王大山"], "content": content, **changes}
        body = json.dumps(fields, ensure_ascii=False).encode()
        query = {"access_token": desk.token()}
        return desk.http.post(f"{desk.base}/{API}", params=query, data=body, timeout=10).json()

    return ask


@pytest.mark.parametrize(
    ("content", "suggest", "label"),
    [
        ("请帮忙修水管", "pass", 100),
        ("买卖 [[risky]]", "risky", 20006),
        ("[[违规]]", "risky", 20006),
        ("说不准 [[review]]", "review", 21000),
    ],
)
def test_the_verdict_follows_the_marker(check, content, suggest, label):
    answer = check(content)
    assert answer["errcode"] == 0
    assert answer["result"] == {"suggest": suggest, "label": label}
    assert answer["trace_id"].count("-") == 2
    assert answer["detail"][0]["suggest"] == suggest


def test_escaped_text_slips_past_the_check(desk, check):
    fields = {"version": 2, "scene": 2, "openid": desk.people["王大山"], "content": "[[违规]]"}
    assert check("[[违规]]")["result"]["suggest"] == "risky"
    assert desk.post(API, **fields)["result"]["suggest"] == "pass"  # requests escapes to backslash-u


def test_the_title_is_checked_too(check):
    assert check("好的", title="[[risky]]")["result"]["suggest"] == "risky"


def test_the_old_version_only_says_yes_or_no(check):
    assert "result" not in check("请帮忙", version=1)
    assert check("[[risky]]", version="2")["errcode"] == 87014


def test_someone_not_seen_for_two_hours_is_61010(desk, check):
    desk.advance(7201)
    assert check("请帮忙")["errcode"] == 61010
    desk.log_in(desk.code("王大山"))
    assert check("请帮忙")["errcode"] == 0


def test_someone_never_seen_is_61010(desk, check):
    assert check("请帮忙", openid=desk.people["李春兰"])["errcode"] == 61010


def test_a_stranger_is_40003_and_a_wrong_scene_40129(check):
    assert check("请帮忙", openid="nobody")["errcode"] == 40003
    assert check("请帮忙", scene=5)["errcode"] == 40129


def test_no_content_is_47001_and_too_much_45002(check):
    assert check("")["errcode"] == 47001
    assert check("长" * 2501)["errcode"] == 45002
