"""One of many processes that want a token at the same moment: it waits for a line, then says what it got."""

from __future__ import annotations

import datetime
import functools
import sys

from models.database import open_database
from models.encryption import key_ring
from wechat.account import WeChatApp
from wechat.client import AppClient
from wechat.token_store import DatabaseTokenStore
from wechat.usage import ApiUses

if __name__ == "__main__":
    api_base, database_url = sys.argv[1:]
    key_ring.load(("test-secret-one",))
    open_database(database_url)
    clock = functools.partial(datetime.datetime.now, datetime.UTC)
    client = AppClient(WeChatApp("wx1", "app-secret", api_base=api_base), DatabaseTokenStore(clock), ApiUses(clock))
    sys.stdout.write("ready\n")
    sys.stdout.flush()
    sys.stdin.readline()
    sys.stdout.write(f"{client.access_token}\n")
