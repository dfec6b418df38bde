"""The floor of the outbox: threads with a kept connection each, one that takes and one that marks, prebuilt SQL.

The same writes as the worker's: `sending` with the grant used before WeChat is asked, then what became of it.
It has no schedule, no retries, no pauses, no quiet hours, no time limits, no check of what WeChat answers.
"""

from __future__ import annotations

import http.client
import json
import os
import queue
import threading
import time
from typing import Any

from bench.floor_store import Store, utc_now

AT_ONCE = 500
TO_SEND = """
    SELECT d.id, i.openid, g.id, n.fields, n.page FROM delivery d JOIN notice n ON n.id = d.notice_id
    JOIN identity i ON i.person_id = d.person_id JOIN subscription_grant g ON g.identity_id = i.id
    WHERE d.status = 'pending' AND d.due_at <= ? AND g.remaining > 0 ORDER BY d.due_at, d.id LIMIT ?
"""
ENTRY = """
    INSERT INTO grant_entry (grant_id, kind, change, source, delivery_id, at) VALUES (?, 'taken', -1, 'outbox', ?, ?)
"""
PATH = "/cgi-bin/message/subscribe/send?access_token=bench-token"


def take(store: Store) -> list[tuple[Any, ...]]:
    now = utc_now()
    with store.transaction():
        rows: list[tuple[Any, ...]] = store.run(TO_SEND, now, AT_ONCE).fetchall()
        if rows:
            _update(
                store, f"delivery SET status = 'sending', taken_by = 'floor', taken_at = '{now}'", [r[0] for r in rows]
            )
            _update(store, "subscription_grant SET remaining = remaining - 1", [row[2] for row in rows])
            for row in rows:
                store.run(ENTRY, row[2], row[0], now)
    return rows


def _update(store: Store, what: str, ids: list[int]) -> None:
    store.run(f"UPDATE {what} WHERE id IN ({', '.join(map(str, ids))})")


def mark(store: Store, ids: list[int]) -> None:
    with store.transaction():
        what = f"delivery SET status = 'delivered', reason = 'sent', attempts = attempts + 1, sent_at = '{utc_now()}'"
        _update(store, what, ids)


class Floor:
    """`connections` senders, fed by one thread that takes, drained by one that marks."""

    def __init__(self, url: str, port: int, connections: int) -> None:
        self._url, self._port = url, port
        self._todo: queue.Queue[tuple[Any, ...] | None] = queue.Queue(AT_ONCE * 2)
        self._done: queue.Queue[int | None] = queue.Queue()
        self._senders = [threading.Thread(target=self._send) for _ in range(connections)]

    def run(self) -> None:
        marker, store = threading.Thread(target=self._finish), Store(self._url)
        for thread in (*self._senders, marker):
            thread.start()
        while rows := take(store):
            for row in rows:
                self._todo.put(row)
        for _ in self._senders:
            self._todo.put(None)
        for thread in self._senders:
            thread.join()
        self._done.put(None)
        marker.join()

    def _send(self) -> None:
        connection = http.client.HTTPConnection("127.0.0.1", self._port)
        while (row := self._todo.get()) is not None:
            data = {name: {"value": value} for name, value in json.loads(row[3]).items()}
            body = {"touser": row[1], "template_id": "bench-notice", "data": data, "page": row[4]}
            connection.request("POST", PATH, json.dumps(body).encode(), {"Content-Type": "application/json"})
            json.loads(connection.getresponse().read())
            self._done.put(row[0])

    def _finish(self) -> None:
        store, is_over = Store(self._url), False
        while not is_over:
            got = [self._done.get()]
            time.sleep(0.05)
            while not self._done.empty():
                got.append(self._done.get())
            is_over = None in got
            if ids := [each for each in got if each is not None]:
                mark(store, ids)


if __name__ == "__main__":
    port = int(os.environ["BENCH_ENDPOINT"].rsplit(":", 1)[1])
    Floor(os.environ["DATABASE_URL"], port, int(os.environ["WORKER_SEND_THREADS"])).run()
