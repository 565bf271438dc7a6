from modeltranslation.translator import TranslationOptions, register

from .models import CustomImage


@register(CustomImage)
class CustomImageTranslation(TranslationOptions):
    fields = ("alt_text", "caption")
