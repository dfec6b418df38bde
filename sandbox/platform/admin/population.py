"""Who is on this WeChat: people, seed, reset."""

from __future__ import annotations

from flask import Blueprint, Response, jsonify

from sandbox.platform import faults, made_up, people, seed, seed_check, tokens
from sandbox.platform.admin import asked
from sandbox.platform.state import this_platform

bp = Blueprint("population", __name__)

MOST_AT_ONCE = 100_000


@bp.get("/people")
def list_people() -> Response:
    with this_platform().store.transaction() as db:
        return jsonify(people.everyone(db))


@bp.post("/people")
def add_people() -> Response:
    """Add made-up people and answer them."""
    platform = this_platform()
    count = asked.whole_number(asked.body(), "n")
    if not 0 <= count <= MOST_AT_ONCE:
        asked.refuse(422, f"n must be 0 to {MOST_AT_ONCE}")
    with platform.store.transaction() as db:
        added = set(made_up.add(db, platform.settings.mini.appid, count))
        return jsonify([each for each in people.everyone(db) if each["openid"] in added])


@bp.post("/seed")
def plant_seed() -> Response:
    """Replace the population, remember how, and answer it in the seed's order."""
    platform = this_platform()
    fields = asked.body()
    if problem := seed_check.problem_of(fields):
        asked.refuse(422, problem)
    with platform.store.transaction() as db:
        seed.plant(db, platform.settings, fields)
        return jsonify(people=people.everyone(db))


@bp.post("/reset")
def reset() -> Response:
    """Back to the remembered seed and to real time, without codes, messages or faults.

    Tokens stay good: the app keeps its own across a reset and must not find it worthless.
    """
    platform = this_platform()
    with platform.store.transaction() as db:
        faults.clear(db)
        platform.clock.set_offset(db, 0)
        tokens.settle(db, platform.clock.now())
        seed.replant(db, platform.settings)
        return jsonify(people=people.everyone(db))
