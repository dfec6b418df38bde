"""One bounded load: prepared requests, played by wrk over a fixed number of kept connections."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from bench.acts.act import Request
from bench.seed import token_of

PLAY = Path(__file__).with_name("play.lua")


def write_requests(requests: Iterable[Request], port: int, path: Path) -> None:
    """Write them down as raw HTTP, as the phone sends them."""
    with path.open("wb") as file:
        for number, request in enumerate(requests):
            head = [
                f"{request.method} {request.path} HTTP/1.1",
                f"Host: 127.0.0.1:{port}",
                f"Authorization: Bearer {token_of(request.person_id)}",
            ]
            body = b""
            if request.body is not None:
                body = json.dumps(request.body).encode()
                head += [
                    "Content-Type: application/json",
                    f"Content-Length: {len(body)}",
                    f"Idempotency-Key: bench-{number:024}",
                ]
            raw = "\r\n".join([*head, "", ""]).encode() + body
            file.write(b"%d\n" % len(raw) + raw)


def play(path: Path, port: int, *, first: int, seconds: int, connections: int) -> dict[str, Any]:
    """Play the requests from the given one on; answers the counts and times (in ms)."""
    command = [
        *("wrk", "-t1", f"-c{connections}", f"-d{seconds}s", "--timeout", "20s", "-s", str(PLAY)),
        *(f"http://127.0.0.1:{port}/", "--", str(path), str(first)),
    ]
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=seconds + 60)
    for line in done.stdout.splitlines():
        if line.startswith("RESULT "):
            result: dict[str, Any] = json.loads(line.removeprefix("RESULT "))
            return result
    raise RuntimeError(done.stdout + done.stderr)
