"""`make run`: everything starts together on an empty database, shows its doors, and stops together."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

import psutil
import pytest
import requests

from tests.e2e.stack import ROOT, free_port, wait_until


def answers(url: str) -> bool:
    try:
        return requests.get(url, timeout=5).ok
    except requests.RequestException:
        return False


def test_one_command_opens_all_doors_and_ctrl_c_closes_them(tmp_path: Path) -> None:
    web, wechat = free_port(), free_port()
    env = {
        **os.environ,
        "DATABASE_URL": f"sqlite:///{tmp_path / 'look.sqlite3'}",
        "SANDBOX_STORE": str(tmp_path / "wechat.sqlite3"),
        "PORT": str(web),
        "SANDBOX_PORT": str(wechat),
        "LOG_LEVEL": "WARNING",
    }
    with (tmp_path / "log").open("wb") as log:
        running = subprocess.Popen([sys.executable, "-m", "commands.run"], cwd=ROOT, env=env, stdout=log, stderr=log)
    try:
        wait_until(lambda: running.poll() is not None or answers(f"http://127.0.0.1:{web}/readyz"), "all are ready")
        assert running.poll() is None, (tmp_path / "log").read_text()
        page = requests.get(f"http://127.0.0.1:{web}/", timeout=10).text
        assert "云岭镇" in page
        assert f"http://127.0.0.1:{wechat}/" in page
        people = requests.get(f"http://127.0.0.1:{wechat}/__admin/people", timeout=10).json()
        assert len(people) >= 240
        assert requests.get(f"http://127.0.0.1:{web}/api/swagger", timeout=10).ok
        assert "http_requests_total" in requests.get(f"http://127.0.0.1:{web}/metrics", timeout=10).text
        children = psutil.Process(running.pid).children(recursive=True)
        running.send_signal(signal.SIGINT)
        assert running.wait(30) == 0, (tmp_path / "log").read_text()
        assert [child for child in children if child.is_running() and child.status() != "zombie"] == []
    finally:
        if running.poll() is None:
            running.terminate()
            running.wait(30)


def test_a_taken_port_is_said_in_one_line(tmp_path: Path) -> None:
    import socket

    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = str(taken.getsockname()[1])
        env = {**os.environ, "PORT": port, "DATABASE_URL": f"sqlite:///{tmp_path / 'x.sqlite3'}"}
        done = subprocess.run(
            [sys.executable, "-m", "commands.run"], cwd=ROOT, env=env, capture_output=True, text=True, check=False
        )
    assert done.returncode == 1
    assert port in done.stderr
    assert len(done.stderr.strip().splitlines()) == 1


@pytest.mark.parametrize("name", ["SECRET_KEYS", "WECHAT_MINI_AES_KEY"])
def test_production_without_a_secret_does_not_start_and_names_it(name: str, tmp_path: Path) -> None:
    env = {
        **os.environ,
        "APP_ENV": "production",
        "DATABASE_URL": f"sqlite:///{tmp_path / 'x.sqlite3'}",
        "SECRET_KEYS": "k" * 40,
        "METRICS_TOKEN": "m",
        "WECHAT_MINI_APPID": "wx",
        "WECHAT_MINI_SECRET": "s",
        "WECHAT_MINI_TOKEN": "t",
        "WECHAT_MINI_AES_KEY": "k" * 43,
        "PUBLIC_URL": "https://alliance.example.cn",
    }
    del env[name]
    done = subprocess.run(
        [sys.executable, "-m", "jobs.worker"], cwd=ROOT, env=env, capture_output=True, text=True, check=False
    )
    assert done.returncode != 0
    assert done.stderr.strip().splitlines() == [f"APP_ENV=production needs {name}"]
