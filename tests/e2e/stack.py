"""The real processes, as a deployment runs them: WeChat's stand-in, the worker, the web server, a database."""

from __future__ import annotations

import contextlib
import datetime
import os
import signal
import socket
import subprocess
import sys
import time
import uuid
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import psutil
import requests

ROOT = Path(__file__).resolve().parents[2]
START_SECONDS = 60
IDLE_SECONDS = 15  # the server hangs up after 30, perhaps just as the next call is on its way


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def wait_until(is_true: Callable[[], Any], what: str, seconds: float = START_SECONDS) -> Any:
    """Poll until a condition holds, and answer what it answered; fail the test when it never does."""
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        answer = is_true()
        if answer:
            return answer
        time.sleep(0.05)
    raise AssertionError(f"{what}: not within {seconds} s")


class Stack:
    """One running system on one database."""

    def __init__(self, database_url: str, folder: Path) -> None:
        self.folder = folder
        self.port, self.sandbox_port = free_port(), free_port()
        self.app_url = f"http://127.0.0.1:{self.port}"
        self.wechat_url = f"http://127.0.0.1:{self.sandbox_port}"
        (folder / "metrics").mkdir(parents=True, exist_ok=True)
        self.env = {
            **{name: value for name, value in os.environ.items() if not name.startswith("WECHAT_")},
            "DATABASE_URL": database_url,
            "PORT": str(self.port),
            "SANDBOX_PORT": str(self.sandbox_port),
            "SANDBOX_APP_URL": self.app_url,
            "SANDBOX_MINI_CALLBACK": f"{self.app_url}/wechat/mini-program",
            "SANDBOX_OA_CALLBACK": f"{self.app_url}/wechat/official-account",
            "SANDBOX_STORE": str(folder / "sandbox.sqlite3"),
            "PROMETHEUS_MULTIPROC_DIR": str(folder / "metrics"),
            "PHOTO_FOLDER": str(folder / "photos"),
            "PYTHONDONTWRITEBYTECODE": "1",
            "LOG_LEVEL": "WARNING",
        }
        self._children: dict[str, subprocess.Popen[bytes]] = {}
        self._log = (folder / "log").open("ab")

    def prepare(self, *demo_options: str) -> None:
        """Start the stand-in, make the schema and the demo county."""
        self.start_wechat()
        self.flask("db", "upgrade")
        self.flask("demo", *demo_options)

    def start(self, workers: int = 1) -> None:
        """Start web and worker (and the stand-in, if it is not there) and wait until they are ready."""
        if "wechat" not in self._children:
            self.start_wechat()
        for number in range(workers):
            self.start_worker(f"worker{number}")
        self._start("web", "-c", "import commands.run as r, config.settings as s, os; "
                    "c = r.web_command(s.Settings.from_env()); os.execv(c[0], c)")  # fmt: skip
        wait_until(self._is_ready, "the system is ready")

    def start_worker(self, name: str) -> None:
        self._start(name, "-m", "jobs.worker")

    def start_wechat(self) -> None:
        self._start("wechat", "-m", "sandbox.platform")
        wait_until(lambda: self._answers(f"{self.wechat_url}/__admin/clock"), "the stand-in answers")

    def flask(self, *arguments: str) -> str:
        """Run one command of the Flask command line to its end."""
        command = [sys.executable, "-m", "flask", *arguments]
        done = subprocess.run(command, cwd=ROOT, env=self.env, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout

    def kill(self, *names: str) -> None:
        """End processes as a power cut would: SIGKILL to each and to all it started."""
        for name in names or tuple(self._children):
            child = self._children.pop(name)
            with contextlib.suppress(psutil.NoSuchProcess):
                for process in [*psutil.Process(child.pid).children(recursive=True), psutil.Process(child.pid)]:
                    with contextlib.suppress(psutil.NoSuchProcess):
                        process.send_signal(signal.SIGKILL)
            child.wait()

    def stop(self) -> None:
        """End everything politely."""
        for child in self._children.values():
            child.send_signal(signal.SIGTERM)
        for name, child in list(self._children.items()):
            try:
                child.wait(20)
                del self._children[name]
            except subprocess.TimeoutExpired:
                self.kill(name)
        self._log.close()

    def log(self) -> str:
        return (self.folder / "log").read_text(errors="replace")

    def _start(self, name: str, *arguments: str) -> None:
        self._children[name] = subprocess.Popen(
            [sys.executable, *arguments], cwd=ROOT, env=self.env, stdout=self._log, stderr=self._log
        )

    def _is_ready(self) -> bool:
        for name, child in self._children.items():
            assert child.poll() is None, f"{name} ended by itself:\n{self.log()[-3000:]}"
        return self._answers(f"{self.app_url}/readyz")

    @staticmethod
    def _answers(url: str) -> bool:
        with contextlib.suppress(requests.RequestException):
            return requests.get(url, timeout=5).ok
        return False


class WeChat:
    """The stand-in's admin door."""

    def __init__(self, stack: Stack) -> None:
        self._url = f"{stack.wechat_url}/__admin"

    def people(self) -> list[dict[str, Any]]:
        people: list[dict[str, Any]] = requests.get(f"{self._url}/people", timeout=10).json()
        return people

    def login_code(self, openid: str) -> str:
        return str(self.post("login-code", {"openid": openid})["code"])

    def phone_code(self, openid: str) -> str:
        return str(self.post("phone-code", {"openid": openid})["code"])

    def fault(self, api: str, kind: str, **options: Any) -> None:
        self.post("faults", {"api": api, "kind": kind, **options})

    def clear_faults(self) -> None:
        requests.delete(f"{self._url}/faults", timeout=10).raise_for_status()

    def outbox(self, openid: str) -> list[dict[str, Any]]:
        sent: list[dict[str, Any]] = requests.get(f"{self._url}/outbox", {"openid": openid}, timeout=10).json()
        return sent

    def grant(self, openid: str, template_id: str, n: int = 1) -> None:
        self.post("grants", {"openid": openid, "template_id": template_id, "n": n})

    def now(self) -> datetime.datetime:
        """The time of the stand-in, which the app follows."""
        return datetime.datetime.fromisoformat(requests.get(f"{self._url}/clock", timeout=10).json()["now"])

    def advance(self, **span: float) -> None:
        """Move the clock of the stand-in, which the app follows: `advance(days=8)`."""
        self.post("clock", {"advance_seconds": datetime.timedelta(**span).total_seconds()})

    def post(self, door: str, body: dict[str, Any]) -> Any:
        answer = requests.post(f"{self._url}/{door}", json=body, timeout=30)
        assert answer.ok, answer.text
        return answer.json()


class Phone:
    """One person's mini-program: logs in through WeChat, calls the API over a kept connection."""

    def __init__(self, stack: Stack, openid: str) -> None:
        self.openid = openid
        self._stack = stack
        self._http = requests.Session()
        self._http.trust_env = False
        self._used_at = time.monotonic()

    def log_in(self, code: str | None = None) -> requests.Response:
        code = code or WeChat(self._stack).login_code(self.openid)
        answer = self._call("POST", "session", json={"code": code})
        if answer.ok:
            self._http.headers["Authorization"] = f"Bearer {answer.json()['token']}"
        return answer

    def get(self, path: str, **options: Any) -> requests.Response:
        return self._call("GET", path, **options)

    def post(self, path: str, json: Any = None, key: str | None = None) -> requests.Response:
        headers = {"Idempotency-Key": key or uuid.uuid4().hex}
        return self._call("POST", path, json=json if json is not None else {}, headers=headers)

    def patch(self, path: str, json: Any) -> requests.Response:
        return self._call("PATCH", path, json=json)

    def delete(self, path: str) -> requests.Response:
        return self._call("DELETE", path)

    def close(self) -> None:
        self._http.close()

    def _call(self, method: str, path: str, **options: Any) -> requests.Response:
        if time.monotonic() - self._used_at > IDLE_SECONDS:
            self._http.close()
        self._used_at = time.monotonic()
        return self._http.request(method, f"{self._stack.app_url}/api/{path}", timeout=30, **options)


@contextlib.contextmanager
def phones(stack: Stack, openids: list[str]) -> Iterator[list[Phone]]:
    """Several people's phones, logged in."""
    made = [Phone(stack, openid) for openid in openids]
    try:
        for phone in made:
            answer = phone.log_in()
            assert answer.ok, answer.text
        yield made
    finally:
        for phone in made:
            phone.close()
