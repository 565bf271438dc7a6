"""Where things are kept: the database, the caches, the sessions; how long to wait."""

import re
from pathlib import Path

import environ

env = environ.Env()
# Everything the running site writes itself.
VAR_DIR = Path(__file__).resolve().parents[2] / "var"

# --- Database ---------------------------------------------------------------

DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# Seconds that one statement may take; 0: any. wsgi.py sets it for those who wait for a
# page, so that migrations, commands and the worker have no limit.
STATEMENT_TIMEOUT = env.int("STATEMENT_TIMEOUT", 0)
# Seconds to wait for a table that another has locked; 0: any. An upgrade sets it for
# its migrations: behind one that waits, all who want the table would wait.
LOCK_TIMEOUT = env.int("LOCK_TIMEOUT", -(-STATEMENT_TIMEOUT // 2))


def database_at(url: str) -> dict:
    """What DATABASE_URL names, with what it is to be patient with."""
    given = env.db_url_config(url)
    if given["ENGINE"].endswith("sqlite3"):
        # IMMEDIATE takes the write lock at BEGIN, so the busy timeout can work;
        # a lock taken half-way through a transaction fails at once.
        given["OPTIONS"] = {
            "transaction_mode": "IMMEDIATE",
            "timeout": STATEMENT_TIMEOUT or 20,  # seconds
            "init_command": (
                "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; "
                "PRAGMA foreign_keys=ON; PRAGMA cache_size=-20000;"
            ),
        }
        return given
    server_limits = ["jit=off"]  # it takes seconds to make a query of 10 ms faster
    if LOCK_TIMEOUT:
        server_limits.append(f"lock_timeout={LOCK_TIMEOUT}s")
    if STATEMENT_TIMEOUT:
        server_limits += [
            f"statement_timeout={STATEMENT_TIMEOUT}s",
            "idle_in_transaction_session_timeout=60s",
        ]
    return given | {
        "ENGINE": "ethicaltrade.outages.postgresql",
        "CONN_MAX_AGE": env.int("CONN_MAX_AGE", 60),  # seconds
        "CONN_HEALTH_CHECKS": True,
        "OPTIONS": {
            "connect_timeout": 2,  # seconds
            # A machine that is gone without a word: noticed in some twenty seconds.
            "keepalives": 1,
            "keepalives_idle": 10,
            "keepalives_interval": 3,
            "keepalives_count": 3,
            "tcp_user_timeout": 10_000,  # milliseconds
            "options": " ".join(f"-c {each}" for each in server_limits),
            # Ours: how long the client waits for an answer, the server's limits aside.
            "patience": STATEMENT_TIMEOUT + 1 if STATEMENT_TIMEOUT else None,
            **given.get("OPTIONS", {}),
        },
    }


DATABASE_URL = env.str("DATABASE_URL", f"sqlite:///{VAR_DIR / 'db.sqlite3'}")
DATABASES = {"default": database_at(DATABASE_URL)}

# --- Caches -----------------------------------------------------------------

CACHE_TABLE = "site_cache"
SHARED_BY_DATABASE = {
    "BACKEND": "ethicaltrade.outages.caches.DatabaseCache",
    "LOCATION": CACHE_TABLE,
    "OPTIONS": {"MAX_ENTRIES": 100_000},  # limits must not push each other out
}
IN_MEMORY = {
    "BACKEND": "django.core.cache.backends.locmem.LocMemCache",
    "OPTIONS": {"MAX_ENTRIES": 5_000},
    "TIMEOUT": 600,  # seconds
}
NOTHING = {"BACKEND": "django.core.cache.backends.dummy.DummyCache"}


def caches_at(url: str) -> dict[str, dict]:
    """What CACHE_URL names, and what stands beside it."""
    # Valkey speaks as Redis does; the library gives its addresses no scheme.
    given = env.cache_url_config(re.sub("^valkey", "redis", url))
    found = {
        "default": given,
        # get_rendition() writes its cache on every call: never let it reach a database.
        # Each process may have its own, since a key changes with its picture.
        "renditions": IN_MEMORY,
        # What stands in for Redis; both are made of nothing where they are not asked.
        "database": SHARED_BY_DATABASE,
        "memory": {**IN_MEMORY, "LOCATION": "memory"},
        # Each process keeps pages in its memory. With Redis they share them as well; in
        # the database a page would cost a write, which waits for whoever else writes.
        "pages": NOTHING,
        "nothing": NOTHING,
    }
    if given["BACKEND"].endswith("redis.RedisCache"):
        redis = {**given, "BACKEND": "ethicaltrade.outages.caches.RedisCache"}
        options = redis.get("OPTIONS", {})
        found["default"] = {**redis, "OPTIONS": {**options, "stand_in": "database"}}
        found["renditions"] = {
            **redis,
            "OPTIONS": {**options, "stand_in": "memory"},
            "KEY_PREFIX": "renditions",
            "TIMEOUT": 7 * 24 * 3600,  # seconds
        }
        found["pages"] = {
            **redis,
            "OPTIONS": {**options, "stand_in": "nothing"},
            "KEY_PREFIX": "pages",
        }
    elif given["BACKEND"].endswith("db.DatabaseCache"):
        found["default"] = SHARED_BY_DATABASE
    return found


CACHES = caches_at(env.str("CACHE_URL", "dbcache://"))

# Pages for everybody, until something public changes: docs/architecture/caching.md
KEEP_PAGES = env.bool("KEEP_PAGES", True)
# How long a shared cache in front (a CDN, nginx) may give out a page without asking;
# what is published or closed is seen there as much later.
SHARED_CACHE_SECONDS = env.int("SHARED_CACHE_SECONDS", 0)

# In the database alone: a session that a cache kept through an outage would be logged
# in again after its person logged out. It is one query, by its key.
SESSION_ENGINE = "django.contrib.sessions.backends.db"
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"  # no cookie
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_SAMESITE = "Lax"

# --- Backups: settings/files.py knows where they go --------------------------

# Locks them: they hold all that is closed. Old keys, while there are backups of theirs.
BACKUP_KEY = env.str("BACKUP_KEY", "")
BACKUP_KEY_FALLBACKS = env.list("BACKUP_KEY_FALLBACKS", default=[])
BACKUP_KEEP = [int(each) for each in env.list("BACKUP_KEEP", default=["7", "5", "12"])]
BACKUP_HOUR = env.int("BACKUP_HOUR", 2)  # of the night, on the site's clock
BACKUP_REPORT_TO = env.list("BACKUP_REPORT_TO", default=[])  # e-mail addresses
