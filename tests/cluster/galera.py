"""Three MariaDB servers on loopback that are one database: Galera, as a county's cluster would be."""

from __future__ import annotations

import contextlib
import os
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pymysql

from tests.e2e.stack import free_port, wait_until

PROVIDER = Path("/usr/lib/galera/libgalera_smm.so")
NAME = "alliance"


class Node:
    """One server; its four ports are its own."""

    def __init__(self, number: int, folder: Path) -> None:
        self.name = f"node{number}"
        self.port = free_port()
        self.group = free_port()
        self._transfers = free_port(), free_port()
        self._folder = folder / self.name
        self._server: subprocess.Popen[bytes] | None = None

    def install(self) -> None:
        install = ["mariadb-install-db", "--no-defaults", "--auth-root-authentication-method=normal"]
        subprocess.run([*install, f"--datadir={self._folder}"], check=True, capture_output=True, user=_user())

    def start(self, others: list[Node]) -> None:
        """Start it; alone it begins the cluster. Returns once it takes part."""
        addresses = ",".join(f"127.0.0.1:{node.group}" for node in others)
        incremental, state = self._transfers
        options = [
            f"--datadir={self._folder}", f"--port={self.port}", "--bind-address=127.0.0.1",
            f"--socket={self._folder}/socket", f"--pid-file={self._folder}/pid", "--binlog-format=ROW",
            "--innodb-autoinc-lock-mode=2", "--innodb-flush-log-at-trx-commit=0", "--max-connections=300",
            "--character-set-server=utf8mb4", "--collation-server=utf8mb4_bin",
            "--wsrep-on=ON", f"--wsrep-provider={PROVIDER}", "--wsrep-cluster-name=alliance",
            f"--wsrep-cluster-address=gcomm://{addresses}", f"--wsrep-node-name={self.name}",
            f"--wsrep-node-address=127.0.0.1:{self.group}", "--wsrep-sst-method=rsync",
            f"--wsrep-sst-receive-address=127.0.0.1:{state}",
            "--wsrep-provider-options="
            f"base_host=127.0.0.1;base_port={self.group};gmcast.listen_addr=tcp://127.0.0.1:{self.group};"
            f"ist.recv_addr=127.0.0.1:{incremental}",
            *([] if others else ["--wsrep-new-cluster"]),
        ]  # fmt: skip
        with (self._folder.parent / f"{self.name}.log").open("ab") as log:
            self._server = subprocess.Popen(
                ["mariadbd", "--no-defaults", *options], stdout=log, stderr=log, user=_user()
            )
        wait_until(self._takes_part, f"{self.name} takes part in the cluster")

    def kill(self) -> None:
        """As a power cut would."""
        assert self._server is not None
        self._server.kill()
        self._server.wait()

    def stop(self) -> None:
        if self._server is not None and self._server.poll() is None:
            self._server.terminate()
            self._server.wait(30)

    def ask(self, sql: str) -> list[tuple[object, ...]]:
        """Rows from this very node, once it has all that the others have acknowledged."""
        connection = pymysql.connect(
            host="127.0.0.1", port=self.port, user="root", init_command="SET SESSION wsrep_sync_wait = 1"
        )
        with contextlib.closing(connection), connection.cursor() as cursor:
            cursor.execute(sql)
            return list(cursor.fetchall())

    def _takes_part(self) -> bool:
        assert self._server is not None
        assert self._server.poll() is None, f"{self.name} ended by itself"
        with contextlib.suppress(pymysql.MySQLError):
            return self.ask("SHOW STATUS LIKE 'wsrep_ready'") == [("wsrep_ready", "ON")]
        return False


@contextlib.contextmanager
def cluster(folder: Path) -> Iterator[list[Node]]:
    """Three nodes with an empty database `alliance`."""
    if _user():
        shutil.chown(folder, _user())
    nodes = [Node(number, folder) for number in (1, 2, 3)]
    try:
        for number, node in enumerate(nodes):
            node.install()
            node.start(nodes[:number])
        nodes[0].ask(f"CREATE DATABASE {NAME}")
        yield nodes
    finally:
        for node in reversed(nodes):
            node.stop()


def url_of(nodes: list[Node]) -> str:
    return f"mariadb://root@{','.join(f'127.0.0.1:{node.port}' for node in nodes)}/{NAME}"


def _user() -> str | None:
    """MariaDB refuses to run as root."""
    return "mysql" if os.getuid() == 0 else None
