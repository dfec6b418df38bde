"""Ordering what goes wrong."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, Response, jsonify

from sandbox.platform import faults, grants, quota, tokens
from sandbox.platform.admin import asked
from sandbox.platform.push.tampering import FAMILIES, families_of
from sandbox.platform.state import this_platform

bp = Blueprint("faults", __name__)

AT_ONCE = ("token_revoked", "quota_left", "grant_zero")


@bp.get("/faults")
def list_faults() -> Response:
    with this_platform().store.transaction() as db:
        return jsonify(faults.ordered(db))


@bp.post("/faults")
def order_fault() -> Response:
    """Order a fault; with neither times nor probability it strikes once.

    token_revoked, quota_left and grant_zero happen at once and are not listed: a revoked token stays revoked.
    """
    platform, fields = this_platform(), asked.body()
    if fields.get("kind") in AT_ONCE:
        return _at_once(fields)
    fault = _read(fields)
    with platform.store.transaction() as db:
        faults.order(db, fault)
        return jsonify(faults.ordered(db))


@bp.delete("/faults")
def clear_faults() -> Response:
    with this_platform().store.transaction() as db:
        return jsonify(removed=faults.clear(db))


def _at_once(fields: dict[str, Any]) -> Response:
    platform, account = this_platform(), asked.account(fields)
    now = platform.clock.now()
    with platform.store.transaction() as db:
        if fields["kind"] == "token_revoked":
            return jsonify(revoked=tokens.revoke(db, account.appid, now))
        if fields["kind"] == "grant_zero":
            return jsonify(left=grants.add(db, str(fields.get("openid")), str(fields.get("template_id")), -(10**6)))
        left = asked.whole_number(fields, "left", default=1)
        quota.leave(db, account.appid, _api(fields), now, left)
        return jsonify(left=left)


def _read(fields: dict[str, Any]) -> faults.Fault:
    kind, times, probability = (fields.get(name) for name in ("kind", "times", "probability"))
    if kind not in faults.KINDS:
        asked.refuse(422, f"kind must be one of {', '.join(faults.KINDS + AT_ONCE)}")
    if times is None and probability is None:
        times = 1
    if times is not None and asked.whole_number({"times": times}, "times") < 1:
        asked.refuse(422, "times must be at least 1")
    api = _api(fields)
    return faults.Fault(
        api=api,
        kind=kind,
        errcode=asked.whole_number(fields, "errcode") if kind == "errcode" else None,
        times=times,
        probability=_number(fields, "probability", 1),
        openid=fields.get("openid"),
        seconds=_number(fields, "seconds", 3600, least=-3600 if kind == "clock_skew" else 0),
        family=_family(fields, api),
        account=asked.account(fields).kind if "account" in fields else None,
    )


def _api(fields: dict[str, Any]) -> str:
    api = fields.get("api")
    if not isinstance(api, str) or not api:
        asked.refuse(422, f"api must be a path such as wxa/msg_sec_check, or {faults.EVERY_API}")
    return api.strip("/")


def _family(fields: dict[str, Any], api: str) -> str | None:
    """One that every account knows which the fault may strike: one that seals nothing has no broken seals."""
    family = fields.get("family")
    struck = [each for each in this_platform().settings.accounts if api in (f"push/{each.kind}", faults.EVERY_API)]
    known = [name for name in FAMILIES if all(name in families_of(each) for each in struck)]
    if family is not None and family not in known:
        asked.refuse(422, f"family must be one of {', '.join(known)}")
    return family


def _number(fields: dict[str, Any], name: str, most: float, *, least: float = 0) -> float | None:
    value = fields.get(name)
    if value is not None and (not isinstance(value, int | float) or not least <= value <= most):
        asked.refuse(422, f"{name} must be a number from {least:g} to {most:g}")
    return value
