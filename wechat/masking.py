"""Keeping secrets out of logs: WeChat wants the token and the app secret in the URL, and libraries log URLs."""

from __future__ import annotations

import logging
import re

SECRETS = re.compile(
    r"""(\b(?:access_token|refresh_token|secret|js_code|code|session_key)  # the name
        (?:=|["']\s*:\s*["']))[^&\s"']+""",
    re.VERBOSE,
)
LOGGERS_OF_URLS = ("urllib3.connectionpool", "urllib3.connection", "urllib3.util.retry")


def mask(text: str) -> str:
    """The text with the value of every secret query parameter or JSON member replaced."""
    return SECRETS.sub(r"\1***", text)


class _MaskSecrets(logging.Filter):
    def filter(self, record: logging.LogRecord) -> bool:
        record.msg, record.args = mask(record.getMessage()), None
        return True


_mask_secrets = _MaskSecrets()


def mask_library_logs() -> None:
    """Mask what urllib3 logs at DEBUG (every URL) and in warnings. Repeating it changes nothing."""
    for name in LOGGERS_OF_URLS:
        logging.getLogger(name).addFilter(_mask_secrets)
