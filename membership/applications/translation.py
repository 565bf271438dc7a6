"""The words of the application's page, once per language."""

from modeltranslation.translator import register

from ethicaltrade.core.translation import WrittenPageTranslation

from .models import ApplicationPage


@register(ApplicationPage)
class ApplicationPageTranslation(WrittenPageTranslation):
    fields = ("principles",)
