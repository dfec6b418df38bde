"""The worker process: `python -m jobs.worker`. Run one or several; one leads, all deliver."""

from __future__ import annotations

import os
import secrets
import signal
import socket
import threading

import structlog
from apscheduler.executors.pool import ThreadPoolExecutor
from apscheduler.schedulers.background import BackgroundScheduler

from config.runtime import Runtime, open_runtime
from config.settings import Settings
from jobs.delivery import Deliverer
from jobs.upkeep import Job, jobs_of
from models.database import database
from services import leases
from wechat.templates import parse_template_ids

log = structlog.get_logger("jobs")

LEAD = "worker"
LEAD_SECONDS = 15
SEND_THREADS = 16
DESK_PACE = 1 / 30  # in sandbox mode a "minute" job runs every two seconds


class Worker:
    """One worker: a lease, a heartbeat, the outbox, and the timetable while it leads."""

    def __init__(self, runtime: Runtime) -> None:
        self.name = f"{socket.gethostname()[:20]}-{os.getpid()}-{secrets.token_hex(3)}"
        self._leads = False
        has_quiet_hours = not runtime.settings.is_sandbox  # nobody waits for the morning at a desk
        self._deliverer = Deliverer(
            runtime.mini_program,
            parse_template_ids(runtime.settings.mini.templates),
            runtime.clock,
            worker=self.name,
            threads=SEND_THREADS,
            has_quiet_hours=has_quiet_hours,
        )
        self._scheduler = BackgroundScheduler(
            timezone="UTC",
            executors={"default": ThreadPoolExecutor(4)},
            job_defaults={"coalesce": True, "max_instances": 1, "misfire_grace_time": 60},
        )
        pace = DESK_PACE if runtime.settings.is_sandbox else 1.0
        for job in jobs_of(runtime.clock, pace=pace, has_quiet_hours=has_quiet_hours):
            self._every(job.every_seconds, self._fire, job)
        self._every(LEAD_SECONDS / 3, self._keep_lead)
        self._every(1, self._deliver)

    def run(self, stopping: threading.Event) -> None:
        """Work until told to stop; then finish what is in hand and give the lead back."""
        log.info("worker_started", worker=self.name)
        self._keep_lead()
        self._scheduler.start()
        stopping.wait()
        self._deliverer.stop()
        self._scheduler.shutdown(wait=True)
        with database.connection_context():
            leases.step_down(LEAD, holder=self.name)
        log.info("worker_stopped", worker=self.name)

    def _every(self, seconds: float, function: object, *args: object) -> None:
        self._scheduler.add_job(function, "interval", seconds=seconds, args=args)

    def _keep_lead(self) -> None:
        with database.connection_context():
            leases.beat(self.name)
            self._leads = leases.lead(LEAD, holder=self.name, seconds=LEAD_SECONDS)

    def _fire(self, job: Job) -> None:
        if not self._leads:
            return
        with database.connection_context():
            slot = leases.start_run(job.name, every_seconds=job.every_seconds, holder=self.name)
            if slot is None:
                return
            done = job.run()
            leases.finish_run(job.name, slot)
        if done:
            log.info("job_done", job=job.name, count=done)

    def _deliver(self) -> None:
        self._deliverer.deliver_due()


def main() -> None:
    runtime = open_runtime(Settings.from_env(), threads=SEND_THREADS)
    stopping = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stopping.set())
    Worker(runtime).run(stopping)


if __name__ == "__main__":
    main()
