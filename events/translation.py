from modeltranslation.translator import TranslationOptions, register

from ethicaltrade.core.translation import WrittenPageTranslation

from .models import (
    EventIndexPage,
    EventPage,
    EventSpeaker,
    Organisation,
    ProgrammeItem,
)


@register(EventPage)
class EventPageTranslation(WrittenPageTranslation):
    fields = (
        *("larger_event", "larger_event_place", "larger_event_participants"),
        *("place_name", "city"),
    )


@register(EventIndexPage)
class EventIndexPageTranslation(WrittenPageTranslation):
    pass


@register(Organisation)
class OrganisationTranslation(TranslationOptions):
    fields = ("name", "sort_key")


@register(EventSpeaker)
class EventSpeakerTranslation(TranslationOptions):
    fields = ("role",)


@register(ProgrammeItem)
class ProgrammeItemTranslation(TranslationOptions):
    fields = ("title", "speakers")
