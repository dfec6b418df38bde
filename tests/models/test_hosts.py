"""Which servers a database URL names."""

import pytest

from models.database import _hosts


@pytest.mark.parametrize(
    ("netloc", "hosts"),
    [
        ("root@one:3307,two", [("one", 3307), ("two", 3306)]),
        ("user:p%40ss@one", [("one", 3306)]),
        ("", [("127.0.0.1", 3306)]),
    ],
)
def test_a_url_may_name_several_hosts(netloc, hosts):
    assert _hosts(netloc, 3306) == hosts
