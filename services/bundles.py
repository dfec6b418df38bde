"""迎检包 (features C8): a branch's records of a period in one folder, with an honest list of what is missing."""

from __future__ import annotations

import datetime
import io
import re
import zipfile
from collections.abc import Callable

from models.appointments import Function
from models.organisations import Organisation, OrganisationKind
from models.unit_of_work import unit_of_work
from services import audit, bundle_gaps, bundle_records, organisations, report_files
from services.bundle_gaps import Gap
from services.errors import NotAllowed, NotFound
from services.exports import mark_of
from services.local_time import SHANGHAI
from services.party_day_pack import make_pack
from services.periods import Period
from services.permissions import Actor
from services.photo_stores import PhotoStore
from services.reports import make_report
from services.tabular import Table
from services.task_files import File

ZIP = "application/zip"
BRANCHES = (OrganisationKind.BRANCH, OrganisationKind.JOINT_BRANCH)
NOT_IN_A_FILE_NAME = re.compile(r'[\\/:*?"<>|\r\n\t]')
LONGEST_FILE_NAME = 60
ABOUT = "迎检"


def branches_of(by: Actor) -> list[Organisation]:
    """The branches whose folder this person may make. Raises NotAllowed for someone without such a seat."""
    found = organisations.list_within(by.paths_for(Function.RUN_PARTY_DAYS), kinds=BRANCHES)
    if not found:
        raise NotAllowed()
    return sorted(found, key=Organisation.ancestor_ids)


def branch_of(organisation_id: int, *, by: Actor) -> Organisation:
    """One of them; raises NotFound for any other."""
    for branch in branches_of(by):
        if branch.id == organisation_id:
            return branch
    raise NotFound()


def find_gaps(organisation_id: int, period: Period, *, by: Actor, now: datetime.datetime) -> list[Gap]:
    """What is missing, to be looked at before the folder is made. Raises NotFound beyond the actor's seats."""
    folder = _folder(branch_of(organisation_id, by=by), period, now)
    return bundle_gaps.gaps_in(folder, months_of(period))


def make_bundle(
    organisation_id: int,
    period: Period,
    *,
    store: PhotoStore,
    by: Actor,
    now: datetime.datetime,
    progress: Callable[[int, int], None] = lambda _done, _total: None,
) -> File:
    """The folder as a zip file. Every sheet bears who made it and when; names of people are in the sign-in sheets."""
    from services.paper_word import as_word  # here: the libraries of Word and Excel are large, and seldom needed
    from services.workbooks import workbook

    organisation = branch_of(organisation_id, by=by)
    folder, mark = _folder(organisation, period, now), mark_of(by, f"{ABOUT}（{period.label}）", now=now)
    report = make_report(organisation.id, period, to=by, now=now)
    gaps = bundle_gaps.gap_table(bundle_gaps.gaps_in(folder, months_of(period)))
    plan, others = bundle_records.plan_table(folder), _ledgers(folder)
    sheets = bundle_records.sheets(folder)
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as pack:
        _add(pack, "0 缺项清单.xlsx", workbook([gaps], mark=mark), now)
        _add(pack, "1 工作情况.docx", report_files.as_document(report, mark=mark), now)
        _add(pack, "2 主题党日和会议/00 安排.xlsx", workbook([plan], mark=mark), now)
        for number, sheet in enumerate(sheets, 1):
            table = bundle_records.sign_in_table(sheet, folder)
            stem = f"2 主题党日和会议/{number:02} {_stem(table)}"
            _add(pack, f"{stem}.xlsx", workbook([table], mark=mark), now)
            paper = make_pack(sheet.party_day_id, organisation.id, store=store, to=by, now=now)
            _add(pack, f"{stem.replace('签到表', '档案')}.docx", as_word(paper, mark=mark), now)
            progress(number, len(sheets))
        for number, table in enumerate(others, 3):
            _add(pack, f"{number} {_stem(table)}.xlsx", workbook([table], mark=mark), now)
    _record(organisation, period, len(gaps.rows), by=by, now=now)
    return File(f"{organisation.name}{period.label}迎检包.zip", ZIP, written.getvalue())


def months_of(period: Period) -> list[Period]:
    first = Period(period.year, period.month)
    return [first.moved(step) for step in range(period.count)]


def _ledgers(folder: bundle_records.Folder) -> list[Table]:
    return [
        bundle_records.wish_table(folder),
        bundle_records.event_table(folder),
        bundle_records.notice_table(folder),
    ]


def _folder(organisation: Organisation, period: Period, now: datetime.datetime) -> bundle_records.Folder:
    return bundle_records.folder_of(organisation, period.starts_at, period.ends_at, now=now)


def _stem(table: Table) -> str:
    """The table's title as a file may be called."""
    return NOT_IN_A_FILE_NAME.sub(" ", table.title)[:LONGEST_FILE_NAME].strip()


def _add(pack: zipfile.ZipFile, name: str, content: bytes, now: datetime.datetime) -> None:
    """Under the local time of making: the file's own date is no claim about its content."""
    local = now.astimezone(SHANGHAI)
    entry = zipfile.ZipInfo(name, (local.year, local.month, local.day, local.hour, local.minute, local.second))
    entry.compress_type = zipfile.ZIP_DEFLATED
    pack.writestr(entry, content)


@unit_of_work
def _record(organisation: Organisation, period: Period, gaps: int, *, by: Actor, now: datetime.datetime) -> None:
    audit.record(
        "make_bundle",
        "organisation",
        organisation.id,
        by=by,
        now=now,
        organisation_id=organisation.id,
        after={"period": period.label, "gaps": gaps},
    )
