"""Many processes, one token: whoever comes first fetches it, on the real clock and a real file."""

from __future__ import annotations

import contextlib
import datetime
import os
import subprocess
import sys
import time
from pathlib import Path

import pytest

from wechat.token_store import DatabaseTokenStore

ROOT = Path(__file__).parents[2]
pytestmark = pytest.mark.engine

PROCESSES = 8
LONGEST_SECONDS = 30


@pytest.fixture
def database_url(url_on_every_engine):
    return url_on_every_engine


@pytest.fixture
def processes(canned, database_url):
    """Eight processes that have opened the same database and wait for a word."""
    arguments = [sys.executable, "-m", "tests.wechat.take_token", canned.url, database_url]
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "text": True}
    with contextlib.ExitStack() as stack:
        started = [
            stack.enter_context(subprocess.Popen(arguments, cwd=ROOT, env={**os.environ, "PYTHONPATH": "."}, **pipes))
            for _ in range(PROCESSES)
        ]
        for process in started:
            stack.callback(process.kill)
        for process in started:
            assert process.stdout.readline() == "ready\n"
        yield started


def test_when_a_token_expires_eight_processes_fetch_one(processes, canned, database):
    def answer_slowly(handler):
        time.sleep(0.3)  # a slow server gives the others time to try, too
        canned._new_token(handler)

    canned.answers["cgi-bin/stable_token"] = answer_slowly
    an_hour_ago = datetime.datetime.now(datetime.UTC) - datetime.timedelta(hours=1)
    DatabaseTokenStore(lambda: an_hour_ago).set("wx1_access_token", "EXPIRED", 60)
    for process in processes:
        process.stdin.write("go\n")
        process.stdin.flush()
    tokens = {process.communicate(timeout=LONGEST_SECONDS)[0] for process in processes}
    assert tokens == {"TOKEN-1\n"}
    assert canned.times("cgi-bin/stable_token") == 1
