from typing import Any
from urllib.parse import urlsplit

from django.apps import AppConfig
from django.conf import settings
from django.core.cache import DEFAULT_CACHE_ALIAS
from django.core.checks import CheckMessage, Error, Tags, Warning, register
from django.http.request import validate_host
from django.utils.module_loading import import_string

UNSHARED = ("locmem.LocMemCache", "dummy.DummyCache")


class OutagesConfig(AppConfig):
    name = "ethicaltrade.outages"
    label = "outages"

    def ready(self) -> None:
        register(check_shared_cache, Tags.caches, deploy=True)
        register(check_proxy, Tags.security, deploy=True)
        register(check_own_address, Tags.urls, deploy=True)


def check_shared_cache(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    """Limits and addresses that each process remembers for itself are wrong.

    The cache of the sizes of pictures may be: its keys change with the picture.
    """
    backend = settings.CACHES[DEFAULT_CACHE_ALIAS]["BACKEND"]
    processes = getattr(settings, "WEB_CONCURRENCY", 1)
    bases = import_string(backend).__mro__
    names = [f"{each.__module__}.{each.__qualname__}" for each in bases]
    if processes < 2 or not any(name.endswith(UNSHARED) for name in names):
        return []
    return [
        Error(
            f"{processes} processes would each have a cache of their own.",
            hint="Set CACHE_URL to redis://host:6379/0, or to dbcache:// for the "
            "database; or WEB_CONCURRENCY to 1.",
            id="outages.E001",
        )
    ]


def check_proxy(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    """Behind a proxy that is not named, every request is taken for plain http."""
    if not settings.SECURE_SSL_REDIRECT or settings.TRUSTED_PROXY_COUNT:
        return []
    return [
        Warning(
            "Every request that does not come over TLS is redirected, and no proxy is "
            "said to be there that could tell.",
            hint="Set TRUSTED_PROXY_COUNT to the number of proxies in front.",
            id="outages.W002",
        )
    ]


def check_own_address(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    """Where the e-mails' links lead, the site must not refuse whoever comes."""
    host = urlsplit(settings.BASE_URL).hostname
    if host and validate_host(host, settings.ALLOWED_HOSTS):
        return []
    return [
        Error(
            f"The site would refuse its own address, {settings.BASE_URL}.",
            hint="Name the host of BASE_URL in ALLOWED_HOSTS, too.",
            id="outages.E003",
        )
    ]
