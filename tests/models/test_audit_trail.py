"""The audit trail only grows."""

import pytest

from models.audit import AuditEntry
from models.base import RowsAreKept

pytestmark = pytest.mark.usefixtures("db")


@pytest.fixture
def entry(now):
    return AuditEntry.create(action="claim_wish", subject="wish", subject_id=1, at=now)


def test_an_entry_can_be_added(entry):
    assert AuditEntry.get_by_id(entry.id).action == "claim_wish"


@pytest.mark.parametrize(
    "change",
    [
        lambda entry: AuditEntry.update(action="x").execute(),
        lambda entry: AuditEntry.update({AuditEntry.action: "x"}).where(AuditEntry.id == entry.id).execute(),
        lambda entry: AuditEntry.delete().execute(),
        lambda entry: AuditEntry.delete_by_id(entry.id),
        lambda entry: AuditEntry.set_by_id(entry.id, {"action": "x"}),
        lambda entry: AuditEntry.bulk_update([entry], [AuditEntry.action]),
        lambda entry: AuditEntry.replace(id=entry.id, action="x", subject="x", subject_id=1, at=entry.at).execute(),
        lambda entry: AuditEntry.replace_many([{"id": entry.id}]).execute(),
        lambda entry: AuditEntry.truncate_table(),
        lambda entry: entry.save(),
        lambda entry: entry.delete_instance(),
    ],
)
def test_no_way_of_the_models_changes_or_removes_one(entry, change):
    with pytest.raises(RowsAreKept):
        change(entry)

    assert AuditEntry.get_by_id(entry.id).action == "claim_wish"
