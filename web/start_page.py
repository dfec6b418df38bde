"""The first page: on a desk, the doors to everything; in production, a plain sign."""

from __future__ import annotations

from flask import Blueprint, current_app, render_template

from models.organisations import Organisation, OrganisationKind

bp = Blueprint("start", __name__, template_folder="templates", static_folder="static", static_url_path="/start")


@bp.get("/")
def start() -> str:
    """Doors to what WeChat would show and to the API reference, and how to log in."""
    settings = current_app.extensions["settings"]
    if not settings.is_sandbox:
        return render_template("sign.html")
    return render_template("start.html", sandbox=settings.wechat_api_base, townships=_townships())


def _townships() -> list[str]:
    rows = Organisation.select().where(Organisation.kind == OrganisationKind.TOWNSHIP).order_by(Organisation.id)
    return [row.name for row in rows]
