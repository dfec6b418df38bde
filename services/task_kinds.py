"""Every kind of long task. A kind does its work and answers how it went, in a sentence for people.

`services.task_work.Work` says what it may use, and that it may be interrupted and begin again.
"""

from __future__ import annotations

from collections.abc import Callable

from services import bundle_tasks, export_tasks, roster_tasks
from services.task_work import Work

KINDS: dict[str, Callable[[Work], str]] = {
    roster_tasks.PREVIEW: roster_tasks.preview_roster,
    roster_tasks.IMPORT: roster_tasks.import_roster,
    export_tasks.EXPORT: export_tasks.run,
    bundle_tasks.MAKE: bundle_tasks.run,
}
