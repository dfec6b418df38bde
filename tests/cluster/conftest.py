"""The whole system on a cluster of three database servers. Asked for by TEST_CLUSTER=1, for it takes a minute."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.cluster.galera import Node, cluster, url_of
from tests.e2e.stack import Stack

collect_ignore = [] if os.environ.get("TEST_CLUSTER") else ["test_lost_node.py"]


@pytest.fixture(scope="session", autouse=True)
def _no_way_out() -> None:
    """Real processes talk to each other over loopback; the guard of tests/conftest.py is per test."""


@pytest.fixture(scope="module")
def nodes() -> Iterator[list[Node]]:
    """In a folder of their own: pytest's are closed to the user that the servers run as."""
    with tempfile.TemporaryDirectory(prefix="galera") as folder, cluster(Path(folder)) as running:
        yield running


@pytest.fixture(scope="module")
def stack(nodes: list[Node], tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stack]:
    running = Stack(url_of(nodes), tmp_path_factory.mktemp("stack"))
    try:
        running.prepare("--people", "320", "--branch-size", "40")
        running.start()
        yield running
    finally:
        running.stop()
