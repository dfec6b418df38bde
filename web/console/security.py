"""What a browser may do with the console: cookies, forged forms, foreign scripts."""

from __future__ import annotations

from flask import Flask, Request, Response
from flask.sessions import SecureCookieSession, SecureCookieSessionInterface
from flask_wtf.csrf import CSRFProtect

from models.encryption import key_ring

# Nothing but our own files, no inline script or style, no frame around us.
POLICY = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self' data:",  # Tabler draws its ticks and arrows as data
        "font-src 'self'",
        "connect-src 'self'",
        "form-action 'self'",
        "base-uri 'none'",
        "frame-ancestors 'none'",
    )
)
COOKIE_PATH = "/console"
HEADERS = {
    "Content-Security-Policy": POLICY,
    "Referrer-Policy": "same-origin",
    "X-Frame-Options": "DENY",
    "Cross-Origin-Opener-Policy": "same-origin",
}

# The API takes bearer tokens, which no foreign page can send: only the console asks csrf.protect().
csrf = CSRFProtect()


class DeskCookie(SecureCookieSessionInterface):
    """Opened for the console alone: phones send none, and preparing to read it costs each of their calls time."""

    def open_session(self, app: Flask, request: Request) -> SecureCookieSession | None:
        return super().open_session(app, request) if request.path.startswith(COOKIE_PATH) else None


def secure(app: Flask) -> None:
    """Cookies for the console alone, signed by the newest of SECRET_KEYS: a new key logs the desks out."""
    settings = app.extensions["settings"]
    app.config.update(
        SECRET_KEY=key_ring.signing_key("console-cookie"),
        SESSION_COOKIE_NAME="desk",
        SESSION_COOKIE_PATH=COOKIE_PATH,
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",  # a link in a chat may lead into the console
        SESSION_COOKIE_SECURE=not settings.is_sandbox,
        WTF_CSRF_CHECK_DEFAULT=False,
        WTF_CSRF_TIME_LIMIT=None,  # as long as the log-in: a form may lie open over lunch
    )
    app.session_interface = DeskCookie()
    csrf.init_app(app)


def add_headers(response: Response) -> Response:
    response.headers.extend(HEADERS)
    return response
