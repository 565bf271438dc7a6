"""The membership's words, once per language."""

from modeltranslation.translator import TranslationOptions, register

from ethicaltrade.core.translation import WrittenPageTranslation

from .models import Member, MembershipPage


@register(MembershipPage)
class MembershipPageTranslation(WrittenPageTranslation):
    pass


@register(Member)
class MemberTranslation(TranslationOptions):
    fields = ("presentation",)
