"""How the site is watched over: docs/watching.md."""

import environ

from .stores import BACKUP_REPORT_TO

env = environ.Env()

# "console" for people; "json" for programs, a line for each record.
LOG_FORMAT = env.str("LOG_FORMAT", "console")

# Who brings it is told what is wrong, where others hear "ok" or "unavailable".
MONITORING_TOKEN = env.str("MONITORING_TOKEN", "")
# How long the server keeps its logs: the privacy page says so, journald does it.
LOGS_KEPT_DAYS = env.int("LOGS_KEPT_DAYS", 90)
# How often, in seconds, a process tries to write where files are kept; 0: never.
STORAGE_CHECK_SECONDS = env.int("STORAGE_CHECK_SECONDS", 60)
# A disk with less than either of them is nearly full; 0: that one does not matter.
DISK_FREE_PERCENT = env.int("DISK_FREE_PERCENT", 5)
DISK_FREE_MEGABYTES = env.int("DISK_FREE_MEGABYTES", 500)

# Who is told by e-mail when a job stops, and when it goes on.
ALERTS_TO = env.list("ALERTS_TO", default=BACKUP_REPORT_TO)
# How often, in seconds, a process that answers visitors looks at the jobs; 0: never.
WATCH_SECONDS = env.int("WATCH_SECONDS", 60)

# Whether /metrics has numbers for Prometheus, for who may know.
METRICS = env.bool("METRICS", False)
# Where faults of the code are told; empty: nowhere.
SENTRY_DSN = env.str("SENTRY_DSN", "")
