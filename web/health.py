"""For whoever runs it: is the process alive, can it serve, what does it count."""

from __future__ import annotations

import datetime
import hmac

import peewee
from flask import Blueprint, Response, current_app, request
from prometheus_client import CONTENT_TYPE_LATEST

from models import schema
from models.jobs import WorkerHeartbeat
from models.notices import Delivery, DeliveryStatus
from web import metrics
from web.errors import error_answer
from web.lifecycle import utc_now

bp = Blueprint("health", __name__)

WORKER_SILENT_SECONDS = 60
OUTBOX_WAITS_SECONDS = 600


@bp.get("/healthz")
def healthz() -> dict[str, str]:
    """The process answers."""
    return {"status": "ok"}


@bp.get("/readyz")
def readyz() -> tuple[dict[str, object], int]:
    """Database, migrations, a living worker, an outbox that moves; 503 with the reason otherwise."""
    try:
        checks: dict[str, object] = {
            "database": "ok",
            "migrations": "missing" if schema.missing_migrations() else "ok",
            "worker": _worker(),
            "outbox": _outbox(),
        }
    except peewee.PeeweeException:
        checks = {"database": "unavailable"}
    is_ready = all(state == "ok" for state in checks.values())
    return {"status": "ok" if is_ready else "not_ready", "checks": checks}, 200 if is_ready else 503


def _worker() -> str:
    last = WorkerHeartbeat.select(peewee.fn.MAX(WorkerHeartbeat.beat_at)).scalar()
    if last is None:
        return "never_seen"
    silent = (datetime.datetime.now(datetime.UTC) - last).total_seconds()
    return "ok" if silent < WORKER_SILENT_SECONDS else "silent"


def _outbox() -> str:
    oldest = Delivery.select(peewee.fn.MIN(Delivery.due_at)).where(Delivery.status == DeliveryStatus.PENDING)
    due_at = oldest.scalar()
    if due_at is None or (utc_now() - due_at).total_seconds() < OUTBOX_WAITS_SECONDS:
        return "ok"
    return "waiting"


@bp.get("/metrics")
def show_metrics() -> Response:
    """Prometheus metrics of all workers. Behind a token, except on a desk that has set none."""
    settings = current_app.extensions["settings"]
    offered = request.headers.get("Authorization", "").removeprefix("Bearer ")
    is_guarded = settings.metrics_token or not settings.is_sandbox
    if is_guarded and not hmac.compare_digest(offered.encode(), settings.metrics_token.encode()):
        return error_answer(401, "metrics_token_required", "需要监控口令")
    return Response(metrics.as_text(), content_type=CONTENT_TYPE_LATEST)
