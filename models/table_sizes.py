"""What the query planner knows of how large the tables are."""

from __future__ import annotations

import peewee

from models.database import database
from models.unit_of_work import unit_of_work

ROWS_LOOKED_AT = 10_000  # of each index: a village's tables whole, and of a large one enough, in a fraction of a second


@unit_of_work
def learn_sizes() -> None:
    """Let SQLite look at its tables anew; a server does so by itself.

    Without it SQLite takes all tables for equally large, and sorts ten thousand rows that an index has in order.
    """
    if isinstance(database.obj, peewee.SqliteDatabase):
        database.execute_sql(f"PRAGMA analysis_limit = {ROWS_LOOKED_AT}")
        database.execute_sql("ANALYZE")
