"""What every table shares."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import peewee

from models.database import database


class BaseModel(peewee.Model):
    """A row of *the* database, numbered from 1."""

    if TYPE_CHECKING:
        id: Any

    class Meta:
        database = database
        legacy_table_names = False
