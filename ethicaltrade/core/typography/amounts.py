"""Amounts of money as each language writes them."""

from decimal import ROUND_HALF_UP, Decimal

from django.utils.formats import number_format

from ethicaltrade.bilingual import languages

from .habits import ENGLISH, habits_of


def kroner(amount: Decimal | float | int, language: str = "") -> str:
    """Norwegian kroner: ``7 700 kr``, ``NOK 7,700``; with øre where there are any.

    Without a language it is the active one. One whose habit is unknown gets the
    currency's ISO 4217 code. Raises ``decimal.InvalidOperation`` for what is no number.
    """
    language = language or languages.active()
    exact = Decimal(str(amount)).quantize(Decimal("0.01"), ROUND_HALF_UP)
    places = 0 if exact == exact.to_integral_value() else 2
    with languages.in_language(language):
        number = number_format(exact, decimal_pos=places, force_grouping=True)
    return (habits_of(language) or ENGLISH).money.format(number)
