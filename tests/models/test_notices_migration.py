"""A database with messages in it keeps them when notices get their audience."""

import datetime

import pytest

from models import schema
from models.database import open_database
from models.notices import Delivery, Notice, NoticeStatus

NOW = datetime.datetime(2026, 11, 23, tzinfo=datetime.UTC)


@pytest.fixture
def old_database(blank_url):
    opened = open_database(blank_url)
    opened.connect()
    schema._runner().up("0001_first_schema")
    yield opened
    opened.close_all()


def test_messages_of_before_are_kept_and_count_as_sent(old_database):
    moment = "2026-11-23 00:00:00.000000"
    old_database.execute_sql(
        "INSERT INTO person (name, standing, phone_tail, is_on_roster, open_claims, created_at)"
        f" VALUES ('', 'resident', '', FALSE, 0, '{moment}')"
    )
    (person_id,) = old_database.execute_sql("SELECT id FROM person").fetchone()
    old_database.execute_sql(
        "INSERT INTO notice (purpose, title, body, page, fields, created_at)"
        f" VALUES ('notice', '旧通知', '', '', '{{}}', '{moment}')"
    )
    (notice_id,) = old_database.execute_sql("SELECT id FROM notice").fetchone()
    old_database.execute_sql(
        "INSERT INTO delivery (notice_id, person_id, status, reason, attempts, due_at)"
        f" VALUES ({notice_id}, {person_id}, 'pending', '', 0, '{moment}')"
    )
    schema.upgrade()

    assert Delivery.get().person_id == person_id
    notice = Notice.get()
    assert (notice.status, notice.is_urgent, notice.told_at) == (NoticeStatus.SENT, False, NOW)
