"""Drafts of the Official Account against the stand-in's real process: there once, not there, or unknown."""

from __future__ import annotations

import datetime
import os
import subprocess
import sys
from pathlib import Path

import pytest
import requests

from wechat.account import WeChatApp
from wechat.official_account import OfficialAccount
from wechat.token_store import DatabaseTokenStore

ROOT = Path(__file__).parents[2]
APPID, SECRET = "wx5a4db0c0000000bb", "made-up-oa-secret"
COVER = b"\x89PNG\r\n\x1a\n..."
MATERIAL, DRAFT = "cgi-bin/material/add_material", "cgi-bin/draft/add"


def utc_now():
    return datetime.datetime.now(datetime.UTC)


@pytest.fixture(scope="module")
def wechat(tmp_path_factory):
    environ = {
        "PATH": os.environ["PATH"], "SANDBOX_PORT": "0", "WECHAT_OA_APPID": APPID, "WECHAT_OA_SECRET": SECRET,
        "SANDBOX_STORE": str(tmp_path_factory.mktemp("sandbox") / "store.sqlite3"),
    }  # fmt: skip
    command = [sys.executable, "-m", "sandbox.platform"]
    with subprocess.Popen(command, cwd=ROOT, env=environ, stdout=subprocess.PIPE, text=True) as child:
        yield child.stdout.readline().split()[-1]
        child.terminate()
        assert child.wait(timeout=10) == 0


@pytest.fixture
def desk(wechat):
    """The tester's side door, after a reset."""

    def ask(method, path, **body):
        return requests.request(method, f"{wechat}/__admin/{path}", json=body, timeout=10).json()

    ask("POST", "reset")
    ask("DELETE", "faults")
    return ask


@pytest.fixture
def account(db, wechat, desk):
    app = WeChatApp(APPID, SECRET, api_base=wechat, connect_seconds=1, read_seconds=1)
    made = OfficialAccount(app, DatabaseTokenStore(utc_now), mini_appid="wx1", clock=utc_now)
    yield made
    made.close()


def add(account):
    return account.add_draft("河道清洁", "一个上午", "<p>清了</p>", COVER)


def test_an_article_lies_in_the_drafts_as_it_was_written(account, desk):
    outcome = add(account)

    (kept,) = desk("GET", "drafts")
    assert kept["media_id"] == outcome.media_id
    assert kept["articles"][0]["content"] == "<p>清了</p>"


@pytest.mark.parametrize("api", [MATERIAL, DRAFT])
def test_what_wechat_refuses_is_not_there(account, desk, api):
    desk("POST", "faults", api=api, kind="errcode", errcode=48001)
    outcome = add(account)

    assert (outcome.media_id, outcome.is_lost, outcome.reason) == ("", False, "errcode_48001")
    assert desk("GET", "drafts") == []


def test_when_the_answer_is_lost_it_may_be_there(account, desk):
    desk("POST", "faults", api=DRAFT, kind="dropped")

    assert add(account).is_lost
    assert len(desk("GET", "drafts")) == 1


def test_when_the_cover_was_lost_there_is_certainly_no_draft(account, desk):
    desk("POST", "faults", api=MATERIAL, kind="dropped")

    assert not add(account).is_lost
    assert desk("GET", "drafts") == []
