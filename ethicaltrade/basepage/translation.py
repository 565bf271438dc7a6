"""The base page's words, once per language."""

from modeltranslation.translator import TranslationOptions, register

from .models import BasePage


@register(BasePage)
class BasePageTranslation(TranslationOptions):
    """Title and slug are borrowed from another language where one is missing.

    ``draft_title`` is left out: the editor's lists show one title, the Norwegian
    where there is one.
    """

    fields = (
        "title",
        "slug",
        "url_path",
        "published",
        "seo_title",
        "search_description",
    )
    # None, or False would borrow the other language's True.
    fallback_undefined = {"published": None}
