"""The members' pages for search engines, once for each language they can be read in."""

from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.contrib.sitemaps import Sitemap
from django.utils.functional import cached_property

from membership.members.models import Member, MemberIndexPage


class MemberSitemap(Sitemap):
    """Every member, where an outsider can read the directory; two queries in all."""

    i18n = True
    alternates = True
    x_default = True

    @cached_property
    def index(self) -> MemberIndexPage | None:
        public = MemberIndexPage.objects.published_somewhere()
        return public.visible_to(AnonymousUser()).first()

    def items(self) -> Any:
        if self.index is None:
            return Member.objects.none()
        return Member.objects.visible_to(AnonymousUser())

    def get_languages_for_item(self, item: Member) -> list[str]:
        return self.index.public_languages

    def location(self, item: Member) -> str:
        return self.index.subview_url("member", slug=item.slug)
