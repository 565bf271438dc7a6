"""The events pages' words, once per language."""

from modeltranslation.translator import register

from ethicaltrade.core.translation import WrittenPageTranslation

from .models import EventIndexPage


@register(EventIndexPage)
class EventIndexPageTranslation(WrittenPageTranslation):
    pass
