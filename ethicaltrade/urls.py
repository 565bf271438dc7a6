from functools import partial

from django.conf import settings
from django.conf.urls.i18n import i18n_patterns
from django.http import Http404, HttpRequest
from django.urls import include, path, re_path
from django.utils.translation import pgettext_lazy
from django.views.decorators.cache import cache_control
from wagtail import urls as wagtail_urls
from wagtail.admin import urls as wagtailadmin_urls

from ethicaltrade.bilingual import urls as page_urls
from ethicaltrade.core import http, robots
from ethicaltrade.core.cms import session
from ethicaltrade.core.headers import for_every_site
from ethicaltrade.core.sitemap import Pages, sitemap
from ethicaltrade.home import old_site
from ethicaltrade.media import serving as document_urls
from ethicaltrade.media.serving import serve_size
from ethicaltrade.mypage import urls as mypage_urls
from ethicaltrade.search.views import search
from ethicaltrade.users import urls as account_urls
from ethicaltrade.users.limits import WINDOW
from ethicaltrade.users.views import cms_login, to_login
from ethicaltrade.watching import views as watching
from events.views import my_registration
from membership.affiliations import urls as people_urls
from membership.members.subviews import MembersInSitemap

IN_SITEMAP = {"sections": (Pages, MembersInSitemap)}
MONTH = 30 * 24 * 3600  # seconds

handler400 = http.bad_request
handler403 = http.forbidden
handler404 = http.not_found
handler429 = partial(http.too_many_requests, retry_after=WINDOW)  # allauth's name
handler500 = http.server_error


def gone_for_good(request: HttpRequest, *args, **kwargs):
    """What Wagtail mounts and nobody needs, such as what asks for no permission."""
    raise Http404


urlpatterns = [
    path("healthz", watching.healthz),
    path("readyz", watching.readyz),
    path("metrics", watching.metrics),
    path("robots.txt", robots.robots),
    path(".well-known/security.txt", robots.security),
    path("sitemap.xml", sitemap, IN_SITEMAP, name="sitemap"),
    path("sitemap-<int:number>.xml", sitemap, IN_SITEMAP, name="sitemap_part"),
    # One log-in path: Wagtail's own know no limits.
    path("admin/login/", cms_login),
    path("admin/session/", session, name="cms_session"),
    # Of Wagtail's: lists of all pictures and documents, for anybody in the CMS, and an
    # address that fails to try out how that is told. Its sidebar asks for pages alone.
    # Its workflows are switched off, and some of their windows are open to anybody.
    re_path(r"^admin/api/main/(?:documents|images)/", gone_for_good),
    re_path(r"^admin/(?:pages/|reports/)?workflow", gone_for_good),
    re_path(r"^admin/pages/\d+/workflow_history/", gone_for_good),
    path("admin/failwhale/", gone_for_good),
    path("admin/", include(wagtailadmin_urls)),
    path("documents/", include(document_urls)),
]
if settings.STYLE_GUIDE:
    urlpatterns += [path("", include("ethicaltrade.styleguide.views"))]
if settings.SERVE_MEDIA:
    urlpatterns += [
        path(
            "media/images/<path:path>",
            for_every_site(cache_control(public=True, max_age=MONTH)(serve_size)),
        )
    ]

# Addresses in the default language have no prefix. Wagtail answers last.
urlpatterns += i18n_patterns(
    path("konto/", include(account_urls)),
    path("_util/login/", to_login),
    path(  # shared passwords are switched off; Wagtail's page for them shows drafts
        "_util/authenticate_with_password/<int:restriction>/<int:page>/", gone_for_good
    ),
    path("", old_site.front_page),
    path("artikel/<slug:slug>/", old_site.page),
    path("arrangement/<slug:slug>/", old_site.page),
    re_path(r"^(?P<name>artikel|arrangement)/(?:page/\d+/?)?$", old_site.section),
    re_path(r"^(?P<address>.+\.(?:html|php))$", old_site.numbered),
    path(pgettext_lazy("address", "search/"), search, name="search"),
    path("", include(mypage_urls)),
    path("", include(people_urls)),
    path(
        pgettext_lazy("address", "my-registration/<str:token>/"),
        my_registration,
        name="event_registration",
    ),
    path("", include(page_urls)),
    path("", include(wagtail_urls)),
    prefix_default_language=False,
)
