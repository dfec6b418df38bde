"""Where photos lie: a folder of this machine, or a store that speaks S3. Names are ours: no path is smuggled in."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path
from typing import Any, Protocol

from services.errors import Unavailable

CONNECT_SECONDS, READ_SECONDS = 3, 8
MISSING = ("404", "NoSuchKey", "NotFound")


class StoreUnavailable(Unavailable):
    code = "photo_store_unavailable"
    message = "照片暂时存不进去，请过一会儿再试；不带照片也可以先提交"


class PhotoStore(Protocol):
    """Files by name. Putting the same again and erasing what is gone are no errors; raises StoreUnavailable."""

    def put(self, name: str, content: bytes) -> None: ...
    def get(self, name: str) -> bytes | None: ...
    def erase(self, name: str) -> None: ...


class FolderStore:
    """A folder that all web processes and the worker share. It belongs into the backup."""

    def __init__(self, folder: str) -> None:
        self._folder = Path(folder)

    def put(self, name: str, content: bytes) -> None:
        """Written beside and then renamed: nobody ever reads half a file."""
        place = self._folder / name
        try:
            place.parent.mkdir(parents=True, exist_ok=True)
            with tempfile.NamedTemporaryFile(dir=place.parent, delete=False) as file:
                file.write(content)
            os.replace(file.name, place)
        except OSError as error:
            raise StoreUnavailable() from error

    def get(self, name: str) -> bytes | None:
        try:
            return (self._folder / name).read_bytes()
        except FileNotFoundError:
            return None
        except OSError as error:
            raise StoreUnavailable() from error

    def erase(self, name: str) -> None:
        try:
            (self._folder / name).unlink(missing_ok=True)
        except OSError as error:
            raise StoreUnavailable() from error


class S3Store:
    """A bucket of any store that speaks S3 (OSS, COS, OBS, MinIO). The bucket stays private: the app serves."""

    def __init__(self, bucket: str, *, endpoint: str | None, region: str | None, key_id: str, secret: str) -> None:
        import boto3  # only where it is configured: it takes a second and 40 MB
        from botocore.config import Config
        from botocore.exceptions import BotoCoreError, ClientError

        self._bucket, self._client_error, self._failures = bucket, ClientError, (BotoCoreError, ClientError)
        self._client: Any = boto3.client(
            "s3",
            endpoint_url=endpoint,
            region_name=region,
            aws_access_key_id=key_id,
            aws_secret_access_key=secret,
            config=Config(
                connect_timeout=CONNECT_SECONDS,
                read_timeout=READ_SECONDS,
                retries={"total_max_attempts": 2, "mode": "standard"},
                # Stores other than Amazon's know neither its newer checksums nor a bucket in the host name.
                request_checksum_calculation="when_required",
                response_checksum_validation="when_required",
                s3={"addressing_style": "path"},
            ),
        )

    def put(self, name: str, content: bytes) -> None:
        self._ask("put_object", Key=name, Body=content, ContentType="image/jpeg")

    def get(self, name: str) -> bytes | None:
        answer = self._ask("get_object", Key=name)
        try:
            return answer["Body"].read() if answer else None
        except (OSError, *self._failures) as error:  # the line broke in the middle of the file
            raise StoreUnavailable() from error

    def erase(self, name: str) -> None:
        self._ask("delete_object", Key=name)

    def _ask(self, what: str, **said: Any) -> Any:
        """The answer, or None for what is not there."""
        try:
            return getattr(self._client, what)(Bucket=self._bucket, **said)
        except self._failures as error:
            if isinstance(error, self._client_error) and error.response["Error"]["Code"] in MISSING:
                return None
            raise StoreUnavailable() from error


def open_store(*, folder: str, bucket: str, endpoint: str, region: str, key_id: str, secret: str) -> PhotoStore:
    """The bucket where one is set, else the folder."""
    if not bucket:
        return FolderStore(folder)
    return S3Store(bucket, endpoint=endpoint or None, region=region or None, key_id=key_id, secret=secret)
