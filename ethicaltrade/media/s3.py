"""Files in a bucket of S3's kind: nobody waits for it long, and none replaces another.

Imported where STORAGE_URL or BACKUP_STORAGE names a bucket, and nowhere else.
Sources: https://docs.aws.amazon.com/AmazonS3/latest/API/, RFC 9110 (If-None-Match).
"""

import io
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from functools import cached_property
from os.path import splitext
from typing import Any
from uuid import uuid4

from boto3.s3.transfer import TransferConfig
from botocore import exceptions
from botocore.config import Config
from botocore.exceptions import ClientError
from django.core.files import File
from django.utils.deconstruct import deconstructible
from django.utils.encoding import filepath_to_uri
from storages.backends import s3
from storages.utils import clean_name

from ethicaltrade.outages.breaker import Breaker, FilesAwayError

from . import undeleted

# A page may take ten seconds: twice these, and a pause before the second time.
QUICK = Config(
    connect_timeout=1,  # seconds
    read_timeout=3.5,
    retries={"mode": "standard", "total_max_attempts": 2},
    s3={"addressing_style": "path"},
    # Servers of other makers do not all know the sums that Amazon's added in 2025.
    request_checksum_calculation="when_required",
    response_checksum_validation="when_required",
    max_pool_connections=20,
)
NO_ANSWER = (exceptions.HTTPClientError, exceptions.ConnectionError)
TAKEN = ("PreconditionFailed", "ConditionalRequestConflict")
AT_ONCE = 64 * 2**20  # bytes; more, as of a backup, is sent in parts
PART = 16 * 2**20
BUFFER = 2**16
TRANSFER = TransferConfig(
    multipart_threshold=AT_ONCE, multipart_chunksize=PART, use_threads=False
)


@deconstructible
class S3Storage(s3.S3Storage):
    """django-storages', with OSErrors for what goes wrong, and a breaker.

    ``base_url``: what addresses begin with; None where nobody has any.
    Raises FilesAwayError where the server is away, FileNotFoundError, PermissionError
    where it refuses, and OSError.
    """

    _lock = threading.Lock()
    _connections_made: dict[tuple[Any, ...], Any] = {}

    def __init__(self, **options: Any) -> None:
        super().__init__(**options)
        where = f"{self.endpoint_url}/{self.bucket_name}"
        self.breaker = Breaker.of(f"Files ({where.partition('://')[2]})")

    def get_default_settings(self) -> dict[str, Any]:
        return {
            **super().get_default_settings(),
            "base_url": None,
            "client_config": QUICK,
            "transfer_config": TRANSFER,
            "file_overwrite": False,
        }

    @property
    def connection(self) -> Any:
        """One for all threads and storages of a server: each takes 13 MB and 0.1 s."""
        key = (self.endpoint_url, self.access_key, self.secret_key, self.region_name)
        with self._lock:
            if key not in self._connections_made:
                self._connections_made[key] = self._create_session().resource(
                    "s3",
                    region_name=self.region_name,
                    endpoint_url=self.endpoint_url,
                    config=self.client_config,
                )
            return self._connections_made[key]

    @cached_property
    def client(self) -> Any:
        return self.connection.meta.client

    @contextmanager
    def asking(self, name: str) -> Iterator[None]:
        """Around what asks the server; its errors are OSErrors outside."""
        if not self.breaker.may_try():
            raise FilesAwayError(f"{self.breaker.name} did not answer lately")
        with self.answering(name):
            yield

    @contextmanager
    def answering(self, name: str) -> Iterator[None]:
        """The same, for what has begun already."""
        try:
            yield
        except NO_ANSWER as error:
            # Its own words hold the file's address.
            raise self._away(type(error).__name__) from error
        except ClientError as error:
            raise self._told(error, name) from error
        self.breaker.succeeded()

    def _told(self, error: ClientError, name: str) -> OSError:
        told = error.response.get("Error", {}).get("Code", "")
        status = error.response["ResponseMetadata"]["HTTPStatusCode"]
        if status >= 500 or status == 429:
            return self._away(f"{status} {told}")
        self.breaker.succeeded()
        if told in TAKEN:
            return FileExistsError(name)
        if status == 404:
            return FileNotFoundError(name)
        kind = PermissionError if status in (401, 403) else OSError
        return kind(f"{self.breaker.name} answers {status} {told}")

    def _away(self, why: str) -> FilesAwayError:
        error = FilesAwayError(f"{self.breaker.name}: {why}")
        self.breaker.failed(error)
        return error

    def key_of(self, name: str) -> str:
        return self._normalize_name(clean_name(name))

    def _open(self, name: str, mode: str = "rb") -> "S3File":
        if mode != "rb":
            raise ValueError("A file in a bucket is read, or saved as a whole.")
        return S3File(self, name)

    def _save(self, name: str, content: Any) -> str:
        """Under a name that is nobody else's, were two saved in the same moment."""
        while True:
            try:
                return self._put(name, content)
            except FileExistsError:
                name = self.get_alternative_name(*splitext(name))

    def _put(self, name: str, content: Any) -> str:
        """Raises FileExistsError where the name is another's."""
        name = clean_name(name)
        with self.asking(name):
            if content.size > AT_ONCE:
                return super()._save(name, content)
            content.seek(0)
            mark = uuid4().hex
            where = {"Bucket": self.bucket_name, "Key": self.key_of(name)}
            try:
                self.client.put_object(
                    Body=content,
                    IfNoneMatch="*",
                    Metadata={"upload": mark},
                    **where,
                    **self._get_write_parameters(name),  # the kind by the name alone
                )
            except ClientError as error:
                if error.response["Error"]["Code"] not in TAKEN:
                    raise
                # By this very upload, if it was stored and not answered in time.
                if self.client.head_object(**where)["Metadata"].get("upload") != mark:
                    raise
        return name

    def delete(self, name: str) -> None:
        with self.asking(name):
            super().delete(name)

    def exists(self, name: str) -> bool:
        with self.asking(name):
            return super().exists(name)

    def listdir(self, name: str) -> tuple[list[str], list[str]]:
        with self.asking(name):
            return super().listdir(name)

    def size(self, name: str) -> int:
        with self.asking(name):
            return super().size(name)

    def get_modified_time(self, name: str) -> Any:
        with self.asking(name):
            return super().get_modified_time(name)

    def url(self, name: str, *args: Any, **kwargs: Any) -> str:
        """Nothing is asked, and nothing signed."""
        if self.base_url is None:
            raise ValueError("This file is not accessible via a URL.")
        return f"{self.base_url}{filepath_to_uri(clean_name(name))}"


@deconstructible
class SiteStorage(S3Storage):
    """Of pictures or documents: what could not be deleted goes later, and nobody waits.

    ``alias``: what settings.STORAGES calls it.
    """

    def get_default_settings(self) -> dict[str, Any]:
        return {**super().get_default_settings(), "alias": "default"}

    def is_name_available(self, name: str, max_length: int | None = None) -> bool:
        """Not while a file of that name is still to be deleted."""
        is_doomed = undeleted.is_remembered(self.alias, name)
        return not is_doomed and super().is_name_available(name, max_length)

    def _put(self, name: str, content: Any) -> str:
        try:
            return super()._put(name, content)
        except FilesAwayError:  # it may have been stored, and not answered in time
            undeleted.remember(self.alias, clean_name(name))
            raise

    def delete(self, name: str) -> None:
        try:
            self.delete_now(name)
        except FilesAwayError:
            undeleted.remember(self.alias, name)

    def delete_now(self, name: str) -> None:
        """Raises FilesAwayError."""
        super().delete(name)


class S3File(File):
    """To be read from any place on, as it comes: none of it lies in memory.

    ``etag`` and ``last_modified`` are the server's.
    """

    def __init__(self, storage: S3Storage, name: str) -> None:
        self.storage, self.mode = storage, "rb"
        raw = Reading(storage, name)
        super().__init__(io.BufferedReader(raw, BUFFER), name)
        self.size, self.etag, self.last_modified = raw.size, raw.etag, raw.last_modified

    def open(self, mode: str | None = None) -> "S3File":
        """Once more from its start, closed or not."""
        if self.closed:
            raw = Reading(self.storage, self.name)
            self.file = io.BufferedReader(raw, BUFFER)
        else:
            self.seek(0)
        return self


class Reading(io.RawIOBase):
    def __init__(self, storage: S3Storage, name: str) -> None:
        self.storage, self.name, self.at = storage, name, 0
        with storage.asking(name):
            answer = self._get()
        self.size = answer["ContentLength"]
        self.etag, self.last_modified = answer["ETag"], answer["LastModified"]
        self._body = answer["Body"]

    def _get(self, **conditions: str) -> dict[str, Any]:
        bucket, key = self.storage.bucket_name, self.storage.key_of(self.name)
        return self.storage.client.get_object(Bucket=bucket, Key=key, **conditions)

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def tell(self) -> int:
        return self.at

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        begin = {io.SEEK_SET: 0, io.SEEK_CUR: self.at, io.SEEK_END: self.size}
        at = max(begin[whence] + offset, 0)
        if at != self.at:
            self._drop()
        self.at = at
        return at

    def readinto(self, buffer: Any) -> int:
        if self.at >= self.size:
            return 0
        with self.storage.answering(self.name):
            try:
                piece = self._next(len(buffer))
            except NO_ANSWER:  # it hangs up on who reads slowly: once more, from here
                self._drop()
                piece = self._next(len(buffer))
        buffer[: len(piece)] = piece
        self.at += len(piece)
        return len(piece)

    def _next(self, size: int) -> bytes:
        if self._body is None:
            rest = f"bytes={self.at}-"
            self._body = self._get(Range=rest, IfMatch=self.etag)["Body"]
        return self._body.read(size)

    def _drop(self) -> None:
        if self._body is not None:
            with suppress(*NO_ANSWER):
                self._body.close()
        self._body = None

    def close(self) -> None:
        self._drop()
        super().close()
