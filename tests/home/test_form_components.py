"""Every kind of field: its label, hint and errors belong to it for all who read it."""

import pytest
from bs4 import BeautifulSoup
from django import forms
from django.template.loader import render_to_string
from django.test import RequestFactory
from django.utils import translation

from ethicaltrade.core.forms import EmailField, TextField
from tests.support.pages import folded

CHOICES = [("course", "Course"), ("webinar", "Webinar"), ("talk", "Talk")]


class Specimen(forms.Form):
    """One field of each kind, each with a hint."""

    name = TextField(help_text="As on the card.", max_length=80)
    email = EmailField(required=False, help_text="For the receipt.")
    password = forms.CharField(widget=forms.PasswordInput, help_text="Long.")
    story = TextField(widget=forms.Textarea, help_text="In your own words.")
    topic = forms.ChoiceField(
        choices=[("", "Choose"), *CHOICES], help_text="The nearest."
    )
    day = forms.DateField(
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
        help_text="When it begins.",
    )
    report = forms.FileField(help_text="A PDF of at most 50 MB.")
    logo = forms.ImageField(required=False, help_text="A picture.")
    kind = forms.ChoiceField(
        choices=CHOICES, widget=forms.RadioSelect, help_text="One of them."
    )
    days = forms.MultipleChoiceField(
        choices=CHOICES, widget=forms.CheckboxSelectMultiple, help_text="All you like."
    )
    letters = forms.MultipleChoiceField(
        choices=CHOICES, widget=forms.CheckboxSelectMultiple, required=False
    )
    consent = forms.BooleanField(label="I agree", help_text="Needed to go on.")
    news = forms.BooleanField(label="Send me news", required=False)


GROUPS = ("kind", "days", "letters")
REQUIRED = [name for name, field in Specimen.base_fields.items() if field.required]


def render(template, **context):
    request = RequestFactory().get("/en/")
    with translation.override("en"):
        html = render_to_string(f"components/{template}.html", context, request)
    return BeautifulSoup(html, "html.parser")


@pytest.fixture
def empty():
    return render("form", form=Specimen(), submit="Send")


@pytest.fixture
def wrong():
    """The form as it comes back when nothing was filled in."""
    return render("form", form=Specimen({}, {}), submit="Send")


def controls(page, name):
    return page.select(f'[name="{name}"]')


@pytest.mark.parametrize("name", Specimen.base_fields)
def test_every_control_has_a_label_of_its_own(empty, name):
    for control in controls(empty, name):
        labels = empty.select(f'label[for="{control["id"]}"]')
        assert len(labels) == 1
        assert folded(labels[0])


@pytest.mark.parametrize("name", GROUPS)
def test_group_has_its_question_as_legend(empty, name):
    group = controls(empty, name)[0].find_parent("fieldset")
    assert folded(group.legend).startswith(name.capitalize())
    assert len(group.find_all("input")) == len(CHOICES)


def described(page, name):
    """What is read aloud with the field: of a group, on its fieldset."""
    control = controls(page, name)[0]
    owner = control.find_parent("fieldset") or control
    ids = owner.get("aria-describedby", "").split()
    return " ".join(folded(page.find(id=one)) for one in ids)


@pytest.mark.parametrize("name", Specimen.base_fields)
def test_hint_is_tied_to_its_field(empty, name):
    assert described(empty, name) == Specimen.base_fields[name].help_text


@pytest.mark.parametrize("name", REQUIRED)
def test_error_is_tied_to_its_field_after_the_hint(wrong, name):
    hint = Specimen.base_fields[name].help_text
    text = described(wrong, name)
    assert text.startswith(hint)
    assert text.removeprefix(hint).strip() == "Error: This field is required."
    for control in controls(wrong, name):
        assert control["aria-invalid"] == "true"


def test_field_that_is_right_is_not_called_wrong(wrong):
    for name in set(Specimen.base_fields) - set(REQUIRED):
        for control in controls(wrong, name):
            assert not control.has_attr("aria-invalid")
            assert not control.find_parent(class_="form-field--wrong")


@pytest.mark.parametrize("name", Specimen.base_fields)
def test_optional_field_says_so_in_words(empty, name):
    control = controls(empty, name)[0]
    group = control.find_parent("fieldset")
    label = group.legend if group else empty.select_one(f'[for="{control["id"]}"]')
    says_so = "(optional)" in folded(label)
    # A single box says by itself that one may leave it.
    assert says_so is (name not in REQUIRED and name != "news")


def test_browser_leaves_the_errors_to_the_site(empty):
    assert empty.form.has_attr("novalidate")


def test_form_with_a_file_can_send_it(empty):
    assert empty.form["enctype"] == "multipart/form-data"
    plain = render("form", form=forms.Form(), submit="Send")
    assert not plain.form.has_attr("enctype")


def test_long_text_is_not_cut_by_the_browser():
    class Letter(forms.Form):
        text = TextField(widget=forms.Textarea, max_length=5)

    page = render("form", form=Letter({"text": "123456"}), submit="Send")
    assert not page.textarea.has_attr("maxlength")
    assert folded(page.textarea) == "123456"
    assert "at most 5" in folded(page.select_one(".form-field__errors"))


def test_what_was_chosen_and_written_stays():
    data = {"name": "Kari", "topic": "talk", "kind": "webinar", "days": ["talk"]}
    page = render("form", form=Specimen(data, {}), submit="Send")
    assert controls(page, "name")[0]["value"] == "Kari"
    assert page.select_one("option[selected]")["value"] == "talk"
    chosen = [box["value"] for box in page.select("input[checked]")]
    assert chosen == ["webinar", "talk"]


# The summary


@pytest.fixture
def summary():
    return render("error_summary", form=Specimen({}, {}))


def test_summary_takes_the_focus_without_a_script(summary):
    box = summary.select_one("[role=alert]")
    assert box.has_attr("autofocus")
    assert box["tabindex"] == "-1"
    assert folded(summary.find(id=box["aria-labelledby"]))


def test_summary_leads_to_the_fields_in_their_order(summary, wrong):
    links = summary.find_all("a")
    targets = [wrong.find(id=link["href"][1:]) for link in links]
    assert [target["name"] for target in targets] == REQUIRED
    assert all(target.name in {"input", "select", "textarea"} for target in targets)


def test_summary_leads_to_the_first_choice_of_a_group(summary):
    hrefs = [link["href"] for link in summary.find_all("a")]
    assert {"#id_kind_0", "#id_days_0"} <= set(hrefs)


def test_form_without_faults_has_no_summary():
    assert not render("error_summary", form=Specimen()).find()


# Messages and steps


@pytest.mark.parametrize(
    ("kind", "word"),
    [
        ("info", "Information"),
        ("done", "Done"),
        ("warning", "Warning"),
        ("error", "Error"),
    ],
)
def test_alert_says_in_a_word_and_a_sign_what_its_colour_says(kind, word):
    page = render("alert", kind=kind, title="Title", text="Text")
    assert folded(page) == f"{word} Title Text"
    assert page.svg.find(["path", "circle"])
    assert page.svg["aria-hidden"] == "true"


def test_alert_that_an_address_leads_to_can_take_the_focus():
    page = render("alert", kind="done", id="sent")
    assert page.find(id="sent")["tabindex"] == "-1"


@pytest.mark.parametrize("current", [1, 2, 3])
def test_steps_say_which_is_done_present_and_to_come(current):
    steps = [{"title": title, "url": f"/{title}/"} for title in "ABC"]
    page = render("form_steps", steps=steps, current=current)
    words = [folded(step) for step in page.find_all("li")]
    expected = [
        f"Done: {step['title']}"
        if number < current
        else step["title"]
        if number == current
        else f"To come: {step['title']}"
        for number, step in enumerate(steps, start=1)
    ]
    assert words == expected
    present = page.select("[aria-current=step]")
    assert [folded(step) for step in present] == [steps[current - 1]["title"]]
    assert [link["href"] for link in page.find_all("a")] == [
        step["url"] for step in steps[: current - 1]
    ]
    assert f"Step {current} of 3" in folded(page)


def test_members_only_is_said_in_words():
    assert folded(render("members_only")) == "Members only"


def test_text_on_one_line_stays_on_one_line():
    """It may stand in the greeting of a letter."""
    assert TextField().clean("Kari,\r\n\r\nBetal her:\n  x") == "Kari, Betal her: x"
    assert TextField(widget=forms.Textarea).clean("en\r\nto") == "en\nto"
