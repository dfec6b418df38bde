"""Complaints: to the village or past it, answered within working days, and somebody hears when they are not."""

import datetime

import pytest

from models.audit import AuditEntry
from models.complaints import Complaint, ComplaintKind, ComplaintStatus
from services import complaints, export_kinds, policies
from services.errors import NotAllowed, NotFound, WrongState
from services.local_time import day_starts
from services.working_days import end_of_working_day

DAY = datetime.timedelta(days=1)


@pytest.fixture
def database_url(engine_url):
    return engine_url


@pytest.fixture
def complain(cast, now):
    def run(text="路灯坏了", **options):
        return complaints.complain(ComplaintKind.COMPLAINT, text, cast.dongkeng, **options, by=cast.chen, now=now)

    return run


@pytest.fixture
def answer(now):
    return lambda complaint, by, text="修好了": complaints.answer_complaint(complaint.id, text, by=by, now=now)


def to_answer(actor):
    return list(complaints.complaints_to_answer(to=actor))


@pytest.mark.engine
def test_the_village_is_told_answers_and_the_person_reads_it(complain, answer, cast, inbox_of):
    complaint = complain()
    assert inbox_of(cast.li) == ["收到一条投诉"]
    assert to_answer(cast.li) == [complaint]

    assert answer(complaint, cast.li).status is ComplaintStatus.ANSWERED
    assert inbox_of(cast.chen) == ["您的投诉有答复了"]
    assert complaints.get_complaint(complaint.id, to=cast.chen).answer == "修好了"


@pytest.mark.engine
def test_past_the_village_only_the_township_sees_it(complain, officer, cast, inbox_of):
    complaint = complain("书记不理人", to_township=True)
    assert (to_answer(cast.li), inbox_of(cast.li)) == ([], [])
    assert (to_answer(officer), inbox_of(officer)) == ([complaint], ["收到一条投诉"])
    with pytest.raises(NotFound):
        complaints.get_complaint(complaint.id, to=cast.li)


def test_nobody_else_sees_or_answers_it(complain, answer, cast):
    complaint = complain()
    for other in (cast.wang, cast.sun):
        with pytest.raises(NotFound):
            answer(complaint, other)
    with pytest.raises(NotAllowed):
        answer(complaint, cast.chen)


def test_it_is_answered_once(complain, answer, cast):
    complaint = complain()
    answer(complaint, cast.li)
    assert answer(complaint, cast.li).answer == "修好了"
    with pytest.raises(WrongState):
        answer(complaint, cast.li, "另一个答复")


@pytest.mark.engine
def test_overdue_both_who_answers_and_who_is_above_hear_of_it_once(complain, officer, cast, inbox_of):
    due_at = complain().due_at
    assert complaints.alert_of_overdue(now=due_at - DAY) == 0
    assert complaints.alert_of_overdue(now=due_at) == 1
    assert complaints.alert_of_overdue(now=due_at + DAY) == 0
    assert inbox_of(cast.li)[-1] == inbox_of(officer)[-1] == "投诉建议超期未答复"


def test_what_was_answered_is_never_overdue(complain, answer, cast):
    complaint = complain()
    answer(complaint, cast.li)
    assert complaints.alert_of_overdue(now=complaint.due_at + DAY) == 0


def test_the_database_holds_no_word_of_it_in_clear(complain):
    complain("东坑村三组的事")
    ((stored,),) = Complaint._meta.database.execute_sql("SELECT text FROM complaint").fetchall()
    assert "东坑村" not in stored


class TestWorkingDays:
    """23 November 2026 is a Monday."""

    @pytest.fixture
    def ends(self, cast, now):
        return lambda days, after=now: end_of_working_day(days, cast.dongkeng, after=after, now=now + 60 * DAY)

    def test_a_weekend_does_not_count(self, ends):
        assert ends(4) == day_starts(datetime.date(2026, 11, 28))
        assert ends(5) == day_starts(datetime.date(2026, 12, 1))

    def test_who_writes_on_a_saturday_has_a_whole_week(self, ends, now):
        assert ends(5, now + 5 * DAY) == day_starts(datetime.date(2026, 12, 5))

    def test_a_holiday_does_not_count_and_a_worked_saturday_does(self, ends, officer, cast, now):
        policies.decide("calendar.days_off", ["2026-11-25"], cast.township, by=officer, now=now)
        policies.decide("calendar.worked_weekend_days", ["2026-11-28"], cast.township, by=officer, now=now)
        assert ends(4) == day_starts(datetime.date(2026, 11, 29))


def test_held_text_waits_for_whoever_answers_to_open_it(complain, cast, now):
    complaint = complain("坏话", is_held=True)
    assert complaints.text_of(complaint, to=cast.li) == ""
    assert complaints.text_of(complaint, to=cast.chen) == "坏话"

    opened = complaints.release_complaint(complaint.id, by=cast.li, now=now)
    assert complaints.text_of(opened, to=cast.li) == "坏话"
    assert AuditEntry.get(AuditEntry.action == "release_complaint").actor_id == cast.li.person.id


def test_nobody_answers_what_nobody_has_read(complain, answer, cast):
    complaint = complain("坏话", is_held=True)

    with pytest.raises(WrongState) as refused:
        answer(complaint, cast.li)
    assert refused.value.code == "not_opened"


def test_who_wrote_it_cannot_open_it(complain, cast, now):
    complaint = complain("坏话", is_held=True)

    with pytest.raises(NotAllowed):
        complaints.release_complaint(complaint.id, by=cast.chen, now=now)


def test_an_export_leaves_held_text_out(complain):
    complaint = complain("坏话", is_held=True)
    text = next(column for column in export_kinds.COMPLAINTS if column.heading == "内容")

    assert text.value(complaint) == ""
