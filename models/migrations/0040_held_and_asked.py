"""Complaints whose text waits for a person, because WeChat's check did not pass it; consents that nothing asks for.

ID numbers stand on the Party's roster only, which does not rest on consent.
"""

from peewee import *

# See 0004 for why a column that may not be NULL is added by plain SQL.

def up(migrator, db):
    db.execute_sql("ALTER TABLE complaint ADD COLUMN is_held BOOLEAN NOT NULL DEFAULT FALSE")
    db.execute_sql("DELETE FROM consent WHERE purpose = 'id_number'")
