from modeltranslation.translator import TranslationOptions, register

from ethicaltrade.core.translation import WrittenPageTranslation

from .models import AccessibilityPage, HomePage, PrivacyPage, StandardPage


@register(HomePage)
class HomePageTranslation(TranslationOptions):
    fields = ("heading", "introduction")
    fallback_languages = {"default": ()}


@register((StandardPage, AccessibilityPage, PrivacyPage))
class StandardPageTranslation(WrittenPageTranslation):
    pass
