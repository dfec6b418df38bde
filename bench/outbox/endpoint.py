"""A WeChat that takes 50 ms for each message and counts who got how many: `python -m bench.outbox.endpoint PORT`."""

from __future__ import annotations

import asyncio
import json
import sys
import time
from collections import Counter
from typing import Any

LATENCY_SECONDS = 0.05


class Endpoint:
    def __init__(self) -> None:
        self._arrived: Counter[str] = Counter()
        self._first = self._last = 0.0

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """One kept connection: requests one after the other."""
        try:
            while True:
                head = await reader.readuntil(b"\r\n\r\n")
                body = await reader.readexactly(_length(head))
                answer = json.dumps(await self._answer(head.split(b" ", 2)[1], body)).encode()
                writer.write(b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n%b"
                             % (len(answer), answer))  # fmt: skip
                await writer.drain()
        except (asyncio.IncompleteReadError, ConnectionError):
            writer.close()

    async def _answer(self, path: bytes, body: bytes) -> dict[str, Any]:
        if path.startswith(b"/cgi-bin/message/subscribe/send"):
            self._first = self._first or time.time()
            await asyncio.sleep(LATENCY_SECONDS)
            self._arrived[json.loads(body)["touser"]] += 1
            self._last = time.time()
            return {"errcode": 0, "errmsg": "ok"}
        if path.startswith(b"/told"):
            told = {"messages": self._arrived.total(), "people": len(self._arrived)}
            return {**told, "seconds": self._last - self._first}
        return {"access_token": "bench-token", "expires_in": 7200}


def _length(head: bytes) -> int:
    for line in head.split(b"\r\n"):
        if line.lower().startswith(b"content-length:"):
            return int(line.split(b":")[1])
    return 0


async def main(port: int) -> None:
    server = await asyncio.start_server(Endpoint().serve, "127.0.0.1", port, backlog=512)
    await server.serve_forever()


if __name__ == "__main__":
    asyncio.run(main(int(sys.argv[1])))
