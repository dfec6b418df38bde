"""The folder and the S3 store keep photos the same way; the latter is spoken to over real HTTP."""

import boto3
import pytest
from moto.server import ThreadedMotoServer

from services import photo_stores
from services.photo_stores import FolderStore, S3Store, StoreUnavailable
from tests.e2e.stack import free_port

NAME = "abc/picture.jpg"
KEYS = {"key_id": "made-up", "secret": "made-up"}


@pytest.fixture(scope="module")
def s3_url():
    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    server.start()
    host, port = server.get_host_and_port()
    url = f"http://{host}:{port}"
    client = boto3.client("s3", endpoint_url=url, region_name="us-east-1",
                          aws_access_key_id="made-up", aws_secret_access_key="made-up")  # fmt: skip
    client.create_bucket(Bucket="photos")
    yield url
    server.stop()


@pytest.fixture(params=["folder", "s3"])
def store(request, tmp_path):
    if request.param == "folder":
        return FolderStore(str(tmp_path / "photos"))
    url = request.getfixturevalue("s3_url")
    return S3Store("photos", endpoint=url, region="us-east-1", **KEYS)


def test_what_was_put_is_got_and_erased(store):
    store.put(NAME, b"one")
    store.put(NAME, b"two")
    assert store.get(NAME) == b"two"

    store.erase(NAME)
    store.erase(NAME)
    assert store.get(NAME) is None


def test_what_was_never_there_is_none(store):
    assert store.get("nobody/picture.jpg") is None


def test_a_store_that_does_not_answer_is_said_to_be_unavailable(monkeypatch):
    monkeypatch.setattr(photo_stores, "CONNECT_SECONDS", 0.2)
    store = S3Store("photos", endpoint=f"http://127.0.0.1:{free_port()}", region="us-east-1", **KEYS)

    for act in (lambda: store.put(NAME, b"x"), lambda: store.get(NAME), lambda: store.erase(NAME)):
        with pytest.raises(StoreUnavailable):
            act()


def test_a_bucket_that_is_not_there_takes_nothing_silently(s3_url):
    store = S3Store("elsewhere", endpoint=s3_url, region="us-east-1", **KEYS)

    with pytest.raises(StoreUnavailable):
        store.put(NAME, b"x")


def test_a_folder_that_cannot_be_written_is_said_to_be_unavailable(tmp_path):
    (tmp_path / "photos").write_text("a file where the folder should be")

    with pytest.raises(StoreUnavailable):
        FolderStore(str(tmp_path / "photos")).put(NAME, b"x")
