"""Dates, times and numbers as each language writes them."""

from datetime import UTC, date, datetime, time

import pytest
from bs4 import BeautifulSoup
from django import forms
from django.core.exceptions import ValidationError
from django.template import Context, Template
from django.utils import translation
from django.utils.formats import number_format
from django_filters import DateFromToRangeFilter
from wagtail.admin.filters import DateRangePickerWidget, WagtailFilterSet
from wagtail.admin.widgets import AdminDateInput, AdminDateTimeInput, AdminTimeInput

from ethicaltrade.media.models import CustomImage as Image

WHEN = datetime(2018, 11, 28, 13, 5, tzinfo=UTC)  # 14:05 in Oslo
AFTERNOON = datetime(2027, 5, 12, 12, 30, tzinfo=UTC)  # half past two in Oslo
WRITTEN = "12.05.2027 14:30"


def shown(source, language, **context):
    with translation.override(language):
        return Template(source).render(Context(context))


@pytest.mark.parametrize(
    ("name", "norwegian", "english"),
    [
        ("DATE_FORMAT", "28. november 2018", "28 November 2018"),
        ("SHORT_DATE_FORMAT", "28. nov 2018", "28 Nov 2018"),
        ("TIME_FORMAT", "14.05", "14:05"),
        ("DATETIME_FORMAT", "28. november 2018 kl. 14.05", "28 November 2018, 14:05"),
        ("MONTH_DAY_FORMAT", "28. november", "28 November"),
        ("YEAR_MONTH_FORMAT", "november 2018", "November 2018"),
    ],
)
def test_date_is_written_as_the_language_writes_it(name, norwegian, english):
    source = "{{ when|date:name }}"
    assert shown(source, "nb", when=WHEN, name=name) == norwegian
    assert shown(source, "en", when=WHEN, name=name) == english


@pytest.mark.parametrize(
    ("value", "norwegian", "english"),
    [(1234567, "1\xa0234\xa0567", "1,234,567"), (2000.5, "2\xa0000,5", "2,000.5")],
)
def test_number_is_written_as_the_language_writes_it(value, norwegian, english):
    for language, expected in (("nb", norwegian), ("en", english)):
        with translation.override(language):
            assert number_format(value, force_grouping=True) == expected


@pytest.mark.parametrize("language", ["nb", "en"])
def test_day_that_has_begun_in_oslo_is_that_day(language):
    late = datetime(2018, 11, 27, 23, 30, tzinfo=UTC)
    assert shown("{{ when|date:'j' }}", language, when=late) == "28"


NORWEGIAN = (
    *("januar", "februar", "mars", "april", "mai", "juni"),
    *("juli", "august", "september", "oktober", "november", "desember"),
)
ENGLISH = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)


@pytest.mark.parametrize("month", range(1, 13))
def test_month_is_written_in_the_language_being_read(month):
    when = datetime(2026, month, 15, 12, tzinfo=UTC)
    norwegian, english = NORWEGIAN[month - 1], ENGLISH[month - 1]
    assert shown("{{ when|date }}", "nb", when=when) == f"15. {norwegian} 2026"
    assert shown("{{ when|date }}", "en", when=when) == f"15 {english} 2026"


@pytest.mark.parametrize("language", ["nb", "en"])
@pytest.mark.parametrize(
    ("field", "typed", "read"),
    [
        (forms.DateField(), "2027-05-12", date(2027, 5, 12)),
        (forms.DateField(), "12.05.2027", date(2027, 5, 12)),
        (forms.DateField(), "5.12.27", date(2027, 12, 5)),
        (forms.DateField(), "12/05/2027", date(2027, 5, 12)),
        (forms.TimeField(), "14:30", time(14, 30)),
        (forms.TimeField(), "14.30", time(14, 30)),
        (forms.TimeField(), "9", time(9)),
        (forms.DateTimeField(), "12.05.2027 kl. 14.30", AFTERNOON),
        (forms.DateTimeField(), "2027-05-12 14:30", AFTERNOON),
    ],
)
def test_date_is_read_as_people_write_it(language, field, typed, read):
    with translation.override(language):
        assert field.clean(typed) == read


@pytest.mark.parametrize("language", ["nb", "en"])
@pytest.mark.parametrize(
    ("field", "widget", "value", "written", "calendar"),
    [
        (forms.DateField, AdminDateInput, date(2027, 5, 12), "12.05.2027", "d.m.Y"),
        (forms.DateTimeField, AdminDateTimeInput, AFTERNOON, WRITTEN, "d.m.Y H:i"),
        (forms.TimeField, AdminTimeInput, time(14, 30), "14:30", "H:i"),
    ],
)
def test_cms_shows_a_date_as_people_write_it_and_reads_it(
    language, field, widget, value, written, calendar
):
    """A form that is sent as it was opened changes nothing."""
    with translation.override(language):
        field = field(widget=widget())
        form = type("Form", (forms.Form,), {"at": field})(initial={"at": value})
        shown = BeautifulSoup(str(form["at"]), "html.parser").input["value"]
        assert shown == written
        assert field.clean(shown) == value
        assert not field.has_changed(value, shown)
        assert field.widget.get_config()["format"] == calendar


@pytest.mark.parametrize("language", ["nb", "en"])
def test_list_is_filtered_by_days_as_they_are_written(language):
    class Filters(WagtailFilterSet):
        made = DateFromToRangeFilter(widget=DateRangePickerWidget)

    with translation.override(language):
        days = {"made_from": "12.05.2027", "made_to": "13.05.2027"}
        form = Filters(days, queryset=Image.objects.none()).form
        assert form.is_valid()
        between = form.cleaned_data["made"]
        assert (between.start.day, between.stop.day) == (12, 13)
        inputs = BeautifulSoup(str(form["made"]), "html.parser").select("input")
        assert [one["value"] for one in inputs] == [*days.values()]


@pytest.mark.parametrize("typed", ["tull", "13.13.2027", "2027-13-45", "12. mai"])
def test_date_that_cannot_be_read_is_refused(typed):
    with (
        translation.override("nb"),
        pytest.raises(ValidationError, match="gyldig dato"),
    ):
        forms.DateField().clean(typed)
