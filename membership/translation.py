"""The membership pages' words, once per language."""

from modeltranslation.translator import register

from ethicaltrade.core.translation import WrittenPageTranslation

from .models import MembershipPage


@register(MembershipPage)
class MembershipPageTranslation(WrittenPageTranslation):
    pass
