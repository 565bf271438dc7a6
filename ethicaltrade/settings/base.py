"""What every environment shares. One line of why for each setting that needs it."""

from pathlib import Path

import environ
from django.utils.translation import gettext_lazy as _

from .accounts import *  # noqa: F403  (settings, too)
from .applications import INSTALLED_APPS, MIDDLEWARE  # noqa: F401  (settings, too)
from .files import *  # noqa: F403  (settings, too)
from .limits import *  # noqa: F403  (settings, too)
from .security import *  # noqa: F403  (settings, too)
from .stores import *  # noqa: F403  (settings, too)
from .watching import *  # noqa: F403  (settings, too)
from .watching import LOG_FORMAT, METRICS

BASE_DIR = Path(__file__).resolve().parents[2]

env = environ.Env()

if METRICS:
    # It counts what all the others answer.
    MIDDLEWARE.insert(1, "ethicaltrade.watching.counting.CountingMiddleware")

ROOT_URLCONF = "ethicaltrade.urls"
WSGI_APPLICATION = "ethicaltrade.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ],
            "builtins": [
                "django.templatetags.i18n",
                "django.templatetags.static",
            ],
        },
    }
]

# --- Mail and jobs; database, caches and sessions are in settings/stores.py ----

vars().update(env.email("EMAIL_URL", default="consolemail://"))
DEFAULT_FROM_EMAIL = env.str("DEFAULT_FROM_EMAIL", "Etisk handel <post@example.org>")
SERVER_EMAIL = DEFAULT_FROM_EMAIL
EMAIL_TIMEOUT = 10  # seconds; a mail server that hangs must not hold the others up
MAIL_AT_ONCE = True  # an e-mail is sent when the answer has gone; else by a worker
MAIL_WORDS_KEPT_DAYS = env.int("MAIL_WORDS_KEPT_DAYS", 30)  # of e-mails that are sent
MAIL_KEPT_DAYS = env.int("MAIL_KEPT_DAYS", 365)  # that they were: to whom, about what

# What somebody sees next (the search, where a picture is used) is Wagtail's and runs at
# once; what nobody waits for names the worker: docs/decisions/0005-mail-and-jobs.md
TASKS = {
    alias: {"BACKEND": "django_tasks.backends.immediate.ImmediateBackend"}
    for alias in ("default", "worker")
}

# --- People: settings/accounts.py -------------------------------------------

CSRF_FAILURE_VIEW = "ethicaltrade.core.unsent.csrf_failure"
FORM_RENDERER = "ethicaltrade.core.unsent.FormRenderer"  # an unsent form is filled in

# --- Language and time ------------------------------------------------------

LANGUAGE_CODE = "nb"
LANGUAGES = [("nb", _("Norwegian")), ("en", _("English"))]
USE_I18N = True
USE_TZ = True
TIME_ZONE = "Europe/Oslo"
LOCALE_PATHS = [
    BASE_DIR / "locale",
    BASE_DIR / "locale" / "wagtail",  # our Norwegian for Wagtail's own words
]
FORMAT_MODULE_PATH = ["ethicaltrade.core.formats"]  # British dates in English

MODELTRANSLATION_DEFAULT_LANGUAGE = LANGUAGE_CODE
MODELTRANSLATION_FALLBACK_LANGUAGES = tuple(code for code, _name in LANGUAGES)
MODELTRANSLATION_CUSTOM_FIELDS = ("BodyField", "SortKeyField", "StreamField")


def name_in_language(name: str, language: str) -> str:
    """What the editor's form calls a field: "tittel – norsk"."""
    return f"{name} – {dict(LANGUAGES)[language]}"


MODELTRANSLATION_BUILD_LOCALIZED_VERBOSE_NAME = name_in_language


# --- Static files; where they and the uploads lie is in settings/files.py ----

STATICFILES_DIRS = [BASE_DIR / "static"]
STATICFILES_FINDERS = [
    "django.contrib.staticfiles.finders.FileSystemFinder",
    "django.contrib.staticfiles.finders.AppDirectoriesFinder",
    "ethicaltrade.core.stylesheets.StylesheetFinder",  # many style sheets in one file
]

# --- Wagtail ----------------------------------------------------------------

BASE_URL = env.str("BASE_URL", "http://127.0.0.1:8000").rstrip("/")
ORGANISATION_NAMES = {"nb": "Etisk handel Norge", "en": "Ethical Trade Norway"}
WAGTAIL_SITE_NAME = ORGANISATION_NAMES[LANGUAGE_CODE]
WAGTAILADMIN_BASE_URL = BASE_URL
WAGTAIL_PAGE_MODEL = "basepage.BasePage"
WAGTAIL_I18N_ENABLED = False  # one page holds both languages; see docs/decisions/0001
WAGTAIL_ALLOW_UNICODE_SLUGS = False
WAGTAIL_DATE_FORMAT = "%d.%m.%Y"  # in forms; each language reads them (core.formats)
WAGTAIL_DATETIME_FORMAT = f"{WAGTAIL_DATE_FORMAT} %H:%M"
WAGTAILADMIN_PERMITTED_LANGUAGES = LANGUAGES
WAGTAIL_USER_TIME_ZONES = [TIME_ZONE]
WAGTAILIMAGES_IMAGE_MODEL = "media.CustomImage"
WAGTAILIMAGES_IMAGE_FORM_BASE = "ethicaltrade.media.forms.ImageForm"
WAGTAILDOCS_DOCUMENT_MODEL = "media.CustomDocument"
WAGTAILDOCS_DOCUMENT_FORM_BASE = "ethicaltrade.media.forms.DocumentForm"
WAGTAILDOCS_SERVE_METHOD = "serve_view"  # never a bare file address
WAGTAILDOCS_EXTENSIONS = ["csv", "docx", "ods", "odt", "pdf", "pptx", "txt", "xlsx"]
WAGTAILIMAGES_EXTENSIONS = ["avif", "gif", "jpg", "jpeg", "png", "webp"]
# Chosen by looking: alike to the eye. A card's drawing is then 24, 27 and 51 kB.
WAGTAILIMAGES_AVIF_QUALITY = 50
WAGTAILIMAGES_WEBP_QUALITY = 72
WAGTAILIMAGES_JPEG_QUALITY = 76
WAGTAIL_PRIVATE_PAGE_OPTIONS = {"SHARED_PASSWORD": False}
WAGTAILDOCS_PRIVATE_COLLECTION_OPTIONS = {"SHARED_PASSWORD": False}
WAGTAIL_GRAVATAR_PROVIDER_URL = None  # no editor's address hash to a third party
WAGTAIL_ENABLE_UPDATE_CHECK = False  # the server calls nobody by itself
WAGTAIL_ENABLE_WHATS_NEW_BANNER = False
WAGTAIL_WORKFLOW_ENABLED = False  # three editors publish; nobody moderates
WAGTAILADMIN_RICH_TEXT_EDITORS = {
    "default": {"WIDGET": "ethicaltrade.writing.pasting.PastingRichTextArea"}
}
WAGTAILEMBEDS_FINDERS: list[dict] = []  # videos are built from their id, not fetched
# Caches in front of the site that are told of changes: docs/deploy.md
WAGTAILFRONTENDCACHE = env.json("WAGTAILFRONTENDCACHE", default={})
if link := env.str("NGINX_CACHE_LINK", ""):
    WAGTAILFRONTENDCACHE["nginx"] = {
        "BACKEND": "ethicaltrade.caching.front.NginxBackend",
        "LOCATION": link,
    }
WAGTAILSEARCH_BACKENDS = {
    "default": {
        "BACKEND": "wagtail.search.backends.database",
        "SEARCH_CONFIG": "simple",  # words are lemmatised before they are indexed
    },
}

# A class that knows organisations by number; without one the server calls nobody.
ORGANISATION_LOOKUP = env.str("ORGANISATION_LOOKUP", "") or None
# A class that proposes translations; without one no words leave the server.
TRANSLATION_SERVICE = env.str("TRANSLATION_SERVICE", "") or None
TRANSLATION_URL = env.str("TRANSLATION_URL", "https://api-free.deepl.com/v2/translate")
TRANSLATION_KEY = env.str("TRANSLATION_KEY", "")
DEMO_ALLOWED = False  # demo people have a known password
STYLE_GUIDE = False  # /stilguide/ is for those who build the site

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "filters": {
        "one_line": {"()": "ethicaltrade.logs.OneLineFilter"},
        "discreet": {"()": "ethicaltrade.logs.DiscreetFilter"},
    },
    "formatters": {
        "console": {
            "format": "%(asctime)s %(levelname)s %(request_id)s %(name)s %(message)s"
        },
    }
    | (
        {"json": {"()": "ethicaltrade.logs.json_formatter"}}
        if LOG_FORMAT == "json"
        else {}
    ),
    "handlers": {
        "console": {
            "class": "logging.StreamHandler",
            "formatter": LOG_FORMAT,
            "filters": ["one_line", "discreet"],
        }
    },
    "root": {"handlers": ["console"], "level": env.str("LOG_LEVEL", "INFO")},
    "loggers": {
        # Without Django's own handlers, which write addresses as they are.
        "django": {"handlers": [], "level": "INFO"},
        "django.server": {"handlers": [], "level": "INFO", "propagate": True},
        "django.request": {"level": "ERROR"},  # Gunicorn's line tells of a 404
        "django_tasks": {"level": "WARNING"},  # else two lines for every save
        "django_tasks_db": {"level": "WARNING"},
        # It names pages by their titles, drafts and closed ones too, which the page's
        # history in the CMS has; and one line for every change goes to caches in front.
        "wagtail": {"level": "WARNING"},
    },
}
