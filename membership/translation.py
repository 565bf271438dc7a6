"""The membership's words, once per language."""

from modeltranslation.translator import TranslationOptions, register

from ethicaltrade.core.translation import WrittenPageTranslation

from .models import (
    ApplicationPage,
    ChapterPage,
    FeeTable,
    Member,
    MemberIndexPage,
    MembershipPage,
    Proposal,
    ResourceDocument,
    ResourceIndexPage,
    ResourcePage,
)


@register(MembershipPage)
class MembershipPageTranslation(WrittenPageTranslation):
    pass


@register(Member)
class MemberTranslation(TranslationOptions):
    fields = ("presentation",)


@register(MemberIndexPage)
class MemberIndexPageTranslation(WrittenPageTranslation):
    pass


@register(FeeTable)
class FeeTableTranslation(TranslationOptions):
    fields = ("explanation",)


@register(ApplicationPage)
class ApplicationPageTranslation(WrittenPageTranslation):
    fields = ("principles",)


@register(Proposal)
class ProposalTranslation(TranslationOptions):
    fields = ("presentation",)


@register(ResourceIndexPage)
class ResourceIndexPageTranslation(WrittenPageTranslation):
    pass


@register(ResourcePage)
class ResourcePageTranslation(WrittenPageTranslation):
    fields = ("teaser_words",)


@register(ChapterPage)
class ChapterPageTranslation(WrittenPageTranslation):
    pass


@register(ResourceDocument)
class ResourceDocumentTranslation(TranslationOptions):
    fields = ("label",)
    fallback_languages = {"default": ()}
