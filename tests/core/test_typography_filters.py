"""Typesetting in templates: the filters ``typeset`` and ``kroner``."""

from decimal import Decimal

import pytest
from django.template import Context, Template
from django.utils import translation
from django.utils.safestring import SafeString, mark_safe
from wagtail.rich_text import RichText

from ethicaltrade.core.templatetags import site
from ethicaltrade.core.typography import kroner


def visible(text):
    """The text with ``·`` for a no-break space."""
    return text.replace("\xa0", "·")


def shown(source, language="nb", **context):
    with translation.override(language):
        return Template("{% load site %}" + source).render(Context(context))


def test_filter_sets_plain_text_in_the_language_being_read_and_escapes_it():
    text = '"a" <b> & 28 May'
    assert shown("{{ text|typeset }}", text=text) == "«a» &lt;b&gt; &amp; 28 May"
    english = "“a” &lt;b&gt; &amp; 28\xa0May"
    assert shown("{{ text|typeset }}", "en", text=text) == english
    assert shown('{{ text|typeset:"en" }}', text=text) == english
    assert shown("{{ text|typeset }}", text=None) == ""


def test_filter_sets_safe_html_between_its_tags():
    html = mark_safe('<b title="5-6">"a"</b>')
    assert shown("{{ html|typeset }}", html=html) == '<b title="5-6">«a»</b>'
    assert shown("{{ text|linebreaks|typeset }}", text='"<"') == "<p>«&lt;»</p>"


def test_filter_gives_plain_text_for_plain_text():
    source = "{% if text|typeset == expected %}same{% endif %}"
    assert shown(source, text='"a"', expected="«a»") == "same"
    assert not isinstance(site.typeset('"a"', "nb"), SafeString)


def test_filter_sets_running_text():
    text = RichText('<p>"Krav" <span lang="en">"due"</span> &amp; 7 700 kr</p>')
    expected = '<p>«Krav» <span lang="en">“due”</span> &amp; 7·700·kr</p>'
    assert visible(shown("{{ text|typeset }}", text=text)) == expected


@pytest.mark.parametrize(
    ("amount", "norwegian", "english"),
    [
        (7700, "7·700·kr", "NOK·7,700"),
        (Decimal("137800.00"), "137·800·kr", "NOK·137,800"),
        (Decimal("1.18"), "1,18·kr", "NOK·1.18"),
        (0.5, "0,50·kr", "NOK·0.50"),
        (0, "0·kr", "NOK·0"),
        (-25700, "-25·700·kr", "NOK·-25,700"),
        ("99600", "99·600·kr", "NOK·99,600"),
    ],
)
def test_amount_in_kroner(amount, norwegian, english):
    assert visible(shown("{{ amount|kroner }}", amount=amount)) == norwegian
    assert visible(shown("{{ amount|kroner }}", "en", amount=amount)) == english
    assert visible(kroner(amount, "en")) == english


@pytest.mark.parametrize("amount", [None, "", "mange"])
def test_what_is_no_amount_shows_nothing(amount):
    assert shown("{{ amount|kroner }}", amount=amount) == ""
