"""Where files lie: in folders of this machine, or in a bucket of S3's kind."""

from typing import Any
from urllib.parse import SplitResult, parse_qsl, unquote, urlsplit

import environ
from django.core.exceptions import ImproperlyConfigured

from .stores import VAR_DIR

env = environ.Env()
MONTH = 30 * 24 * 3600  # seconds
TLS = {"s3": "https", "s3+http": "http"}  # without it on a network of one's own
KNOWN = {"region", "pictures"}


def bucket(variable: str, url: str) -> tuple[dict[str, str], dict[str, str]]:
    """What ``s3://key:secret@host/bucket/folder?region=…`` says, and its query.

    Raises ImproperlyConfigured, which does not tell the secret.
    """
    try:
        given = urlsplit(url)
        query = dict(parse_qsl(given.query, strict_parsing=bool(given.query)))
        place = _place(given, query)
    except ValueError:
        place, query = {}, {}
    if not all(place.get(name) for name in NEEDED) or query.keys() - KNOWN:
        raise ImproperlyConfigured(
            f"The site cannot start: {variable} should be such as s3://key:secret@host/"
            "bucket?region=eu-north-1, and in the secret %2F stands for /, %2B for +, "
            "%40 for @."
        )
    return place, query


NEEDED = ("endpoint_url", "access_key", "secret_key", "bucket_name")


def _place(given: SplitResult, query: dict[str, str]) -> dict[str, str]:
    """As django-storages calls it."""
    if given.scheme not in TLS or not given.hostname or given.port == 0:
        return {}
    host = given.netloc.rpartition("@")[2]
    name, _slash, folder = given.path.strip("/").partition("/")
    return {
        "endpoint_url": f"{TLS[given.scheme]}://{host}",
        "access_key": unquote(given.username or ""),
        "secret_key": unquote(given.password or ""),
        "region_name": query.get("region", "us-east-1"),
        "bucket_name": name,
        "location": folder,
    }


# --- Static files -----------------------------------------------------------

STATIC_URL = "/static/"
STATIC_ROOT = env.path("STATIC_ROOT", default=str(VAR_DIR / "static"))()

# --- Pictures and documents -------------------------------------------------

MEDIA_URL = "/media/"
MEDIA_ROOT = env.path("MEDIA_ROOT", default=str(VAR_DIR / "media"))()
PRIVATE_MEDIA_ROOT = env.path("PRIVATE_MEDIA_ROOT", default=str(VAR_DIR / "private"))()
SERVE_MEDIA = env.bool("SERVE_MEDIA", True)  # off where a web server does it
STORAGES: dict[str, dict[str, Any]] = {
    "default": {"BACKEND": "ethicaltrade.media.storage.WholeFileStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
    # Documents: no web server is ever pointed here, Django checks every download.
    "private": {
        "BACKEND": "ethicaltrade.media.storage.WholeFileStorage",
        "OPTIONS": {"location": PRIVATE_MEDIA_ROOT, "base_url": None},
    },
}
# Where browsers fetch pictures, if that is not the site itself.
PICTURES_ORIGIN = ""


def origin_of(pictures: str) -> str:
    """Of an absolute address. Raises ImproperlyConfigured for what is none."""
    address = urlsplit(pictures)
    if address.scheme not in ("https", "http") or not address.hostname:
        raise ImproperlyConfigured(
            "The site cannot start: pictures= in STORAGE_URL should be such as "
            "https://pictures.example.org/media"
        )
    return f"{address.scheme}://{address.netloc}"


def in_bucket(url: str) -> tuple[dict[str, dict[str, Any]], str]:
    """Storages of pictures and documents, and where browsers fetch the former.

    That is "" for the site itself. Raises ImproperlyConfigured.
    """
    place, query = bucket("STORAGE_URL", url)
    pictures, origin = MEDIA_URL, ""
    if "pictures" in query:
        pictures = query["pictures"].rstrip("/") + "/"
        origin = origin_of(pictures)

    def below(name: str, **options: Any) -> dict[str, Any]:
        location = f"{place['location']}/{name}".lstrip("/")
        return {
            "BACKEND": "ethicaltrade.media.s3.SiteStorage",
            "OPTIONS": {**place, "location": location, **options},
        }

    # The names last: what takes a picture's place has others.
    lasting = {"CacheControl": f"public, max-age={MONTH}"}
    return {
        "default": below("media", base_url=pictures, object_parameters=lasting),
        "private": below("private", alias="private"),
    }, origin


if storage_url := env.str("STORAGE_URL", ""):
    of_site, PICTURES_ORIGIN = in_bucket(storage_url)
    STORAGES |= of_site

# --- Backups ----------------------------------------------------------------

# A folder, a bucket, or in JSON a storage as Django's STORAGES has it; empty: none are
# made.
backup_storage = env.str("BACKUP_STORAGE", "")
if backup_storage.startswith("{"):
    STORAGES["backups"] = env.json("BACKUP_STORAGE")
elif backup_storage.startswith("s3"):
    STORAGES["backups"] = {
        "BACKEND": "ethicaltrade.media.s3.S3Storage",
        "OPTIONS": bucket("BACKUP_STORAGE", backup_storage)[0],
    }
elif backup_storage:
    STORAGES["backups"] = {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {"location": backup_storage, "base_url": None},
    }
