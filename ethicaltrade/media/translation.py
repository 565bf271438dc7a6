"""Which words of a picture are written once per language."""

from modeltranslation.translator import TranslationOptions, register

from .models import CustomImage


@register(CustomImage)
class CustomImageTranslation(TranslationOptions):
    fields = ("alt_text", "caption")
