"""How failed calls are logged: loud where somebody must look, quiet in ordinary life."""

from __future__ import annotations

import logging

from wechat.failures import CallFailed, Refused
from wechat.outcomes import ALERTS, EVERYDAY

logger = logging.getLogger(__name__)


def log_failure(api: str, failure: CallFailed) -> None:
    errcode = failure.errcode if isinstance(failure, Refused) else None
    level = logging.ERROR if errcode in ALERTS else logging.INFO if errcode in EVERYDAY else logging.WARNING
    logger.log(level, "WeChat %s failed: %s", api, failure)
