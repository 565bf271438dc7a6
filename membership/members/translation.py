"""The members' words, once per language."""

from modeltranslation.translator import TranslationOptions, register

from ethicaltrade.core.translation import WrittenPageTranslation

from .models import FeeTable, Member, MemberIndexPage, MembershipPage


@register(MembershipPage)
class MembershipPageTranslation(WrittenPageTranslation):
    pass


@register(Member)
class MemberTranslation(TranslationOptions):
    fields = ("presentation",)


@register(MemberIndexPage)
class MemberIndexPageTranslation(WrittenPageTranslation):
    pass


@register(FeeTable)
class FeeTableTranslation(TranslationOptions):
    fields = ("explanation",)
