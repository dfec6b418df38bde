"""H6: the worker's outbox, to an endpoint that takes its time."""
