"""A full hall scans at once, over real HTTP, on every engine."""

from __future__ import annotations

import dataclasses
import datetime
import json
import logging
import threading
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from http.client import HTTPConnection
from typing import Any

import pytest
from werkzeug.serving import make_server

import app as application
from config.settings import Settings
from models.attendance import Attendance, AttendanceStatus
from models.audit import AuditEntry
from models.database import database
from services import sessions
from services.check_in_codes import code_for
from tests.cast import Cast
from tests.services.party_day_makers import a_party_day

PEOPLE, AT_ONCE = 200, 40

pytestmark = pytest.mark.engine


@pytest.fixture
def cast(each_engine: str, now: datetime.datetime) -> Cast:
    return Cast(now)


@pytest.fixture
def port(cast: Cast, each_engine: str) -> Iterator[int]:
    """The application behind a threaded server on this machine."""
    settings = dataclasses.replace(
        Settings.from_env({}),
        database_url=each_engine,
        secret_keys=("test-secret-one", "test-secret-zero"),
        log_level="ERROR",
    )
    database.close()
    made = application.create_app(settings)
    made.extensions["clock"] = lambda: cast.now
    logging.getLogger("werkzeug").setLevel(logging.ERROR)
    server = make_server("127.0.0.1", 0, made, threaded=True)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    database.connect()
    yield server.server_port
    server.shutdown()
    thread.join()
    server.server_close()


def test_200_people_scan_at_once_and_once_more(cast: Cast, port: int) -> None:
    members = [cast.member(f"党员{number}", cast.dongkeng) for number in range(PEOPLE)]
    tokens = [sessions.open_session(who.person, identity_id=None, days=1, now=cast.now)[0] for who in members]
    day = a_party_day(cast)
    code = code_for("party_day", day.id, cast.now).code

    def scan(token: str) -> list[tuple[int, Any]]:
        connection = HTTPConnection("127.0.0.1", port, timeout=60)
        headers = {"Authorization": f"Bearer {token}", "Content-Type": "application/json"}
        answers = []
        for key in ("first", "first", "second"):  # the phone repeats; then the member scans once more
            connection.request(
                "POST",
                f"/api/party-days/{day.id}/check-in",
                json.dumps({"code": code}),
                {**headers, "Idempotency-Key": key},
            )
            response = connection.getresponse()
            answers.append((response.status, json.loads(response.read()).get("status")))
        connection.close()
        return answers

    with ThreadPoolExecutor(AT_ONCE) as pool:
        answers = list(pool.map(scan, tokens))
    expected = ((201, "present"), (201, "present"), (200, "present"))
    assert Counter(tuple(three) for three in answers) == {expected: PEOPLE}
    present = Attendance.select().where(Attendance.status == AttendanceStatus.PRESENT)
    assert present.count() == PEOPLE
    assert AuditEntry.select().where(AuditEntry.action == "check_in").count() == PEOPLE
