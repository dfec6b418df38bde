"""What only runs where there are servers."""

from tests.engines import engine_urls

# A file has no connection to lose.
collect_ignore = [] if engine_urls() else ["test_lost_connections.py"]
