"""The settings: production says what it lacks, and SQLite is set up to be shared."""

import ast
import os
import secrets
import subprocess
import sys
from pathlib import Path

import pytest
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.db import connection

from ethicaltrade.settings import files

pytestmark = pytest.mark.slow  # most of them start a process

of_sqlite = pytest.mark.skipif(
    connection.vendor != "sqlite", reason="PostgreSQL has its own"
)

WHOLE = {
    "SECRET_KEY": secrets.token_urlsafe(64),
    "ALLOWED_HOSTS": "www.example.org",
    "BASE_URL": "https://www.example.org",
    "DATABASE_URL": "sqlite://:memory:",
    "CACHE_URL": "dbcache://",
    "EMAIL_URL": "consolemail://",
    "DEFAULT_FROM_EMAIL": "post@example.org",
}
SHOW = (
    "from ethicaltrade.settings import production as p; "
    "print(*(getattr(p, name) for name in {names!r}), sep='\\n')"
)

RIGHT = {"TRUSTED_PROXY_COUNT": "1", "EMAIL_URL": "smtp://127.0.0.1"}
CHECKS = """
from django.core.checks.security.base import check_ssl_redirect
from ethicaltrade.mail.apps import check_mail_server
from ethicaltrade.outages.apps import check_own_address, check_proxy, check_shared_cache
checks = check_shared_cache, check_proxy, check_own_address, check_mail_server
for check in (*checks, check_ssl_redirect):
    print(*(message.id for message in check(None)))
"""
"""Without the site's apps, which take two seconds to start."""


def start(environment, *names):
    """Import the production settings in a process of their own; print the names'."""
    return run(["-c", SHOW.format(names=names)], environment)


def run(arguments, environment):
    """Run Python with the production settings."""
    module = "ethicaltrade.settings.production"
    return subprocess.run(
        [sys.executable, *arguments],
        env={
            "PATH": os.environ["PATH"],
            "DJANGO_SETTINGS_MODULE": module,
            **environment,
        },
        cwd=settings.BASE_DIR,
        capture_output=True,
        text=True,
        check=False,
    )


def last_lines(process):
    return process.stderr[process.stderr.find("The site cannot start") :]


def test_production_starts_when_nothing_is_missing():
    names = ("DEBUG", "SECURE_SSL_REDIRECT", "SESSION_COOKIE_SECURE", "DEMO_ALLOWED")
    process = start(WHOLE, *names)
    assert process.returncode == 0, process.stderr
    assert process.stdout.split() == ["False", "True", "True", "False"]


def test_production_names_everything_that_is_missing_at_once():
    process = start({})
    assert process.returncode != 0
    for name in WHOLE:
        assert f"  {name}: " in last_lines(process)


@pytest.mark.parametrize("name", WHOLE)
def test_production_names_the_one_that_is_empty(name):
    process = start({**WHOLE, name: ""})
    assert process.returncode != 0
    named = [other for other in WHOLE if f"  {other}: " in last_lines(process)]
    assert named == [name]


@pytest.mark.parametrize("key", ["short", "a" * 60, "development-only-not-a-secret"])
def test_production_refuses_a_weak_key(key):
    process = start({**WHOLE, "SECRET_KEY": key})
    assert process.returncode != 0
    assert "SECRET_KEY is too weak" in last_lines(process)


def test_missing_setting_is_told_without_the_others_values():
    process = start({**WHOLE, "EMAIL_URL": ""})
    assert WHOLE["SECRET_KEY"] not in process.stderr


def test_try_out_without_tls_sets_no_secure_cookie():
    environment = {**WHOLE, "BASE_URL": "http://127.0.0.1:8000"}
    process = start(environment, "SESSION_COOKIE_SECURE")
    assert process.stdout.split() == ["False"]


@pytest.mark.parametrize(
    ("environment", "expected"),
    [
        ({}, "3600 False False"),
        ({"BASE_URL": "http://127.0.0.1:8000"}, "0 False False"),
        (
            {
                "SECURE_HSTS_SECONDS": "31536000",
                "SECURE_HSTS_INCLUDE_SUBDOMAINS": "true",
                "SECURE_HSTS_PRELOAD": "true",
            },
            "31536000 True True",
        ),
    ],
)
def test_promise_of_tls_starts_small_and_grows(environment, expected):
    names = ("SECONDS", "INCLUDE_SUBDOMAINS", "PRELOAD")
    process = start({**WHOLE, **environment}, *(f"SECURE_HSTS_{n}" for n in names))
    assert process.stdout.split() == expected.split(), process.stderr


@pytest.mark.parametrize("proxies", ["0", "1"])
def test_what_a_proxy_says_is_believed_where_there_is_one(proxies):
    script = (
        "from django.test import RequestFactory;"
        "headers = {'X-Forwarded-Proto': 'https', 'X-Forwarded-Host': 'evil.example',"
        " 'host': 'www.example.org'};"
        "request = RequestFactory().get('/', headers=headers);"
        "print(request.is_secure(), request.get_host())"
    )
    process = run(["-c", script], {**WHOLE, "TRUSTED_PROXY_COUNT": proxies})
    expected = [str(proxies == "1"), "www.example.org"]
    assert process.stdout.split() == expected, process.stderr


@pytest.mark.parametrize(
    ("environment", "told"),
    [
        ({"WEB_CONCURRENCY": "2", "CACHE_URL": "locmemcache://"}, ["outages.E001"]),
        ({"WEB_CONCURRENCY": "2", "CACHE_URL": "dummycache://"}, ["outages.E001"]),
        ({"WEB_CONCURRENCY": "1", "CACHE_URL": "locmemcache://"}, []),
        ({"WEB_CONCURRENCY": "2", "CACHE_URL": "dbcache://"}, []),
        ({"WEB_CONCURRENCY": "2", "CACHE_URL": "redis://127.0.0.1:1/0"}, []),
        ({"TRUSTED_PROXY_COUNT": "0"}, ["outages.W002"]),
        (
            {"TRUSTED_PROXY_COUNT": "0", "BASE_URL": "http://www.example.org:8000"},
            ["security.W008"],
        ),
        ({"ALLOWED_HOSTS": "other.example"}, ["outages.E003"]),
        ({"ALLOWED_HOSTS": ".example.org"}, []),
        ({"BASE_URL": "www.example.org"}, ["outages.E003", "security.W008"]),
        ({"EMAIL_URL": "consolemail://"}, ["mail.W001"]),
        ({"EMAIL_URL": "dummymail://"}, ["mail.W001"]),
        ({"EMAIL_URL": "smtp+tls://kari:hemmelig@mail.example.org:587"}, []),
    ],
)
def test_check_tells_what_is_wrong(environment, told):
    process = run(["-c", CHECKS], {**WHOLE, **RIGHT, **environment})
    assert process.returncode == 0, process.stderr
    assert process.stdout.split() == told


@pytest.mark.parametrize(
    ("environment", "told"),
    [
        ({"WEB_CONCURRENCY": "2"}, []),
        (
            {
                "WEB_CONCURRENCY": "2",
                "CACHE_URL": "locmemcache://",
                "TRUSTED_PROXY_COUNT": "0",
                "ALLOWED_HOSTS": "other.example",
                "EMAIL_URL": "consolemail://",
            },
            ["outages.E001", "outages.W002", "outages.E003", "mail.W001"],
        ),
        (
            {"TRUSTED_PROXY_COUNT": "0", "BASE_URL": "http://www.example.org:8000"},
            ["security.W008"],  # and it is no obstacle
        ),
    ],
)
def test_deploy_check_makes_every_check(environment, told):
    arguments = ["manage.py", "check", "--deploy"]
    process = run(arguments, {**WHOLE, **RIGHT, **environment})
    assert (process.returncode != 0) == any(".E0" in each for each in told)
    known = ("outages.E001", "outages.W002", "outages.E003", "mail.W001")
    for each in (*known, *told):
        assert (each in process.stderr) == (each in told), process.stderr


@pytest.mark.parametrize(
    ("url", "default", "renditions"),
    [
        ("dbcache://", "DatabaseCache", "LocMemCache"),
        ("dbcache://another-table", "DatabaseCache", "LocMemCache"),
        ("redis://127.0.0.1:1/0", "RedisCache", "RedisCache"),
        ("valkeys://127.0.0.1:1/0", "RedisCache", "RedisCache"),
        ("locmemcache://", "LocMemCache", "LocMemCache"),
    ],
)
def test_caches_are_shared_but_that_of_pictures_is_no_database(
    url, default, renditions
):
    """And no session is in a cache, which would keep it through an outage."""
    process = start({**WHOLE, "CACHE_URL": url}, "CACHES", "SESSION_ENGINE")
    caches, sessions = process.stdout.splitlines()
    caches = ast.literal_eval(caches)
    assert caches["default"]["BACKEND"].endswith(default)
    assert caches["renditions"]["BACKEND"].endswith(renditions)
    assert caches["database"]["LOCATION"] == "site_cache"
    if default == "RedisCache":
        stand_ins = [caches[name]["OPTIONS"]["stand_in"] for name in list(caches)[:2]]
        assert stand_ins == ["database", "memory"]
    if default == "DatabaseCache":
        assert caches["default"]["LOCATION"] == "site_cache"
    assert sessions == "django.contrib.sessions.backends.db"


BUCKET = "s3://AKIA:sword%2Ffish%2B@s3.example.org:9000/site/folder?region=eu-north-1"


def test_bucket_is_read_from_one_variable():
    found, origin = files.in_bucket(BUCKET)
    of_pictures, of_documents = (found[each]["OPTIONS"] for each in found)
    assert list(found) == ["default", "private"]
    assert of_documents == {
        "endpoint_url": "https://s3.example.org:9000",
        "access_key": "AKIA",
        "secret_key": "sword/fish+",
        "region_name": "eu-north-1",
        "bucket_name": "site",
        "location": "folder/private",
        "alias": "private",
    }
    assert of_pictures["location"] == "folder/media"
    assert of_pictures["base_url"] == "/media/"
    assert origin == ""


@pytest.mark.parametrize(
    "url",
    [
        "s3://AKIA:swordfish@s3.example.org",
        "s3://AKIA@s3.example.org/site",
        "s3://s3.example.org/site",
        "s3://AKIA:sword/fish@s3.example.org/site",
        "s3://AKIA:swordfish@s3.example.org:port/site",
        "https://AKIA:swordfish@s3.example.org/site",
        "s3://AKIA:swordfish@s3.example.org/site?acl=swordfish",
        "s3://AKIA:swordfish@s3.example.org/site?pictures=swordfish",
    ],
)
def test_bucket_that_cannot_be_read_is_told_without_the_secret(url):
    with pytest.raises(ImproperlyConfigured, match="STORAGE_URL") as told:
        files.in_bucket(url)
    assert "fish" not in str(told.value)


def test_pictures_of_another_origin_are_allowed_and_only_then():
    names = ("CSP_OF_PAGES", "CSP_OF_CMS", "CSP_OF_FILES")
    own = start(WHOLE, *names)
    pictures = "https://pictures.example.org"
    url = f"{BUCKET}&pictures={pictures}/media"
    other = start({**WHOLE, "STORAGE_URL": url, "BACKUP_STORAGE": BUCKET}, *names)
    assert "pictures.example" not in own.stdout
    pages, cms, of_files = map(ast.literal_eval, other.stdout.splitlines())
    assert pages.pop("img-src") == ["'self'", pictures]
    assert cms.pop("img-src") == ["'self'", pictures, "data:", "blob:"]
    assert pictures not in str([pages, cms, of_files])


@pytest.mark.parametrize("door", ["wsgi", "command"])
def test_pages_have_a_limit_of_time_and_commands_have_none(door):
    script = "import ethicaltrade.wsgi\n" if door == "wsgi" else ""
    script += "from django.conf import settings\n"
    script += "print(settings.DATABASES['default']['OPTIONS'])"
    url = "postgres://site:word@127.0.0.1:1/site?application_name=x"
    process = run(["-c", script], {**WHOLE, "DATABASE_URL": url})
    options = ast.literal_eval(process.stdout.strip().splitlines()[-1])
    is_page = door == "wsgi"
    assert ("statement_timeout=10s" in options["options"]) == is_page
    assert ("lock_timeout=5s" in options["options"]) == is_page
    assert ("idle_in_transaction_session_timeout" in options["options"]) == is_page
    assert options["patience"] == (11 if is_page else None)
    # For both: a server that is gone is noticed, and the address's own words stand.
    assert options["connect_timeout"] == 2
    assert {"keepalives", "tcp_user_timeout"} <= set(options)
    assert options["application_name"] == "x"


def test_base_settings_stay_short():
    path = Path(settings.BASE_DIR) / "ethicaltrade" / "settings" / "base.py"
    assert len(path.read_text(encoding="utf-8").splitlines()) <= 250


@pytest.mark.every_database
@of_sqlite
@pytest.mark.django_db
@pytest.mark.parametrize(
    ("pragma", "values"),
    [
        ("journal_mode", {"wal", "memory"}),  # a database in memory keeps no journal
        ("foreign_keys", {1}),
        ("synchronous", {1}),  # NORMAL
        ("cache_size", {-20000}),  # KiB
    ],
)
def test_sqlite_is_set_up_to_be_shared(pragma, values):
    with connection.cursor() as cursor:
        cursor.execute(f"PRAGMA {pragma}")
        (value,) = cursor.fetchone()
    assert value in values


@pytest.mark.every_database
@of_sqlite
def test_sqlite_takes_the_lock_when_a_transaction_begins():
    options = settings.DATABASES["default"]["OPTIONS"]
    assert options["transaction_mode"] == "IMMEDIATE"
    assert options["timeout"] >= 5
