"""The floor: a bare Flask application that does the same work on the same schema, without anything else."""

from __future__ import annotations

import os

from flask import Flask, abort, g, request

from bench.acts import ACTS
from bench.floor_store import Store


def create_app() -> Flask:
    app, store = Flask(__name__), Store(os.environ["DATABASE_URL"])
    app.json.ensure_ascii = app.json.sort_keys = False

    @app.before_request
    def _who() -> None:
        kind, _, token = request.headers.get("Authorization", "").partition(" ")
        if request.endpoint != "healthz":
            g.person_id = (kind == "Bearer" and store.person_of(token)) or abort(401)

    @app.get("/healthz")
    def healthz() -> dict[str, str]:
        return {"status": "ok"}

    for act in ACTS.values():
        act.floor(app, store)
    return app
