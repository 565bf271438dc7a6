"""A server of S3's kind on this machine (moto), and the site with its files there."""

import json
import subprocess
import sys
import time
from collections.abc import Iterator
from typing import Any
from uuid import uuid4

import pytest
from django.core.files.storage import default_storage, storages
from wagtail.models import UploadedFile

from ethicaltrade.media.models import CustomDocument, CustomImage, CustomRendition
from ethicaltrade.outages.breaker import Breaker
from ethicaltrade.settings import files

from .mail_server import free_port

PATIENCE = 20.0  # seconds
KEY, SECRET = "AKIASITE", "sword/fish+"
FIELDS = {
    "default": (CustomImage, CustomRendition, UploadedFile),
    "private": (CustomDocument,),
}


@pytest.fixture(scope="session")
def s3_server(tmp_path_factory) -> Iterator[int]:
    """The port of one that keeps all in memory."""
    port = free_port()
    command = [sys.executable, "-m", "moto.server", "-H", "127.0.0.1", "-p", str(port)]
    with (tmp_path_factory.mktemp("s3") / "log").open("wb") as log:
        server = subprocess.Popen(command, stdout=log, stderr=log)
        try:
            _wait_for(port)
            yield port
        finally:
            server.terminate()
            server.wait(PATIENCE)


def _wait_for(port: int) -> None:
    until = time.monotonic() + PATIENCE
    client = client_of(port)
    while True:
        try:
            client.list_buckets()
        except Exception:
            if time.monotonic() > until:
                raise
            time.sleep(0.05)
        else:
            return


def client_of(port: int) -> Any:
    """Boto3's own, without anything of the site's between."""
    import boto3  # where it is asked for alone: the site does without

    return boto3.client(
        "s3",
        endpoint_url=f"http://127.0.0.1:{port}",
        aws_access_key_id=KEY,
        aws_secret_access_key=SECRET,
        region_name="us-east-1",
    )


def url_of(port: int, bucket: str, more: str = "") -> str:
    """As the environment has it."""
    secret = SECRET.replace("/", "%2F").replace("+", "%2B")
    return f"s3+http://{KEY}:{secret}@127.0.0.1:{port}/{bucket}{more}"


class Bucket:
    """One of the server's, as whoever owns it sees it."""

    def __init__(self, port: int) -> None:
        self.port, self.name = port, f"site-{uuid4().hex[:12]}"
        self.client = client_of(port)
        self.client.create_bucket(Bucket=self.name)
        self.address = f"http://127.0.0.1:{port}/{self.name}"

    def names(self) -> set[str]:
        found = self.client.list_objects_v2(Bucket=self.name)
        return {each["Key"] for each in found.get("Contents", ())}

    def head(self, key: str) -> dict[str, Any]:
        return self.client.head_object(Bucket=self.name, Key=key)

    def show_sizes(self) -> None:
        """To everybody, as docs/deploy.md has it; nothing else is."""
        policy = {
            "Version": "2012-10-17",
            "Statement": [
                {
                    "Effect": "Allow",
                    "Principal": "*",
                    "Action": "s3:GetObject",
                    "Resource": f"arn:aws:s3:::{self.name}/media/images/*",
                }
            ],
        }
        self.client.put_bucket_policy(Bucket=self.name, Policy=json.dumps(policy))


def use(monkeypatch: pytest.MonkeyPatch, url: str) -> None:
    """Let the site keep its files there, by the settings that STORAGE_URL gives."""
    found, _origin = files.in_bucket(url)
    breaker = Breaker("Files of a test")
    for alias, given in found.items():
        storage = storages.create_storage(given)
        monkeypatch.setitem(storages.backends, alias, given)
        monkeypatch.setitem(storages._storages, alias, storage)
        storage.breaker = breaker
        for model in FIELDS[alias]:
            monkeypatch.setattr(model._meta.get_field("file"), "storage", storage)
        if alias == "default":
            monkeypatch.setattr(default_storage, "_wrapped", storage)


@pytest.fixture
def bucket(s3_server, monkeypatch) -> Bucket:
    """Where the site's files are during the test."""
    made = Bucket(s3_server)
    use(monkeypatch, url_of(s3_server, made.name))
    return made


@pytest.fixture
def short_waits(monkeypatch) -> None:
    """A tenth of a second for what is given seconds."""
    from botocore.config import Config

    from ethicaltrade.media import s3

    quick = s3.QUICK.merge(Config(connect_timeout=0.2, read_timeout=0.2))
    monkeypatch.setattr(s3, "QUICK", quick)
