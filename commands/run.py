"""`make run`: everything for a first look, started together and stopped together on Ctrl-C.

WeChat's stand-in, one worker and the web server are child processes, exactly as a deployment runs them.
"""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path

import requests

from config.settings import Settings, SettingsError

ROOT = Path(__file__).resolve().parent.parent
START_SECONDS = 60
STOP_SECONDS = 15


class StartError(Exception):
    """The first look cannot start; the message says in one line what to do."""


class Processes:
    """The children; whichever dies first takes the others with it."""

    def __init__(self, env: dict[str, str]) -> None:
        self._env = env
        self._children: dict[str, subprocess.Popen[bytes]] = {}

    def start(self, name: str, *command: str, **env: str) -> None:
        # A session of its own: Ctrl-C reaches only this process, which then stops the others in order.
        self._children[name] = subprocess.Popen(command, cwd=ROOT, env={**self._env, **env}, start_new_session=True)  # noqa: S603 (our own command)

    def run(self, *command: str) -> None:
        """Run one command to its end; raises StartError when it fails."""
        if subprocess.run(command, cwd=ROOT, env=self._env, check=False).returncode != 0:  # noqa: S603 (our own command)
            raise StartError(f"{' '.join(command[2:])} 没有成功，原因见上")

    def wait_until_answers(self, name: str, url: str) -> None:
        deadline = time.monotonic() + START_SECONDS
        while time.monotonic() < deadline:
            if self.first_dead() is not None:
                raise StartError(f"{name} 没有起来，原因见上")
            try:
                if requests.get(url, timeout=2).ok:
                    return
            except requests.RequestException:
                pass
            time.sleep(0.1)
        raise StartError(f"{name} {START_SECONDS} 秒内没有应答：{url}")

    def first_dead(self) -> str | None:
        return next((name for name, child in self._children.items() if child.poll() is not None), None)

    def stop(self) -> None:
        """Ask all to finish, last started first; kill what has not gone in time."""
        for child in reversed(self._children.values()):
            if child.poll() is None:
                child.send_signal(signal.SIGTERM)
        deadline = time.monotonic() + STOP_SECONDS
        for child in self._children.values():
            try:
                child.wait(max(0.1, deadline - time.monotonic()))
            except subprocess.TimeoutExpired:
                child.kill()
                child.wait()


def main() -> int:
    try:
        settings = Settings.from_env()
        if not settings.is_sandbox:
            raise StartError("make run 只用于试用；正式部署见 docs/operations.md")
        return _run(settings)
    except (StartError, SettingsError) as error:
        print(error, file=sys.stderr)
        return 1


def _run(settings: Settings) -> int:
    for port, name in ((settings.port, "PORT"), (settings.sandbox_port, "SANDBOX_PORT")):
        _require_free(settings.host, port, name)
    (ROOT / "var").mkdir(exist_ok=True)
    stopping = threading.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: stopping.set())
    with tempfile.TemporaryDirectory(prefix="metrics-") as metrics:
        processes = Processes({**os.environ, "PROMETHEUS_MULTIPROC_DIR": metrics, "PYTHONUNBUFFERED": "1"})
        try:
            _start_all(processes, settings)
            print(_welcome(settings), flush=True)
            while not stopping.wait(0.5):
                dead = processes.first_dead()
                if dead is not None:
                    raise StartError(f"{dead} 意外退出，已全部停止")
        finally:
            processes.stop()
    return 0


def _start_all(processes: Processes, settings: Settings) -> None:
    python = sys.executable
    app_url = _app_url(settings)
    processes.start(
        *("微信模拟器", python, "-m", "sandbox.platform"),
        HOST="127.0.0.1",
        SANDBOX_APP_URL=app_url,
        SANDBOX_MINI_CALLBACK=f"{app_url}/wechat/mini-program",
        SANDBOX_OA_CALLBACK=f"{app_url}/wechat/official-account",
    )
    processes.wait_until_answers("微信模拟器", f"http://127.0.0.1:{settings.sandbox_port}/__admin/clock")
    processes.run(python, "-m", "flask", "db", "upgrade")
    processes.run(python, "-m", "flask", "demo", "--if-empty")
    processes.start("后台任务", python, "-m", "jobs.worker")
    processes.start("网站", *web_command(settings))
    processes.wait_until_answers("网站", f"http://{settings.host}:{settings.port}/readyz")


def web_command(settings: Settings) -> list[str]:
    """How the web server is started, here and in a deployment (docs/operations.md)."""
    return [
        *(sys.executable, "-m", "granian", "--interface", "wsgi", "--factory", "app:create_app"),
        *("--host", settings.host, "--port", str(settings.port), "--workers", str(settings.web_workers)),
        *("--blocking-threads", str(settings.web_threads), "--no-ws", "--log-level", "warning"),
        *("--respawn-failed-workers", "--workers-kill-timeout", "10"),
    ]


def _require_free(host: str, port: int, name: str) -> None:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError:
            raise StartError(f"端口 {port} 已被占用：停掉占用它的程序，或用 {name}=… 换一个端口") from None


def _app_url(settings: Settings) -> str:
    """Where this machine reaches the web server, also when it listens on every address."""
    host = "127.0.0.1" if settings.host in ("0.0.0.0", "") else settings.host  # noqa: S104 — compared, not bound
    return f"http://{host}:{settings.port}"


def _welcome(settings: Settings) -> str:
    return (
        f"\n三色联盟已经启动：\n"
        f"  首页        http://{settings.host}:{settings.port}/\n"
        f"  手机        http://127.0.0.1:{settings.sandbox_port}/phone/\n"
        f"  微信模拟器  http://127.0.0.1:{settings.sandbox_port}/\n"
        f"  接口文档    http://{settings.host}:{settings.port}/api/swagger\n"
        f"按 Ctrl-C 全部停止。\n"
    )


if __name__ == "__main__":
    sys.exit(main())
