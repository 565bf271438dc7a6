"""Dates and times in templates."""

from datetime import date

from django import template

from ethicaltrade import dates

register = template.Library()

register.simple_tag(dates.date_range, name="date_range")
register.simple_tag(dates.time_range, name="time_range")
register.simple_tag(dates.date_time_range, name="date_time_range")


@register.filter
def date_leaf(day: date) -> dates.DateLeaf:
    """A day, in the parts a calendar's leaf shows."""
    return dates.leaf(day)


@register.filter
def written_day(day: date) -> str:
    """``12. mai 2027``, on one line as far as day and month go."""
    return dates.written_day(day)
