"""The web application. Nothing imports this module: servers and the Flask command line find it by name."""

from __future__ import annotations

from flask_openapi3 import Info, OpenAPI

import commands
from config.runtime import open_runtime, push_receivers
from config.sandbox_phone import SandboxPhone
from config.settings import Settings
from services.photo_stores import open_store
from web import api, console, errors, health, lifecycle, photos, start_page
from web.strict_json import StrictJSON
from web.wechat import linking, push

SECURITY = {"bearer": {"type": "http", "scheme": "bearer"}}
# The reference page asks no other server for anything.
OFFLINE_REFERENCE = {"validatorUrl": None, "defaultModelsExpandDepth": 0, "docExpansion": "list"}


class App(OpenAPI):
    """The web application. Nothing in it is async, so Flask need not ask at every hook and handler."""

    json_provider_class = StrictJSON

    def ensure_sync(self, func):
        return func


def create_app(settings: Settings | None = None) -> OpenAPI:
    """Wire settings, database, WeChat, routes and commands together."""
    settings = settings or Settings.from_env()
    runtime = open_runtime(settings, threads=settings.web_threads)
    app = App(
        __name__,
        info=Info(title="三色联盟 API", version="1.0.0"),
        security_schemes=SECURITY,
        doc_prefix="/api",
        validation_error_model=api.schemas.ErrorAnswer,
        validation_error_callback=errors.validation_answer,
    )
    app.config["MAX_CONTENT_LENGTH"] = 1024 * 1024
    app.config["SWAGGER_CONFIG"] = OFFLINE_REFERENCE
    app.extensions.update(settings=settings, clock=runtime.clock, mini_program=runtime.mini_program)
    app.extensions["official_account"] = runtime.official_account
    app.extensions["push_receivers"] = push_receivers(settings)
    if settings.is_sandbox:
        app.extensions["sandbox_phone"] = SandboxPhone(settings.wechat_api_base, runtime.mini_program)
    app.extensions["photo_store"] = open_store(**settings.photo_place)
    lifecycle.register(app)
    errors.register(app)
    app.register_blueprint(health.bp)
    app.register_blueprint(start_page.bp)
    app.register_blueprint(push.bp)
    app.register_blueprint(linking.bp)
    app.register_blueprint(photos.bp)
    api.register(app)
    console.register(app)
    commands.register(app)
    return app
