"""The stand-in's own time."""

from datetime import UTC, datetime


def test_the_clock_tells_the_time_with_its_offset(desk):
    told = desk.admin("GET", "clock")
    now = datetime.fromisoformat(told["now"])
    assert told["offset_seconds"] == 0
    assert now.utcoffset() is not None
    assert abs((now - datetime.now(UTC)).total_seconds()) < 5


def test_advances_add_up(desk):
    desk.advance(3600)
    told = desk.advance(60)
    ahead = datetime.fromisoformat(told["now"]) - datetime.now(UTC)
    assert told["offset_seconds"] == 3660
    assert 3650 < ahead.total_seconds() < 3670


def test_time_never_runs_backwards(desk):
    assert "error" in desk.advance(-1)
    assert "error" in desk.admin("POST", "clock")
