"""Processes that start together upgrade the database once, on each engine."""

import subprocess
import sys
from pathlib import Path

import pytest
from playhouse.schema_diff import diff_models

from models import schema
from models.database import open_database

ROOT = Path(__file__).parents[2]
UPGRADE = """
import sys
from models import schema
from models.database import open_database
opened = open_database(sys.argv[1])
print("ready", flush=True)
sys.stdin.readline()
with opened.connection_context():
    print(len(schema.upgrade()))
"""


@pytest.fixture
def processes():
    started = []
    yield started
    for process in started:
        process.kill()
        process.communicate()


def start(url):
    return subprocess.Popen(
        [sys.executable, "-c", UPGRADE, url],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        cwd=ROOT,
        text=True,
    )


def test_of_several_processes_one_upgrades_and_the_others_wait(blank_url, processes):
    processes += [start(blank_url) for _ in range(3)]
    for process in processes:
        assert process.stdout.readline() == "ready\n"
    for process in processes:
        process.stdin.write("go\n")
        process.stdin.flush()
    answers = [process.communicate(timeout=60) for process in processes]

    assert [process.returncode for process in processes] == [0, 0, 0], answers
    counts = sorted(int(out) for out, _ in answers)
    opened = open_database(blank_url)
    with opened.connection_context():
        assert counts == [0, 0, len(schema._runner().migrations())]
        assert not diff_models(opened, schema.all_models())
    opened.close_all()
