"""Each language's quotation marks, numbers and dates; others are left as typed."""

from decimal import ROUND_HALF_UP, Decimal
from typing import NamedTuple

from django.utils.formats import number_format

from ethicaltrade.bilingual import languages

DIGIT_GROUP = r"(?:[ \xa0]\d{3})"  # the 700 of "7 700"


class Conventions(NamedTuple):
    """The fields that hold words are regular expressions."""

    outer_quotes: str  # the opening and the closing mark
    inner_quotes: str  # of a quotation within one
    elisions: str  # words that begin with an apostrophe, without it
    day: str  # of the month, as it stands before the month's name
    months: str
    weekdays: str
    units: str  # what stands after a number and belongs to it
    labels: str  # what stands before a number and belongs to it
    titles: str  # what stands before a name and belongs to it
    money: str  # Norwegian kroner, with {} for the number


MEASURES = (
    r"%|‰|°[CF]?|[kcdm]?m[²³]?|km/t|[km]?g|[dcm]?l|ha|hk|"
    r"[kMGT]?Wh?|NOK|SEK|DKK|EUR|USD|GBP|€|£|\$"
)
CURRENCIES = "NOK|SEK|DKK|EUR|USD|GBP"

NORWEGIAN = Conventions(
    outer_quotes="«»",
    inner_quotes="‘’",
    elisions="n|a|an|em|ke|kke",
    day=r"\d{1,2}\.",
    months=(
        "januar|februar|mars|april|mai|juni|juli|august|september|oktober|november"
        "|desember|jan|feb|apr|jun|jul|aug|sept?|okt|nov|des"
    ),
    weekdays=(
        "mandag|tirsdag|onsdag|torsdag|fredag|lørdag|søndag"
        "|måndag|tysdag|laurdag|sundag|man|tirs?|ons|tors?|fre|lør|søn"
    ),
    units=(
        f"{MEASURES}|kr|kroner|øre|euro|dollar|pund|mill|mrd|million(?:er)?"
        "|milliard(?:er)?|tusen|prosent(?:poeng)?|t|tonn|stk"
    ),
    labels=(
        rf"§|kl\.?|nr\.?|ss?\.|kap\.|pkt\.|art\.|fig\.|tab\.|bd\.|ca\.|tlf\.|kr\.?"
        rf"|{CURRENCIES}"
    ),
    titles=r"(?!)",  # none
    money="{}\xa0kr",
)

ENGLISH = Conventions(
    outer_quotes="“”",
    inner_quotes="‘’",
    elisions=r"tis|twas|em|til|cause|bout|\d\ds",
    day=r"\d{1,2}(?:st|nd|rd|th)?",
    months=(
        "January|February|March|April|May|June|July|August|September|October|November"
        "|December|Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec"
    ),
    weekdays=(
        "Monday|Tuesday|Wednesday|Thursday|Friday|Saturday|Sunday"
        "|Mon|Tues?|Wed|Thu(?:rs)?|Fri|Sat|Sun"
    ),
    units=(
        f"{MEASURES}|kroner|euros?|dollars?|pounds?|pence|million|billion|bn|percent"
        "|per cent|percentage points?|mph|tonnes?"
    ),
    labels=(
        r"§|pp?\.|nos?\.|art\.|arts\.|chs?\.|figs?\.|vols?\.|secs?\.|paras?\.|ca?\."
        rf"|{CURRENCIES}"
    ),
    titles="(?:Mr|Mrs|Ms|Dr|Prof)",
    money="NOK\xa0{}",
)

CONVENTIONS = {"nb": NORWEGIAN, "nn": NORWEGIAN, "no": NORWEGIAN, "en": ENGLISH}


def conventions_of(language: str) -> Conventions | None:
    """Those of a BCP 47 code (``nb``, ``en-GB``); None where none are known."""
    return CONVENTIONS.get(language.partition("-")[0].lower())


def kroner(amount: Decimal | float | int, language: str = "") -> str:
    """``7 700 kr``, ``NOK 7,700``; with øre where there are any.

    The language is the active one if not given. Raises ``decimal.InvalidOperation``.
    """
    language = language or languages.active()
    exact = Decimal(str(amount)).quantize(Decimal("0.01"), ROUND_HALF_UP)
    places = 0 if exact == exact.to_integral_value() else 2
    with languages.in_language(language):
        number = number_format(exact, decimal_pos=places, force_grouping=True)
    return (conventions_of(language) or ENGLISH).money.format(number)
