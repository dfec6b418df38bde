"""For whoever runs it: is the process alive, can it serve, what does it count."""

from __future__ import annotations

import datetime
import hmac

import peewee
from flask import Blueprint, Response, current_app, request
from prometheus_client import CONTENT_TYPE_LATEST

from models import schema
from models.database import database
from models.jobs import WorkerHeartbeat
from models.notices import Delivery, DeliveryStatus
from services import push_work, quotas
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
    answer = {
        "status": "ok" if is_ready else "not_ready",
        "checks": checks,
        "warnings": _warnings() if is_ready else [],
    }
    return answer, 200 if is_ready else 503


def _warnings() -> list[str]:
    """What somebody should look at, though the process can serve."""
    failed, late = push_work.backlog(now=utc_now())
    told = [f"pushes: {failed} failed, {late} wait too long"] if failed or late else []
    return told + [
        f"{quota.api}: {quota.used} of {quota.limit or '?'} calls today" + (", used up" if quota.is_used_up else "")
        for quota in _quotas()
        if quota.is_nearly_used
    ]


def _quotas() -> list[quotas.Quota]:
    return quotas.quotas_today(current_app.extensions["settings"].wechat_quotas, now=utc_now())


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
    return Response(metrics.as_text() + _quota_lines(), content_type=CONTENT_TYPE_LATEST)


def _quota_lines() -> bytes:
    """Calls at WeChat today, from the database that all processes share; nothing while it does not answer."""
    try:
        is_ours = database.connect(reuse_if_open=True)
        try:
            found = _quotas()
        finally:
            if is_ours:
                database.close()
    except peewee.PeeweeException:
        return b""
    return metrics.gauges(
        "wechat_calls_today",
        "Calls of WeChat's APIs since midnight in China",
        (({"appid": quota.appid, "api": quota.api}, quota.used) for quota in found),
    ) + metrics.gauges(
        "wechat_calls_allowed",
        "Calls of WeChat's APIs allowed a day",
        (({"appid": quota.appid, "api": quota.api}, quota.limit) for quota in found if quota.limit is not None),
    )
