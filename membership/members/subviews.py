"""A member's page below the directory, and its place in the sitemap."""

from collections.abc import Iterator
from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.http import (
    Http404,
    HttpRequest,
    HttpResponse,
    HttpResponsePermanentRedirect,
)
from django.template.response import TemplateResponse
from django.utils.functional import cached_property
from django.utils.text import Truncator
from wagtail.models import Site

from ethicaltrade.bilingual import languages, subviews
from ethicaltrade.bilingual.languages import localized
from ethicaltrade.core.head import script
from ethicaltrade.core.models import SiteSettings
from ethicaltrade.core.sitemap import Listed

from .choices import State
from .models import Member, MemberIndexPage, OldSlug

DESCRIPTION = 160  # characters; more is not shown by search engines
GONE = 410  # RFC 9110: was here, and will not come back


def member_page(request: HttpRequest, page: MemberIndexPage, slug: str) -> HttpResponse:
    """A former member's page says so (410); a coming one has none (404)."""
    member = Member.objects.filter(slug=slug).first()
    if member is None:
        return _from_other_slug(request, page, slug)
    if member.state == State.COMING:
        raise Http404
    context = {"page": Profile(page, member, request), "member": member}
    if member.state == State.ENDED:
        return TemplateResponse(
            request,
            "pages/membership/directory/former_member.html",
            context,
            status=GONE,
            headers={"X-Robots-Tag": "noindex"},
        )
    return TemplateResponse(request, "pages/membership/directory/member.html", context)


def _from_other_slug(
    request: HttpRequest, page: MemberIndexPage, slug: str
) -> HttpResponse:
    member = Member.objects.filter(slug__iexact=slug).first()
    if member is None:
        olds = OldSlug.objects.select_related("member")
        old = olds.filter(slug__iexact=slug).first()
        member = old and old.member
    if member is None or member.state == State.COMING:
        raise Http404
    url = page.subview_url("member", request=request, slug=member.slug)
    return HttpResponsePermanentRedirect(url)


class Profile:
    """What the page frame asks of a page: a member is none of Wagtail's."""

    og_type = "website"
    share_image = part_of = None
    published_at = modified_at = None

    def __init__(self, index: Any, member: Any, request: HttpRequest | None = None):
        self.index, self.member, self.request = index, member, request
        self.title = member.name
        self.path = index.path  # the section that the menu marks
        self.known_ancestors = [*index.known_ancestors, index]
        self.is_member = member.state == State.ACTIVE
        for code in languages.codes():
            text = languages.value_in(member, "presentation", code) or ""
            text = text if self.is_member else ""
            setattr(self, localized("title", code), member.name)
            setattr(
                self,
                localized("search_description", code),
                Truncator(" ".join(text.split())).chars(DESCRIPTION),
            )

    # Publication: a former member's page is for nobody's index

    @property
    def public_languages(self) -> list[str]:
        return self.index.public_languages if self.is_member else []

    @property
    def main_language(self) -> str | None:
        return self.index.main_language if self.public_languages else None

    def is_published_in(self, language: str) -> bool:
        return language in self.public_languages

    # Addresses

    def get_url(self, request: HttpRequest | None = None) -> str:
        return self.index.subview_url("member", request=request, slug=self.member.slug)

    def get_full_url(self, request: HttpRequest | None = None) -> str:
        return self.get_full_url_in(languages.active(), request)

    def get_url_in(self, language: str, request: HttpRequest | None = None) -> str:
        """The directory's own where it is not published in the language."""
        if not self.index.is_published_in(language):
            return self.index.get_url_in(language, request)
        return self.index.subview_url(
            "member", language=language, request=request, slug=self.member.slug
        )

    def get_full_url_in(self, language: str, request: HttpRequest | None = None) -> str:
        return self.index.full_subview_url(
            "member", language=language, request=request, slug=self.member.slug
        )

    @property
    def full_url(self) -> str:
        return self.get_full_url(self.request)

    @property
    def directory_url(self) -> str:
        return self.index.get_url(self.request)

    # Contents

    @cached_property
    def reports(self) -> list[Any]:
        public = self.member.reports.model.objects.public().filter(member=self.member)
        return list(public.select_related("document"))

    @property
    def json_ld(self) -> str:
        """https://schema.org/Organization."""
        member = self.member
        site = SiteSettings.for_request(self.request)
        data = {
            "@context": "https://schema.org",
            "@type": "Organization",
            "name": member.name,
            "url": member.website,
            "description": getattr(
                self, localized("search_description", languages.active())
            ),
            "identifier": member.organisation_number
            and {
                "@type": "PropertyValue",
                "propertyID": "NO:ORG",
                "value": member.organisation_number,
            },
            "address": member.place
            and {
                "@type": "PostalAddress",
                "addressLocality": member.place,
                "addressCountry": "NO",
            },
            "memberOf": {
                "@type": "Organization",
                "name": site.organisation_name,
            },
            "mainEntityOfPage": self.full_url,
        }
        return script(data)


class MembersInSitemap:
    """Every member, where an outsider can read the directory; two queries in all."""

    def __init__(self, site: Site):
        public = MemberIndexPage.objects.published_somewhere().originals()
        self.index = public.visible_to(AnonymousUser()).first()

    def count(self) -> int:
        return Member.objects.visible_to(AnonymousUser()).count() if self.index else 0

    def listed(self, start: int, stop: int) -> Iterator[Listed]:
        codes = self.index.public_languages if self.index else []
        for member in Member.objects.visible_to(AnonymousUser())[start:stop]:
            yield Listed(
                {
                    code: self.index.subview_url(
                        "member", language=code, slug=member.slug
                    )
                    for code in languages.reading_order(languages.default())
                    if code in codes
                }
            )


subviews.register(
    MemberIndexPage, subviews.path("<slug:slug>/", member_page, name="member")
)
