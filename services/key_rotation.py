"""Bringing everything encrypted to the newest key of the ring, so that the old one can be dropped.

Columns are found, not listed: every EncryptedField of every table, and the look-up hash that stands
beside it under the name `<column>_hash`. Rows are written in batches, each its own unit of work, and only
where an older key is still in use: stopped half way it can simply be started again.
"""

from __future__ import annotations

import datetime
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import peewee

from models import schema
from models.base import BaseModel
from models.encryption import key_ring
from models.fields import EncryptedField
from models.unit_of_work import unit_of_work
from services import audit

AT_ONCE = 500


@dataclass(frozen=True, slots=True)
class Secret:
    """An encrypted column, and its look-up hash where it has one."""

    table: type[BaseModel]
    column: str
    hash_column: str | None

    @property
    def name(self) -> str:
        return f"{self.table._meta.table_name}.{self.column}"


def secrets_of_all_tables() -> list[Secret]:
    found = []
    for table in schema.all_models():
        columns = {field.column_name for field in table._meta.sorted_fields}
        for field in table._meta.sorted_fields:
            if isinstance(field, EncryptedField):  # type: ignore[arg-type]  # a class; its stub is a function
                hashed = f"{field.column_name}_hash"
                found.append(Secret(table, field.column_name, hashed if hashed in columns else None))
    return found


def rotate(*, now: datetime.datetime, progress: Callable[[Secret, int], None] = lambda _secret, _rows: None) -> int:
    """Re-encrypt whatever is not under the newest key; answers how many values were written."""
    written = 0
    for secret in secrets_of_all_tables():
        last_id, changed = 0, 0
        while (batch := _next_batch(secret, last_id)) is not None:
            changed += _rotate_batch(secret, batch)
            last_id = batch[-1][0]
        progress(secret, changed)
        written += changed
    audit.record("rotate_keys", "key_ring", 0, by=None, now=now, after={"values": written})
    return written


def _raw(secret: Secret) -> peewee.Table:
    """The table as the database has it: cipher text in, cipher text out."""
    return peewee.Table(secret.table._meta.table_name).bind(secret.table._meta.database)


def _next_batch(secret: Secret, last_id: int) -> list[tuple[Any, ...]] | None:
    table = _raw(secret)
    columns = [table.c.id, table.c[secret.column]]
    if secret.hash_column:
        columns.append(table.c[secret.hash_column])
    rows = (
        table.select(*columns)
        .where(table.c.id > last_id, table.c[secret.column].is_null(False))
        .order_by(table.c.id)
        .limit(AT_ONCE)
        .tuples()
    )
    return list(rows) or None


@unit_of_work
def _rotate_batch(secret: Secret, batch: list[tuple[Any, ...]]) -> int:
    return sum(_rotate_row(secret, *row) for row in batch)


def _rotate_row(secret: Secret, row_id: int, cipher_text: str, look_up_hash: str | None = None) -> bool:
    """Rewrite one value; a value that somebody has written meanwhile is under the newest key already."""
    value = key_ring.decrypt(cipher_text)
    columns: dict[str, str] = {}
    if not key_ring.is_newest(cipher_text):
        columns[secret.column] = key_ring.encrypt(value)
    if secret.hash_column and look_up_hash != key_ring.look_up_hash(value):
        columns[secret.hash_column] = key_ring.look_up_hash(value)
    if not columns:
        return False
    table = _raw(secret)
    written = table.update({table.c[name]: text for name, text in columns.items()}).where(
        table.c.id == row_id, table.c[secret.column] == cipher_text
    )
    return bool(written.execute() == 1)
