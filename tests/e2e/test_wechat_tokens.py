"""Tokens in the running system: one for all processes, one refresh when it is refused, and no secret in any log."""

from __future__ import annotations

import sqlite3
from collections import Counter
from collections.abc import Iterator
from typing import Any

import pytest
import requests

from config.settings import SANDBOX_ACCOUNTS
from tests.e2e.crowd import at_once, log_in_everyone, seat_of
from tests.e2e.stack import Phone, Stack, WeChat, wait_until

DEMO = ("--people", "24", "--branch-size", "24")
WORKERS, WEB_PROCESSES = 2, 2
ENVIRONMENT = {"LOG_LEVEL": "DEBUG"}
TEMPLATE = "tpl-notice"


@pytest.fixture(scope="module")
def crowd(stack: Stack) -> Iterator[list[Phone]]:
    yield from log_in_everyone(stack)


def asked(stack: Stack, api: str) -> Counter[Any]:
    """How WeChat answered the calls of one API, by errcode."""
    found = requests.get(f"{stack.wechat_url}/__admin/requests", {"api": api}, timeout=10).json()
    return Counter(each["errcode"] for each in found)


def notice_to_all(wechat: WeChat, crowd: list[Phone], title: str) -> dict[str, Any]:
    """A notice to everyone, with a grant for each; answers its report once nothing is pending."""
    secretary = next(phone for phone in crowd if seat_of(phone))
    for phone in crowd:
        wechat.grant(phone.openid, TEMPLATE)
    for phone in crowd:
        assert phone.post("me/grants", {"results": {TEMPLATE: "accept"}}).ok
    branch = secretary.get("me").json()["organisation"]["id"]
    body = {"title": title, "body": "请带上水杯。", "audience": {"organisation_id": branch}}
    notice_id = secretary.post("notices", body).json()["id"]

    def finished() -> dict[str, Any] | None:
        report = secretary.get(f"notices/{notice_id}/report").json()
        return report if report["people"] and not report["pending"] else None

    return wait_until(finished, "the notice is sent", seconds=150)


def test_all_processes_share_one_token_and_a_revoked_one_is_fetched_once(
    stack: Stack, wechat: WeChat, crowd: list[Phone]
) -> None:
    before = asked(stack, "cgi-bin/stable_token")[None]  # the Official Account's, when its menu was set
    assert notice_to_all(wechat, crowd, "第一条")["delivered"] == len(crowd)
    assert asked(stack, "cgi-bin/stable_token")[None] - before == 1

    wechat.fault("-", "token_revoked")
    assert notice_to_all(wechat, crowd, "第二条")["delivered"] == len(crowd)
    assert asked(stack, "cgi-bin/stable_token")[None] - before == 2


def test_no_log_of_any_process_holds_a_token_a_secret_or_a_code(
    stack: Stack, wechat: WeChat, crowd: list[Phone]
) -> None:
    wechat.fault("sns/jscode2session", "html", times=2)
    wechat.fault("wxa/business/getuserphonenumber", "dropped", times=2)
    at_once(lambda phone: phone.log_in(), crowd[:4])
    crowd[0].post("me/phone", {"code": wechat.phone_code(crowd[0].openid), "name": "某某"})
    wechat.post("official/follow", {"openid": crowd[1].openid})
    wechat.post("official/say", {"openid": crowd[1].openid, "text": "一句只给公众号看的话"})
    forged = {"signature": "0" * 40, "msg_signature": "signed-by-nobody", "timestamp": "1", "nonce": "nonce-in-a-log"}
    requests.post(f"{stack.app_url}/wechat/mini-program", params=forged, data=b"{}", timeout=10)

    log = stack.log()
    with sqlite3.connect(stack.folder / "sandbox.sqlite3") as db:
        secrets = [row[0] for row in db.execute("SELECT token FROM tokens UNION SELECT code FROM codes")]
        secrets += [row[0] for row in db.execute("SELECT session_key FROM people WHERE session_key IS NOT NULL")]
    for account in SANDBOX_ACCOUNTS.values():
        secrets += [account["SECRET"], account["AES_KEY"]]
    secrets += ["signed-by-nobody", "nonce-in-a-log", "一句只给公众号看的话"]
    assert len(secrets) > len(crowd)
    assert "push_refused" in log, "the log is the one that would show them"
    assert [secret for secret in secrets if secret in log] == []


def test_a_token_that_is_refused_for_ever_costs_each_process_a_refresh_and_a_retry_and_then_no_more(
    stack: Stack, wechat: WeChat, crowd: list[Phone]
) -> None:
    before = asked(stack, "cgi-bin/stable_token").total()
    wechat.fault("wxa/msg_sec_check", "errcode", errcode=40001, probability=1)
    wish = {"title": "一床棉被", "detail": "天冷了", "kind": "goods"}
    made = [phone.post("wishes", wish) for phone in crowd[:12]]

    assert {(answer.status_code, answer.json()["status"]) for answer in made} == {(201, "held")}
    # A web process that finds none, because another has discarded it, fetches one, and one more when that is
    # refused; a worker that tells the secretary of the wishes may need one, too. Not one per wish.
    assert asked(stack, "cgi-bin/stable_token").total() - before <= 2 * WEB_PROCESSES + WORKERS
    # A process that rests still tries, once, each token that another has fetched.
    assert asked(stack, "wxa/msg_sec_check")[40001] < len(made)
