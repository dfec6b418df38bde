"""`flask filing`: what is told to WeChat and the authorities is what the code does."""

import pytest

from commands.filing import interfaces
from commands.filing.command import HANDBOOK, with_tables
from models.personal_data import KEPT, tables_about_people
from services.policy_defaults import DEFAULTS


def test_every_table_about_people_says_what_for_and_how_long():
    assert set(KEPT) == set(tables_about_people())


def test_periods_that_count_days_are_policies():
    assert all(kept.until in DEFAULTS for kept in KEPT.values() if "." in kept.until)


def test_the_mini_program_uses_no_privacy_interface_without_a_reason():
    without = [interface.name for interface in interfaces.interfaces_in_use() if not interface.why]

    assert without == []


def test_location_is_never_asked_for():
    assert "位置信息" not in {interface.information for interface in interfaces.interfaces_in_use()}


@pytest.mark.parametrize("words", ["手机号", "核对名册", "thing", "`bind_phone`", "privacy.wish_contact_days"])
def test_the_handbook_names_what_is_in_use(words):
    assert words in HANDBOOK.read_text(encoding="utf-8")


def test_the_handbook_is_as_the_code_is(app):
    written = HANDBOOK.read_text(encoding="utf-8")

    with app.app_context():
        assert with_tables(written) == written, "run `flask filing`"
