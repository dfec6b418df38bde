"""The stand-in as one WSGI application."""

from __future__ import annotations

import ipaddress

from flask import Flask, abort, request

from sandbox.platform import pages, seed
from sandbox.platform.admin import clock, faults, media, official, phone, population, push, records
from sandbox.platform.api import gate
from sandbox.platform.clock import Clock
from sandbox.platform.settings import Settings
from sandbox.platform.state import Platform
from sandbox.platform.store import Store


def create(settings: Settings) -> tuple[Flask, Platform]:
    store = Store(settings.store_path)
    platform = Platform(settings, store, Clock(store))
    with store.transaction() as db:
        seed.install_templates(db, settings)
    app = Flask(__name__, static_folder=None, template_folder="pages/templates")
    app.json.ensure_ascii = False
    app.json.sort_keys = False
    app.extensions["platform"] = platform
    app.before_request(_refuse_strangers)
    for module in (clock, faults, media, phone, population, push, records):
        app.register_blueprint(module.bp, url_prefix="/__admin")
    app.register_blueprint(official.bp, url_prefix="/__admin/official")
    app.register_blueprint(pages.bp)
    app.register_blueprint(pages.phone.bp)
    app.register_blueprint(pages.official.bp)
    app.register_blueprint(gate.bp)
    return app, platform


def _refuse_strangers() -> None:
    """Whoever reaches the side door can be anybody, so only this machine may."""
    if not ipaddress.ip_address(request.remote_addr or "0.0.0.0").is_loopback:  # noqa: S104 — compared, not bound
        abort(403)
