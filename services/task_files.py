"""Files of tasks, in the database: any worker may need them, and a desk may ask any web server for them."""

from __future__ import annotations

import base64
from dataclasses import dataclass, field

from models.tasks import FilePiece, FileRole, Task, TaskFile

# Encrypted, and twice in base64, a piece stays under the 64 KB of MySQL's TEXT.
PIECE_BYTES = 32_000

WORKBOOK = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
DOCUMENT = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
PDF = "application/pdf"
JSON = "application/json"


@dataclass(frozen=True, slots=True)
class File:
    name: str
    content_type: str
    content: bytes = field(repr=False)


def put(task: Task, role: FileRole, file: File) -> None:
    """Keep a file with its task, inside the caller's unit of work; a later one of that role replaces it."""
    forget(task.id, role)
    row = TaskFile.create(task=task.id, role=role, name=file.name, content_type=file.content_type)
    for place, start in enumerate(range(0, len(file.content), PIECE_BYTES)):
        piece = file.content[start : start + PIECE_BYTES]
        FilePiece.create(file=row, place=place, content=base64.b64encode(piece).decode())


def get(task: Task, role: FileRole) -> File | None:
    row = TaskFile.get_or_none(TaskFile.task == task.id, TaskFile.role == role)
    if row is None:
        return None
    pieces = FilePiece.select().where(FilePiece.file == row.id).order_by(FilePiece.place)
    content = b"".join(base64.b64decode(piece.content) for piece in pieces)
    return File(row.name, row.content_type, content)


def forget(task_id: int, *roles: FileRole) -> None:
    """Delete a task's files, all of them or those of a role, inside the caller's unit of work."""
    rows = TaskFile.select(TaskFile.id).where(TaskFile.task == task_id)
    if roles:
        rows = rows.where(TaskFile.role.in_(roles))
    ids = [row.id for row in rows]
    FilePiece.delete().where(FilePiece.file.in_(ids)).execute()
    TaskFile.delete().where(TaskFile.id.in_(ids)).execute()
