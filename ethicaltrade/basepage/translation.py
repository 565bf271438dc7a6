from modeltranslation.translator import TranslationOptions, register

from ethicaltrade.bilingual.publication import BY_LANGUAGE

from .models import BasePage


@register(BasePage)
class BasePageTranslation(TranslationOptions):
    """Without ``draft_title``: the editor's lists show one title."""

    fields = (
        "title",
        "slug",
        "url_path",
        *BY_LANGUAGE,
        "seo_title",
        "search_description",
    )
    # None, or False would borrow the other language's True.
    fallback_undefined = {"published": None}
