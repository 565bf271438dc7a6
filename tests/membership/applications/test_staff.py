"""The staff's side: lists, rights, actions, e-mails, and what is pressed twice."""

from datetime import date

import pytest
from django.contrib.auth.models import Group, Permission
from django.urls import reverse
from django.utils import translation

from ethicaltrade.core.models import Person
from ethicaltrade.mail.models import Email
from membership.affiliations.models import Invitation, Role
from membership.applications.admin import services as staff
from membership.applications.models import (
    Application,
    ApplicationState,
    EventKind,
    PrinciplesVersion,
)
from membership.members.models import Member
from tests.membership.factories import add_member
from tests.support import factories
from tests.support.pages import folded, soup

from .support import NUMBER, add_application, emails_to, state_of

pytestmark = pytest.mark.django_db

ACTIONS = ("take", "ask", "approve", "decline")
SINCE = "2026-12-01"


def address(name, application=None):
    args = [application.pk] if application else []
    return reverse(f"membership_applications:{name}", args=args)


def kinds(application):
    return [event.kind for event in application.events.all()]


# Who


def addresses(application):
    return [
        *(address(name, application) for name in ("application", *ACTIONS)),
        *(address(name) for name in ("index", "index_results")),
    ]


def test_editor_is_let_in_everywhere(desk, sent):
    for one in addresses(sent):
        answer = desk.get(one)
        assert answer.status_code == 200, one
        assert {"no-store", "private"} <= set(answer["Cache-Control"].split(", "))


@pytest.mark.parametrize("who", ["outsider", "member", "stranger"])
def test_nobody_else_is(client, sent, who, member):
    if who == "member":
        client.force_login(member)
    if who == "stranger":  # may enter the CMS, and change nothing there
        person = factories.user("bilder@example.org", "Pictures")
        access = Permission.objects.get(codename="access_admin")
        Group.objects.get(name="Pictures").permissions.add(access)
        client.force_login(person)
        assert address("index") not in client.get("/admin/").content.decode()
    for one in addresses(sent):
        for answer in (client.get(one), client.post(one, {"step": "send"})):
            assert answer.status_code in {302, 403}, one
            assert "Havblikk" not in answer.content.decode()
    assert state_of(sent) == ApplicationState.NEW
    assert not Member.objects.filter(name=sent.name).exists()


def test_right_can_be_given_in_the_cms(client, admin):
    client.force_login(admin)
    group = Group.objects.create(name="Rådgivere")
    page = client.get(reverse("wagtailusers_groups:edit", args=[group.pk]))
    permission = Permission.objects.get(codename="change_application")
    values = {tag.get("value") for tag in soup(page).select("[type=checkbox]")}
    assert str(permission.pk) in values


def test_drafts_are_nobodys_business(desk, page):
    draft = add_application(state=ApplicationState.DRAFT, name="Uferdig AS")
    assert "Uferdig" not in desk.get(address("index")).content.decode()
    for name in ("application", *ACTIONS):
        assert desk.get(address(name, draft)).status_code == 404


def test_date_of_approval_has_its_calendar(desk, sent):
    page = desk.get(address("approve", sent)).content.decode()
    script = page.index("date-time-chooser.js")
    assert script < page.index('"initDateChooser", "given": ["id_member_since"')


# The list


@pytest.mark.parametrize("language", ["nb", "en"])
def test_menu_and_first_page_count_what_waits(desk, sent, language):
    add_application(state=ApplicationState.MORE_ASKED)
    with translation.override(language):
        page = desk.get("/admin/").content.decode()
    assert address("index") in page
    assert "(1)" in page


def test_list_is_filtered_and_searched(desk, sent):
    add_application(name="Ålgård Demo AS", state=ApplicationState.DECLINED)
    add_application(name="Tredje Demo AS", state=ApplicationState.IN_REVIEW)

    def names(**query):
        page = soup(desk.get(address("index"), query))
        return [folded(cell) for cell in page.select("td.title")]

    assert len(names()) == 3
    assert names(state="declined") == ["Ålgård Demo AS"]
    assert len(names(state=["new", "in-review"])) == 2
    assert names(q="åLGÅRD") == ["Ålgård Demo AS"]
    assert names(q=sent.reference) == [sent.name]
    assert names()[-1] == "Ålgård Demo AS"  # what is decided comes last
    for junk in ({"state": "x"}, {"p": "x"}, {"q": "a\x00b"}, {"kind": "%"}):
        assert desk.get(address("index"), junk).status_code == 200


def test_list_does_not_ask_more_for_more(desk, editor, django_assert_max_num_queries):
    for number in range(12):
        add_application(name=f"Nr {number}", handler=editor)
    desk.get(address("index"))
    with django_assert_max_num_queries(30) as few:
        desk.get(address("index"))
    for number in range(20):
        add_application(name=f"Til {number}", handler=editor)
    with django_assert_max_num_queries(len(few)):
        desk.get(address("index"))


# One application


def test_everything_is_shown(desk, sent, editor):
    sent.principles = PrinciplesVersion.objects.get_version("<p>Lover dette.</p>", "nb")
    sent.save()
    staff.write_note(sent.pk, "Ring dem <b>først</b>", by=editor)
    page = folded(soup(desk.get(address("application", sent))))
    for expected in (
        *("Havblikk Demofisk AS", "974 760 673", "Siri Demo-Vik", sent.reference),
        *("Lover dette.", "Ring dem <b>først</b>", str(editor), "norsk"),
    ):
        assert expected in page


def test_same_number_is_pointed_out(desk, sent):
    other = add_application(name="Samme Demo AS")
    page = soup(desk.get(address("application", sent)))
    links = {link["href"] for link in page.select(".help-block a")}
    assert links == {address("application", other)}


def test_note_is_written_once(desk, sent, editor):
    for _time in range(2):
        desk.post(address("application", sent), {"text": "Ringte. Hyggelig."})
    assert kinds(sent) == [EventKind.NOTE]
    assert sent.events.get().by == editor
    answer = desk.post(address("application", sent), {"text": ""})
    assert answer.status_code == 200
    assert kinds(sent) == [EventKind.NOTE]
    assert not Email.objects.exists()


# What is done


def confirmed(desk, name, application, **data):
    """Look at the e-mail, and do it: as somebody would."""
    preview = desk.post(address(name, application), {"step": "preview", **data})
    assert preview.status_code == 200
    assert not Email.objects.exists()
    hidden = {
        tag["name"]: tag.get("value", "")
        for tag in soup(preview).select("main form input[type=hidden]")
        if tag["name"] != "csrfmiddlewaretoken"
    }
    assert soup(preview).select_one("iframe")["srcdoc"]
    return preview, desk.post(address(name, application), {**hidden, "step": "send"})


def test_taken_into_review_without_an_email(desk, sent, editor):
    page = soup(desk.get(address("take", sent)))
    assert page.select_one("button[value=send]")
    for _time in range(2):
        answer = desk.post(address("take", sent), {"step": "send"})
        assert answer["Location"] == address("application", sent)
    sent.refresh_from_db()
    assert (sent.state, sent.handler) == (ApplicationState.IN_REVIEW, editor)
    assert kinds(sent) == [EventKind.TAKEN]
    assert not Email.objects.exists()


@pytest.mark.parametrize("language", ["nb", "en"])
def test_more_is_asked_in_the_applicants_language(desk, page, editor, language):
    one = add_application(language=language)
    with translation.override("en" if language == "nb" else "nb"):
        preview, answer = confirmed(desk, "ask", one, text="Hva <kjøper> dere?")
    assert answer.status_code == 302
    assert state_of(one) == ApplicationState.MORE_ASKED
    email = emails_to(one.email)[0]
    assert email.language == language
    assert "Hva <kjøper> dere?" in email.text
    assert "<kjøper>" not in email.html
    assert soup(preview).iframe["lang"] == language
    assert email.subject in folded(soup(preview))
    event = one.events.get()
    assert (event.by, event.from_state, event.to_state) == (editor, "new", "more-asked")


def test_preview_tells_nobody_the_key(desk, page, sent):
    preview = desk.post(address("ask", sent), {"step": "preview", "text": "Hva?"})
    assert sent.secret not in preview.content.decode()


def test_text_is_asked_for_and_can_be_gone_back_to(desk, sent):
    for name in ("ask", "decline"):
        answer = desk.post(address(name, sent), {"step": "preview", "text": ""})
        assert answer.status_code == 200
        assert not soup(answer).iframe
        answer = desk.post(address(name, sent), {"step": "edit", "text": "Nei"})
        assert soup(answer).find(attrs={"name": "text"}).text.strip() == "Nei"
    assert (
        desk.post(address("ask", sent), {"step": "x", "text": "a"}).status_code == 404
    )
    assert kinds(sent) == []


def test_approved_becomes_a_member_with_an_invited_contact(desk, page, editor, sent):
    adviser = Person.objects.create(name="Lena Demo")
    said = {"member_since": SINCE, "adviser": adviser.pk, "text": "Så fint!"}
    _preview, answer = confirmed(desk, "approve", sent, **said)
    assert answer["Location"] == address("application", sent)
    member = Member.objects.get()
    assert member.name == sent.name
    assert member.organisation_number == NUMBER
    assert member.member_since == date(2026, 12, 1)
    assert member.adviser == adviser
    assert (member.kind, member.sector) == (sent.kind, sent.sector)
    assert (member.place, member.turnover) == ("Ålesund", 12_500_000)
    invitation = Invitation.objects.get()
    assert (invitation.member, invitation.role) == (member, Role.MAIN)
    assert invitation.email == "siri@example.org"
    assert (invitation.name, invitation.language) == ("Siri Demo-Vik", "nb")
    assert invitation.invited_by == editor
    assert len(emails_to("siri@example.org")) == 1
    email = emails_to("soknad@example.org")[0]
    assert "Så fint!" in email.text
    sent.refresh_from_db()
    assert (sent.state, sent.member) == (ApplicationState.APPROVED, member)
    assert kinds(sent) == [EventKind.APPROVED]


def test_approved_twice_is_approved_once(desk, sent):
    for _time in range(3):
        said = {"member_since": SINCE, "step": "send", "text": ""}
        desk.post(address("approve", sent), said)
    assert Member.objects.count() == Invitation.objects.count() == 1
    assert kinds(sent) == [EventKind.APPROVED]
    assert desk.get(address("approve", sent)).status_code == 302


def test_members_number_is_not_given_away_twice(desk, sent):
    add_member("Var Her AS", organisation_number=NUMBER)
    for step in ("preview", "send"):
        said = {"member_since": SINCE, "step": step, "text": ""}
        answer = desk.post(address("approve", sent), said)
        assert answer.status_code == 200
        assert "Var Her AS" in answer.content.decode()
    with pytest.raises(staff.CannotApproveError, match="Var Her AS"):
        staff.approve(sent.pk, member_since=date(2026, 12, 1), adviser=None, by=None)
    assert state_of(sent) == ApplicationState.NEW
    assert Member.objects.count() == 1
    assert not Email.objects.exists()
    assert "Var Her AS" in desk.get(address("application", sent)).content.decode()


def test_municipality_becomes_a_member_with_its_size(sent, editor):
    Application.objects.update(
        kind="public", body="municipality", inhabitants=9000, turnover=None
    )
    staff.approve(sent.pk, member_since=date(2026, 12, 1), adviser=None, by=editor)
    member = Member.objects.get()
    member.full_clean()
    assert (member.kind, member.body) == ("public", "municipality")
    assert member.inhabitants == 9000


@pytest.mark.parametrize("language", ["nb", "en"])
def test_declined_with_the_reason(desk, page, language):
    one = add_application(language=language)
    _preview, answer = confirmed(desk, "decline", one, text="Bare for virksomheter.")
    assert answer.status_code == 302
    desk.post(address("decline", one), {"step": "send", "text": "Igjen"})
    one.refresh_from_db()
    assert one.state == ApplicationState.DECLINED
    assert one.decided_at
    assert kinds(one) == [EventKind.DECLINED]
    emails = emails_to(one.email)
    assert [email.language for email in emails] == [language]
    assert "Bare for virksomheter." in emails[0].text


@pytest.mark.parametrize("state", ["approved", "declined"])
def test_what_is_decided_stays_decided(desk, sent, editor, state):
    Application.objects.update(state=state)
    page = soup(desk.get(address("application", sent)))
    assert not page.select(".application-actions a")
    for name in ACTIONS:
        said = {"step": "send", "text": "x", "member_since": SINCE}
        assert desk.get(address(name, sent)).status_code == 302
        assert desk.post(address(name, sent), said).status_code == 302
    assert state_of(sent) == state
    assert kinds(sent) == []
    assert not Email.objects.exists()


def test_asked_again_is_another_email(sent, editor):
    assert staff.ask_for_more(sent.pk, "Hva?", by=editor)
    assert not staff.ask_for_more(sent.pk, "Hva?", by=editor)  # a double click
    assert staff.ask_for_more(sent.pk, "Og hvem?", by=editor)
    assert len(emails_to(sent.email, ":asked")) == 2


def test_history_outlives_the_account(desk, sent):
    gone = factories.user("gone@example.org")
    staff.take_into_review(sent.pk, by=gone)
    gone.delete()
    page = desk.get(address("application", sent))
    assert page.status_code == 200
    assert soup(page).select(".application-history li")


# Somebody else meanwhile

WORDS = {"ask": "Hva selger dere?", "decline": "Ikke ennå.", "approve": "Velkommen!"}


def opened(desk, action, application) -> dict[str, str]:
    form = soup(desk.get(address(action, application))).select_one("main form")
    return {
        field["name"]: field.get("value", "") for field in form.select("input[name]")
    }


@pytest.mark.parametrize("action", WORDS)
@pytest.mark.parametrize("step", ["preview", "send"])
def test_what_happened_since_the_form_was_opened_is_shown(desk, sent, action, step):
    colleague = factories.user("kari@example.org", first_name="Kari", last_name="Demo")
    form = opened(desk, action, sent) | {"text": WORDS[action], "step": step}
    staff.write_note(sent.pk, "Vent med denne!", by=colleague)
    response = desk.post(address(action, sent), form)
    assert response.status_code == 200
    page = soup(response).find("main")
    assert "Kari Demo: Notat" in folded(page)
    assert page.find("textarea").string.strip() == WORDS[action]
    assert state_of(sent) == ApplicationState.NEW
    again = form | {"seen": page.find("input", {"name": "seen"})["value"]}
    assert desk.post(address(action, sent), again | {"step": "send"}).status_code == 302
    assert state_of(sent) != ApplicationState.NEW


@pytest.mark.parametrize("action", WORDS)
def test_words_are_not_lost_when_a_colleague_decided_first(desk, sent, action):
    colleague = factories.user("kari@example.org", first_name="Kari", last_name="Demo")
    form = opened(desk, action, sent) | {"text": WORDS[action], "step": "send"}
    staff.decline(sent.pk, "Nei.", by=colleague)
    page = soup(desk.post(address(action, sent), form)).find("main")
    assert "Kari Demo: Avslått" in folded(page)
    assert page.find("textarea").string.strip() == WORDS[action]


@pytest.mark.parametrize("action", WORDS)
def test_a_double_click_is_no_conflict(desk, sent, action):
    form = opened(desk, action, sent) | {"text": WORDS[action], "step": "send"}
    for _twice in range(2):
        assert desk.post(address(action, sent), form).status_code == 302
