"""The Flask command line."""


def register(app) -> None: ...
