"""A backup into a bucket, and the site's files back into another."""

from functools import partial

import pytest
from django.core.files.storage import storages

from ethicaltrade.backup import checking, restoring, service, shelf
from ethicaltrade.backup.errors import BackupError
from ethicaltrade.media.models import private_storage
from ethicaltrade.settings import files
from tests.support import s3_server as s3
from tests.support.files import document, picture
from tests.support.s3_server import s3_server, short_waits  # noqa: F401
from tests.support.servers import away

from .conftest import use_storage

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.slow,
    pytest.mark.usefixtures("numbers_go_on"),
]


def keep_in(monkeypatch, url):
    """As BACKUP_STORAGE does it."""
    place, _query = files.bucket("BACKUP_STORAGE", url)
    given = {"BACKEND": "ethicaltrade.media.s3.S3Storage", "OPTIONS": place}
    use_storage(monkeypatch, shelf.ALIAS, storages.create_storage(given))


def test_site_goes_into_one_bucket_and_its_files_back_into_another(
    s3_server,  # noqa: F811
    monkeypatch,
    locked,
    lost_media,
):
    kept, first, second = (s3.Bucket(s3_server) for _each in range(3))
    keep_in(monkeypatch, s3.url_of(s3_server, kept.name, "/nightly"))
    s3.use(monkeypatch, s3.url_of(s3_server, first.name))
    secret, image = document("r\u00e5d.pdf", b"%PDF-1.7" * 50_000), picture()
    made = service.make()
    assert kept.names() == {f"nightly/{made.name}"}
    assert made.missing == []
    assert first.names() > {f"private/{secret.file.name}"}
    assert checking.check(partial(shelf.opened, made.name)).manifest["files"]

    s3.use(monkeypatch, s3.url_of(s3_server, second.name))
    restoring.restore(partial(shelf.opened, made.name), replace=True)
    assert second.names() == {
        f"private/{secret.file.name}",
        f"media/{image.file.name}",
    }
    with private_storage().open(secret.file.name) as file:
        assert file.read() == b"%PDF-1.7" * 50_000
    # Once more: what lies there is not written again, nor beside itself.
    restoring.restore(partial(shelf.opened, made.name), replace=True)
    assert len(second.names()) == 2


def test_large_one_is_sent_in_parts(s3_server, monkeypatch):  # noqa: F811
    from ethicaltrade.media import s3 as ours

    kept = s3.Bucket(s3_server)
    monkeypatch.setattr(ours, "AT_ONCE", 2**20)
    keep_in(monkeypatch, s3.url_of(s3_server, kept.name))
    monkeypatch.setattr(shelf.storage().transfer_config, "multipart_threshold", 2**20)
    name = "backup-20260102T020000Z.tar"
    monkeypatch.setattr(
        shelf.storage().transfer_config, "multipart_chunksize", 5 * 2**20
    )
    assert shelf.put(name, [b"x" * 2**20] * 7) == 7 * 2**20
    assert kept.head(name)["ContentLength"] == 7 * 2**20
    assert "-2" in kept.head(name)["ETag"]  # of two parts
    assert [each.name for each in shelf.all_kept()] == [name]


@pytest.mark.usefixtures("short_waits")
def test_bucket_that_is_away_is_told(monkeypatch):
    with away("stopped") as port:
        keep_in(monkeypatch, s3.url_of(port, "backups"))
        with pytest.raises(BackupError, match="could not be written") as told:
            service.make(forget_old=False)
    assert s3.SECRET not in str(told.value)
