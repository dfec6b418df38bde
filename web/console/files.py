"""Files to take away."""

from __future__ import annotations

from urllib.parse import quote

from flask import Response

from services.task_files import File


def attachment(file: File) -> Response:
    """A download under its Chinese name (RFC 6266)."""
    answer = Response(file.content, content_type=file.content_type)
    answer.headers["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(file.name)}"
    return answer
