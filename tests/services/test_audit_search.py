"""The audit trail as people read it, each within their scope."""

import ast
import datetime
import re
from pathlib import Path

import pytest

from models.appointments import Role
from models.audit import AuditEntry
from services import audit, audit_search, audit_words, notices, policies
from services.audit_search import Search
from services.errors import NotAllowed
from services.notices import NoticeText
from services.policy_defaults import DEFAULTS


@pytest.fixture
def database_url(engine_url):
    return engine_url


@pytest.fixture
def noted(cast, now):
    """李书记 sends a notice, 孙书记 one of her own; a job does something in 东坑村."""
    notices.send_notice(NoticeText("停水", "明天"), is_held=True, by=cast.li, now=now)
    notices.send_notice(NoticeText("停电", "明天"), is_held=False, by=cast.sun, now=now)
    audit.record(
        "close_party_day",
        "party_day",
        7,
        by=None,
        origin="job",
        now=now + datetime.timedelta(days=1),
        organisation_id=cast.dongkeng.id,
        after={"absent": 2},
    )


def lines(to, **wanted):
    found = audit_search.search(Search(**wanted), to=to).order_by(AuditEntry.id)
    return [(line.actor, line.action) for line in audit_search.describe(found) if line.entry.subject != "organisation"]


def test_a_secretary_sees_what_was_done_in_her_village_and_by_herself(cast, noted):
    assert lines(cast.li) == [("李书记", "发送通知"), ("系统", "结束主题党日")]
    assert lines(cast.sun) == [("孙书记", "发送通知")]


def test_the_township_sees_all_of_its_villages_and_the_county_its_own(cast, noted):
    cast.appoint(cast.zhao, Role.TOWNSHIP_OFFICER, cast.township)
    county = cast.member("吴部长", cast.county)
    cast.appoint(county, Role.COUNTY_OFFICER, cast.county)

    assert len(lines(cast.actor(cast.zhao.person))) == 3
    assert lines(cast.actor(county.person)) == []


def test_without_a_seat_nobody_looks_into_it(cast, noted):
    with pytest.raises(NotAllowed):
        audit_search.search(Search(), to=cast.wang)


def test_one_searches_by_who_what_where_and_when(cast, noted, now):
    cast.appoint(cast.zhao, Role.TOWNSHIP_OFFICER, cast.township)
    officer, day = cast.actor(cast.zhao.person), datetime.date(2026, 11, 24)

    assert lines(officer, who="孙") == [("孙书记", "发送通知")]
    assert lines(officer, subject="party_day") == [("系统", "结束主题党日")]
    assert lines(officer, organisation_id=cast.xixi.id) == [("孙书记", "发送通知")]
    assert lines(officer, first=day) == [("系统", "结束主题党日")]
    assert len(lines(officer, last=day - datetime.timedelta(days=1))) == 2


def test_another_village_is_not_found_by_naming_it(cast, noted):
    assert lines(cast.li, organisation_id=cast.xixi.id) == []


def test_before_and_after_are_words(cast, now):
    policies.decide("wish.claim_limit", 5, cast.dongkeng, by=cast.li, now=now)
    entry = AuditEntry(
        subject="wish",
        action="accept_wish",
        before='{"status": "pending"}',
        after='{"status": "open", "held": false, "starts_at": "2026-11-28 01:00:00+00:00", "marks": [1, 2]}',
    )

    assert audit_words.in_action(entry.action) == "核实并公开"
    assert [(one.name, one.before, one.after) for one in audit_words.changes_of(entry)] == [
        ("状态", "待核实", "待认领"),
        ("待人工看", "", "否"),
        ("开始时间", "", "2026年11月28日 09:00"),
        ("点名", "", "2 项"),
    ]


def test_a_word_of_a_program_never_reaches_the_reader():
    entry = AuditEntry(
        subject="party_day", action="frobnicate_gadget", before="{}", after='{"gadget": "frob", "kind": "make_bundle"}'
    )
    changes = audit_words.changes_of(entry)
    said = [audit_words.in_action(entry.action), *(change.name + change.after for change in changes)]

    assert not re.search("[a-z_]", "".join(said))


def test_a_decided_policy_says_what_it_is_about():
    entry = AuditEntry(
        subject="organisation",
        action="decide_policy",
        before='{"wish.claim_limit": 3}',
        after='{"wish.claim_limit": 5}',
    )
    assert audit_words.changes_of(entry) == [audit_words.Change("微心愿的设置", "3", "5")]
    assert {name.partition(".")[0] for name in DEFAULTS} == set(audit_words.POLICIES)


def test_everything_that_the_services_note_before_and_after_has_a_word_or_is_left_unsaid():
    noted = {
        key.value
        for path in Path(audit.__file__).parent.glob("*.py")
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, ast.keyword) and node.arg in ("before", "after") and isinstance(node.value, ast.Dict)
        for key in node.value.keys
        if isinstance(key, ast.Constant)
    }
    wordless = noted - set(audit_words.COLUMNS) - set(audit_words.STATES) - audit_words.UNSAID

    assert len(noted) > 40
    assert wordless == set()


def written_in_services():
    return "".join(path.read_text() for path in Path(audit.__file__).parent.glob("*.py"))


def test_one_can_search_for_every_kind_of_thing_that_the_services_record_and_for_no_other():
    recorded = set(re.findall(r'audit\.record\(\s*[^,()]+,\s*"([a-z_]+)"', written_in_services()))

    assert recorded == set(audit_words.SUBJECTS)


def test_every_action_that_the_services_record_reads_as_words():
    written = written_in_services()
    recorded = set(re.findall(r'(?:audit\.record|record_change|_record)\(\s*"([a-z_]+)"', written))
    wordless = [
        action
        for action in sorted(recorded - set(audit_words.WHOLE))
        if action.partition("_")[0] not in audit_words.VERBS or action.partition("_")[2] not in audit_words.NOUNS
    ]

    assert len(recorded) > 80
    assert wordless == []
