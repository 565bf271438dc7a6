"""How the site is watched over: docs/watching.md."""

import environ

env = environ.Env()

# "console" for people; "json" for programs, a line for each record.
LOG_FORMAT = env.str("LOG_FORMAT", "console")

# Who brings it is told what is wrong, where others hear "ok" or "unavailable".
MONITORING_TOKEN = env.str("MONITORING_TOKEN", "")
# How often, in seconds, a process tries to write where files are kept; 0: never.
STORAGE_CHECK_SECONDS = env.int("STORAGE_CHECK_SECONDS", 60)
# A disk with less than either of them is nearly full; 0: that one does not matter.
DISK_FREE_PERCENT = env.int("DISK_FREE_PERCENT", 5)
DISK_FREE_MEGABYTES = env.int("DISK_FREE_MEGABYTES", 500)
