"""The worker as deployed, but for WeChat's address: `python -m bench.outbox.worker`."""

from __future__ import annotations

import dataclasses
import os

from config.settings import Settings
from jobs import worker

if __name__ == "__main__":
    worker.main(dataclasses.replace(Settings.from_env(), wechat_api_base=os.environ["BENCH_ENDPOINT"]))
