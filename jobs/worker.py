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
from services import leases, push_work, task_running
from services.channel import channel_of
from services.photo_stores import open_store
from services.push_work import Desk

log = structlog.get_logger("jobs")

LEAD = "worker"
LEAD_SECONDS = 15
DESK_PACE = 1 / 30  # in sandbox mode a "minute" job runs every two seconds


class Worker:
    """One worker: a lease, a heartbeat, the outbox, what WeChat pushed, and the timetable while it leads."""

    def __init__(self, runtime: Runtime) -> None:
        self.name = f"{socket.gethostname()[:20]}-{os.getpid()}-{secrets.token_hex(3)}"
        self._leads = False
        self._runtime = runtime
        self._stopping = threading.Event()
        has_quiet_hours = not runtime.settings.is_sandbox  # nobody waits for the morning at a desk
        mini, official = runtime.settings.mini, runtime.settings.oa
        channel = channel_of(mini.appid, mini.templates, official.appid, official.templates)
        self._clock = runtime.clock
        self._desk = Desk(channel, runtime.official_account)
        self._deliverer = Deliverer(
            runtime.mini_program,
            channel,
            runtime.clock,
            official=runtime.official_account,
            worker=self.name,
            threads=runtime.settings.worker_send_threads,
            has_quiet_hours=has_quiet_hours,
        )
        self._scheduler = BackgroundScheduler(
            timezone="UTC",
            executors={"default": ThreadPoolExecutor(6)},
            job_defaults={"coalesce": True, "max_instances": 1, "misfire_grace_time": 60},
        )
        self._photo_store = open_store(**runtime.settings.photo_place)
        pace = DESK_PACE if runtime.settings.is_sandbox else 1.0
        jobs = jobs_of(
            runtime.clock,
            pace=pace,
            has_quiet_hours=has_quiet_hours,
            quotas_allowed=runtime.settings.wechat_quotas,
            photo_store=self._photo_store,
            checker=runtime.mini_program,
            public_url=runtime.settings.public_url,
        )
        for job in jobs:
            self._every(job.every_seconds, self._fire, job)
        self._every(LEAD_SECONDS / 3, self._keep_lead)
        self._every(1, self._deliver)
        self._every(1, self._handle_pushes)
        self._every(1, self._do_tasks)

    def run(self, stopping: threading.Event) -> None:
        """Work until told to stop; then finish what is in hand and give the lead back."""
        log.info("worker_started", worker=self.name)
        self._keep_lead()
        self._scheduler.start()
        stopping.wait()
        self._stopping.set()
        self._deliverer.stop()
        self._scheduler.shutdown(wait=True)
        self._runtime.close()
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

    def _handle_pushes(self) -> None:
        """Every worker does: a batch after the other until nothing waits."""
        with database.connection_context():
            while push_work.handle_due(self._desk, now=self._clock()) and not self._stopping.is_set():
                pass

    def _do_tasks(self) -> None:
        """Somebody's long tasks, one after the other; every worker takes some, leading or not."""
        while not self._stopping.is_set():
            with database.connection_context():
                task = task_running.run_next(
                    worker=self.name,
                    clock=self._clock,
                    is_stopping=self._stopping.is_set,
                    photo_store=self._photo_store,
                )
            if task is None:
                return
            log.info("task_done", task=task.id, kind=task.kind)


def main(settings: Settings | None = None) -> None:
    """Run a worker until the process is told to end."""
    settings = settings or Settings.from_env()
    runtime = open_runtime(settings, threads=settings.worker_send_threads)
    stopping = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stopping.set())
    Worker(runtime).run(stopping)


if __name__ == "__main__":
    main()
