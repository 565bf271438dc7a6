from modeltranslation.translator import TranslationOptions, register

from .models import Person, SiteSettings, Topic


@register(Topic)
class TopicTranslation(TranslationOptions):
    fields = ("name", "slug", "sort_key")


@register(Person)
class PersonTranslation(TranslationOptions):
    fields = ("role",)


@register(SiteSettings)
class SiteSettingsTranslation(TranslationOptions):
    fields = (
        "organisation_name",
        "tagline",
        "closing_heading",
        "closing_text",
        "closing_label",
        "footer_text",
    )


class WrittenPageTranslation(TranslationOptions):
    """Nothing is borrowed: no English page shows a Norwegian paragraph as its own."""

    fields = ("lead", "body")
    fallback_languages = {"default": ()}
