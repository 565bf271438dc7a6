"""The doors."""

from pathlib import Path

from django.conf import settings
from django.conf.urls.i18n import i18n_patterns
from django.contrib.auth.views import LogoutView
from django.contrib.sitemaps.views import sitemap
from django.http import Http404, HttpRequest
from django.urls import include, path, re_path, reverse_lazy
from django.views.decorators.cache import cache_control
from django.views.generic import RedirectView
from django.views.static import serve
from wagtail import urls as wagtail_urls
from wagtail.admin import urls as wagtailadmin_urls
from wagtail.documents import urls as wagtaildocs_urls

from ethicaltrade.bilingual.views import page_by_number
from ethicaltrade.core import errors, machines
from ethicaltrade.home import old_site
from ethicaltrade.search import urls as search_urls
from ethicaltrade.users.views import LoginView
from events.calendar import urls as calendar_urls
from events.registration import urls as registration_urls

MONTH = 30 * 24 * 3600  # seconds

handler400 = errors.bad_request
handler403 = errors.forbidden
handler404 = errors.not_found
handler500 = errors.server_error


def gone_for_good(request: HttpRequest, **kwargs):
    """Shared passwords are switched off; Wagtail's page for them shows drafts."""
    raise Http404


to_login = RedirectView.as_view(pattern_name="login", query_string=True)

urlpatterns = [
    path("healthz", machines.healthz),
    path("readyz", machines.readyz),
    path("robots.txt", machines.robots),
    path(".well-known/security.txt", machines.security),
    path(
        "sitemap.xml",
        sitemap,
        {"sitemaps": {"pages": machines.PageSitemap}},
        name="sitemap",
    ),
    # One log-in path: Wagtail's own know no limits.
    path("admin/login/", to_login),
    path("admin/", include(wagtailadmin_urls)),
    path("documents/", include(wagtaildocs_urls)),
]
if settings.STYLE_GUIDE:
    urlpatterns += [path("", include("ethicaltrade.styleguide.urls"))]
if settings.SERVE_MEDIA:
    # The sizes made of pictures, and nothing else: an original may tell where and
    # when it was taken, and documents are only handed out by Django's own check.
    urlpatterns += [
        path(
            "media/images/<path:path>",
            cache_control(public=True, max_age=MONTH)(serve),
            {"document_root": Path(settings.MEDIA_ROOT) / "images"},
        )
    ]

# Addresses in the default language have no prefix. Wagtail answers last.
urlpatterns += i18n_patterns(
    path(
        "konto/login/",
        LoginView.as_view(too_many_requests=errors.too_many_requests),
        name="login",
    ),
    path(
        "konto/logout/",
        LogoutView.as_view(next_page=reverse_lazy("wagtail_serve", args=[""])),
        name="logout",
    ),
    path("_util/login/", to_login),
    path(
        "_util/authenticate_with_password/<int:restriction>/<int:page>/", gone_for_good
    ),
    path("artikel/<slug:slug>/", old_site.page),
    path("arrangement/<slug:slug>/", old_site.page),
    re_path(r"^(?P<name>artikel|arrangement)/(?:page/\d+/?)?$", old_site.section),
    re_path(r"^(?P<address>.+\.(?:html|php))$", old_site.numbered),
    path("_page/<int:number>/", page_by_number, name="page_by_number"),
    path("", include(search_urls)),
    path("", include(registration_urls)),
    path("", include(calendar_urls)),
    path("", include(wagtail_urls)),
    prefix_default_language=False,
)
