"""The resources' words, once per language."""

from modeltranslation.translator import TranslationOptions, register

from ethicaltrade.core.translation import WrittenPageTranslation

from .models import ChapterPage, ResourceDocument, ResourceIndexPage, ResourcePage


@register(ResourceIndexPage)
class ResourceIndexPageTranslation(WrittenPageTranslation):
    pass


@register(ResourcePage)
class ResourcePageTranslation(WrittenPageTranslation):
    fields = ("updated", "teaser_words")


@register(ChapterPage)
class ChapterPageTranslation(WrittenPageTranslation):
    pass


@register(ResourceDocument)
class ResourceDocumentTranslation(TranslationOptions):
    fields = ("label",)
    fallback_languages = {"default": ()}
