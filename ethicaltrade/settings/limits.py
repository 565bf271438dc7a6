"""How much is taken at once, and how often: each limit once, with its unit.

What stands in front of Django goes by the same: docs/nginx.conf, docs/Caddyfile and
gunicorn.conf.py. tests/sitewide/test_limits.py reads and compares them.
"""

MB = 1024 * 1024  # bytes

# --- One request ------------------------------------------------------------

REQUEST_SIZE = 60 * MB  # with all its files: the largest document, and a form around it
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * MB  # of a form without its files
DATA_UPLOAD_MAX_NUMBER_FIELDS = 10_000  # a long page in two languages has many
DATA_UPLOAD_MAX_NUMBER_FILES = 20
REQUEST_LINE_SIZE = 8190  # bytes: the method, the address and what it asks
HEADER_SIZE = 8190  # bytes, of one
HEADERS = 100  # of one request
# Seconds until a proxy gives up. A statement of the database has 10 (wsgi.py), Redis a
# half (outages/caches.py); e-mails and sizes of pictures are made by the worker.
REQUEST_SECONDS = 40

# --- One file ---------------------------------------------------------------

WAGTAILDOCS_MAX_UPLOAD_SIZE = 50 * MB
WAGTAILIMAGES_MAX_UPLOAD_SIZE = 15 * MB
# Pixels, all frames together: a 15 kB PNG can unpack to 700 MB. media/uploads.py
WAGTAILIMAGES_MAX_IMAGE_PIXELS = 30_000_000
PICTURE_FRAMES = 500  # of an animation

# --- How often, to be answered 429: core/rates.py ---------------------------

# (times, seconds), for each network address, or each person who is logged in. A county
# or a university sits behind one address: a hundred people who open the same invitation
# and register within ten minutes are let in; a program that fills an event is not.
RATE_OF_ONE_FORM = (100, 600)
RATE_OF_FORMS = (300, 600)  # all forms together
# Forms that name one mailbox, whoever sends them: a secretary may register a
# department, and nobody's mailbox is filled by strangers.
RATE_OF_MAILBOX = (30, 3600)
RATE_OF_SEARCHES = (240, 120)  # in each process: it is counted in its memory
# Files that one person sends into the CMS to have their words taken, Word's and
# translators': as many as anyone has in a day, and no program's. users/limits.py
RATE_OF_IMPORTS = (60, 3600)
# Wrong passwords, codes and keys: users/limits.py. E-mails asked for: accounts.py
