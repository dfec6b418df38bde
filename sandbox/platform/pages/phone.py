"""The phone in the browser: the page that `npm run build:phone` made, and its way to the app.

WeChat's wx.request knows no same-origin rule, a browser does. So the phone asks this server, and the relay
hands the call to the app as it is: only to the one address of the settings, only under /api and /photos.
"""

from __future__ import annotations

from pathlib import Path

import requests
from flask import Blueprint, Response, abort, redirect, request, send_from_directory, url_for
from werkzeug.wrappers import Response as AnyResponse

from sandbox.platform.state import this_platform

bp = Blueprint("phone_pages", __name__, url_prefix="/phone")

DIST = Path(__file__).resolve().parents[2] / "phone" / "dist"
HANDED_ON = ("Authorization", "Content-Type", "Idempotency-Key", "X-Acting-For")
ROOMS = ("api/", "photos/")
CONNECT_SECONDS, ANSWER_SECONDS = 3, 30
NOT_BUILT = "手机页面还没有打包：先运行 npm ci && npm run build:phone（需要 Node 20 以上）\n"


@bp.get("")
def without_slash() -> AnyResponse:
    return redirect(url_for("phone_pages.page", **request.args.to_dict()))


@bp.get("/")
@bp.get("/<path:name>")
def page(name: str = "index.html") -> Response:
    if not (DIST / "index.html").is_file():
        return Response(NOT_BUILT, status=503, content_type="text/plain; charset=utf-8")
    answer = send_from_directory(DIST, name)
    answer.headers["Cache-Control"] = "no-cache"
    return answer


@bp.route("/relay/<path:path>", methods=["GET", "POST", "PUT", "PATCH", "DELETE"])
def relay(path: str) -> Response:
    """Hand a call to the app. An app that does not answer looks to the phone like a broken network."""
    if not path.startswith(ROOMS) or ".." in path.split("/"):
        abort(404)
    try:
        answer = requests.request(
            request.method,
            f"{this_platform().settings.app_url}/{path}",
            params=request.query_string.decode(),
            data=request.get_data(),
            headers={name: request.headers[name] for name in HANDED_ON if name in request.headers},
            timeout=(CONNECT_SECONDS, ANSWER_SECONDS),
            allow_redirects=False,
        )
    except requests.RequestException:
        return Response(status=502, headers={"X-Relay-Failed": "1"})
    return Response(answer.content, status=answer.status_code, content_type=answer.headers.get("Content-Type"))
