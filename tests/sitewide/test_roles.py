"""Each role opens what its row says at every address of the CMS, and nothing else."""

import re
from importlib import import_module
from types import SimpleNamespace

import pytest
from allauth.mfa.totp.internal import auth as totp
from django.apps import apps
from django.contrib.auth.models import Group
from django.contrib.messages.storage.fallback import FallbackStorage
from django.contrib.sessions.backends.cache import SessionStore
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import Http404
from django.template.backends.django import Template
from django.test import RequestFactory
from django.urls import resolve, reverse
from wagtail.admin import auth
from wagtail.models import Collection, GroupApprovalTask, Site, UploadedFile, Workflow
from wagtail.permissions import policy_registry

from ethicaltrade.bilingual.models import OldAddress
from ethicaltrade.core.models import Person, SiteSettings, Topic
from ethicaltrade.demo.factories import keep_earlier_source, keep_revision
from ethicaltrade.home import groups
from ethicaltrade.home.models import Feedback
from ethicaltrade.media.models import CustomDocument
from ethicaltrade.tasks import services
from ethicaltrade.tasks.models import Section, Task
from ethicaltrade.users.models import User
from ethicaltrade.users.second_factor import is_set_up
from events.admin.access import can_see_registrations
from events.models import Organisation
from membership.members.models import MembershipPage
from membership.resources import access
from membership.resources.models import ResourceIndexPage, ResourcePage
from tests.events.registration.support import put, register
from tests.membership.applications.support import add_application
from tests.membership.factories import add_member
from tests.membership.members.fees.factories import make_table
from tests.membership.proposals.support import propose
from tests.support import factories
from tests.support.files import document, picture

from .roles import LETTERS, NOBODY, NOT_ASKED, addresses, may_open

pytestmark = [pytest.mark.django_db, pytest.mark.slow, pytest.mark.indexed]

OURS = re.compile(r"admin/(?:\.\*/|\(\?:|pages/\\d|api/main/\(\?:|failwhale/)")
"""Those of ours that are nothing, and the last of Wagtail's, which is none."""
NB = factories.published_in("nb")


@pytest.fixture
def people(home):
    """One of each role, by its letter."""
    return {
        letter: factories.user(f"{letter.lower()}@example.org", group)
        for letter, group in LETTERS.items()
    }


@pytest.fixture
def made(article, programme, admin):
    """What stands in the addresses: by the name of the address, and by its own."""
    event = put(programme, capacity=3)
    event.save_revision()
    root = article.get_site().root_page
    title = {"title_nb": "Medlemskap", "lead_nb": "Om det.", **NB}
    factories.put_page(root, MembershipPage(**title))
    keep_earlier_source(article, "lead", "Før.")
    keep_revision(article)
    alias = article.create_alias(update_slug="alias")
    section = article.get_parent()
    Section.objects.create(page=section)
    review = services.ask(article, "nb", Task.Kind.REVIEW, by=admin, person=admin)
    member = add_member()
    contact = factories.member_person("kontakt@example.org", member)
    task = GroupApprovalTask.objects.create(name="Se over")
    workflow = Workflow.objects.create(name="Se over")
    image, file, upload = picture(), document(), UploadedFile.objects.create()
    stored = {
        "wagtailsnippets_core_topic": Topic.objects.create(name_nb="Lønn"),
        "wagtailsnippets_core_person": Person.objects.create(name="Kari"),
        "wagtailsnippets_events_organisation": Organisation.objects.create(name_nb="I"),
        "wagtailsnippets_bilingual_oldaddress": OldAddress.objects.create(
            path="/gammel/", language="nb", page=article
        ),
        "wagtailsnippets_membership_member": member,
        "wagtailsnippets_membership_feetable": make_table(2030),
        "feedback": Feedback.objects.create(text="x", language="nb", fingerprint="x"),
        "event_admin": register(event).registration,
        "member_people": contact.affiliation,
        "membership_applications": add_application(),
        "proposals": propose(member, contact, place="Oslo"),
        "wagtailsites": Site.objects.get(),
        "wagtailusers_users": factories.user("annen@example.org"),
        "forget_second_factors": factories.user("tredje@example.org"),
        "wagtailusers_groups": Group.objects.create(name="Styret"),
        "wagtailadmin_collections": Collection.get_first_root_node().add_child(
            name="I"
        ),
        "wagtailadmin_workflows": workflow,
        "wagtailadmin_workflows:edit_task": task,
        "wagtailadmin_workflows:disable_task": task,
        "wagtailadmin_workflows:enable_task": task,
        "wagtailadmin_api:pages": article,
        "wagtailadmin_pages": article,
        "wagtailimages_chooser": image,
        "wagtaildocs_chooser": file,
    }
    SiteSettings.for_site(Site.objects.get())
    named = {
        "page_id": article.pk,
        "page_to_move_id": article.pk,
        "page_pk": article.pk,
        "object_id": article.pk,
        "parent_page_id": section.pk,
        "parent_id": section.pk,
        "slug": "roles",
        "destination_id": programme.pk,
        "revision_id": article.latest_revision_id,
        "revision_id_a": "live",
        "revision_id_b": "latest",
        "content_type_app_name": "articles",
        "content_type_model_name": "articlepage",
        "language": "en",
        "segment": "lead",
        "action_name": "publish",
        "event_id": event.pk,
        "member_id": member.pk,
        "image_id": image.pk,
        "filter_spec": "width-20",
        "document_id": file.pk,
        "doc_id": file.pk,
        "uploaded_file_id": upload.pk,
        "collection_id": stored["wagtailadmin_collections"].pk,
        "app_name": "core",
        "session_id": 1,
        "task_id": task.pk,
        "task_state_id": 1,
        "workflow_pk": workflow.pk,
        "workflow_state_id": 1,
        "uidb64": "x",
        "token": "x",
    }
    return SimpleNamespace(
        stored=stored, named=named, event=event, alias=alias, review=review
    )


def address_of(made, name, route) -> str:
    own = {
        "wagtail_bulk_action": {
            "app_label": "basepage", "model_name": "basepage", "action": "publish"
        },
        "wagtailadmin_pages:convert_alias": {"page_id": made.alias.pk},
        "ask_task": {"kind": "review"},
        "end_task": {"task_id": made.review.pk, "action": "cancel"},
        "task_section": {"page_id": made.named["parent_page_id"]},
        "event_admin:publish": {"revision_id": made.event.latest_revision_id},
        "wagtailadmin_pages:choose_parent": {
            "app_label": "articles", "model_name": "articlepage"
        },
        "wagtailadmin_editing_sessions:ping": {
            "app_label": "articles", "model_name": "articlepage"
        },
        "wagtailadmin_workflows:add_task": {
            "app_label": "wagtailcore", "model_name": "groupapprovaltask"
        },
        "wagtailadmin_tag_model_autocomplete": {
            "app_name": "taggit", "model_name": "tag"
        },
    }.get(name, {})  # fmt: skip

    def value(found: re.Match) -> str:
        key = found[1] or found[2]
        if key == "pk" and "settings/" in route:
            return str(made.stored["wagtailsites"].pk)
        if key == "pk":
            space = name.replace("snippetchoosers", "snippets").rpartition(":")[0]
            one = made.stored.get(name) or made.stored.get(space)
            return str(one.pk if one else 1)
        if key == "model_name" and "settings/" in route:
            return "sitesettings"
        return str(own.get(key, made.named.get(key)))

    path = re.sub(r"<(?:\w+:)?(\w+)>|\(\?P<(\w+)>[^)]*\)", value, route)
    return "/" + path.replace("\\", "")


class NothingChangedError(Exception):
    """To roll back."""


def is_let_in(user, address: str, sent: dict) -> bool:
    """Whether the view does what it is for, asked by GET or else by POST.

    What is refused raises PermissionDenied (see ``plainly``), or says 403 or 404.
    """
    for method in ("get", "post"):
        request = getattr(RequestFactory(), method)(address, sent)
        request.user, request.session = user, SessionStore()
        request._messages = FallbackStorage(request)
        request._dont_enforce_csrf_checks = True
        try:
            with transaction.atomic():
                view, args, kwargs = resolve(request.path)
                response = view(request, *args, **kwargs)
                raise NothingChangedError
        except NothingChangedError:
            pass
        except (PermissionDenied, Http404):
            return False
        if response.status_code != 405:
            break
    return response.status_code not in (403, 404)


@pytest.fixture
def plainly(monkeypatch):
    """Nothing is rendered, and no refusal leads to the first page."""

    def refuse(request):
        raise PermissionDenied

    monkeypatch.setattr(Template, "render", lambda self, *args, **kwargs: "")
    monkeypatch.setattr(auth, "permission_denied", refuse)


def test_each_role_opens_what_its_row_says(made, people, admin, plainly):
    wrong, sent = [], {"is_here": "1", "id": made.named["page_id"]}
    for name, route in addresses():
        expected = may_open(name)
        if expected == NOT_ASKED or OURS.match(route):
            continue
        if expected is None:
            wrong.append(f"{name} stands in no row")
            continue
        address = address_of(made, name, route)
        let_in = "".join(
            letter for letter, user in people.items() if is_let_in(user, address, sent)
        )
        if let_in != expected.strip("x"):
            wrong.append(f"{name}: {expected!r} and not {let_in!r}")
        if is_let_in(admin, address, sent) is (expected == NOBODY):
            wrong.append(f"{name}: and the superuser, at {address}")
    assert not wrong, "\n".join(wrong)


# Where


def test_staff_have_rights_in_their_own_section_alone(article, programme, people):
    membership = factories.put_page(
        article.get_site().root_page.specific,
        MembershipPage(title_nb="Medlemskap", lead_nb="Om det.", **NB),
    )
    where = {"news": article, "events": programme, "members": membership}
    may = {
        letter: {
            name
            for name, page in where.items()
            if page.permissions_for_user(user).can_publish()
        }
        for letter, user in people.items()
    }
    everywhere = set(where)
    assert may == {
        "S": set(),
        "O": set(),
        "R": everywhere,
        "D": everywhere,
        "A": {"events"},
        "M": {"members"},
    }
    assert people["A"].has_perm("events.change_registration")
    assert programme.permissions_for_user(people["A"]).can_add_subpage()
    assert not article.permissions_for_user(people["M"]).can_edit()


def test_publisher_asks_those_who_are_registered_and_sees_none_of_them(made, people):
    assert can_see_registrations(people["A"], made.event)
    assert not can_see_registrations(people["R"], made.event)
    assert made.event.permissions_for_user(people["R"]).can_publish()


def test_what_is_closed_to_members_is_for_the_roles_that_write_it(home, people):
    lists = factories.put_page(
        factories.put_page(home, MembershipPage(title_nb="Medlemskap")),
        ResourceIndexPage(title_nb="Ressurser"),
    )
    guide = factories.add_page(lists, ResourcePage(title_nb="Veileder"), publish=False)
    closed = document(collection=access.members_collection(), opens_by_itself=False)
    policy = policy_registry.get_by_type(CustomDocument)
    for letter, user in people.items():
        allowed = letter in "SRMD"
        restrictions = guide.get_view_restrictions()
        groups_let_in = {group for each in restrictions for group in each.groups.all()}
        assert bool(groups_let_in.intersection(user.groups.all())) is allowed, letter
        seen = CustomDocument.objects.visible_to(user).filter(pk=closed.pk)
        assert seen.exists() is allowed, letter
        offered = policy.instances_user_has_permission_for(user, "choose")
        assert (closed in offered) is allowed, letter


# Superusers


@pytest.fixture
def office(client, people):
    """The administrator's browser."""
    client.force_login(people["D"])
    return client


def test_administrator_makes_no_superuser(office, people, admin):
    names = {"first_name": "Kari", "last_name": "Demo", "is_superuser": "on"}
    passwords = {"password1": "lang-og-sikker-1", "password2": "lang-og-sikker-1"}
    new = {"email": "ny@example.org", **names, **passwords}
    assert office.post("/admin/users/new/", new).status_code == 302
    kari = User.objects.get(email="ny@example.org")
    assert not kari.is_superuser
    edit = reverse("wagtailusers_users:edit", args=[kari.pk])
    office.post(edit, {**names, "email": kari.email, "is_active": "on"})
    kari.refresh_from_db()
    assert not kari.is_superuser
    for name in ("edit", "delete"):
        answer = office.get(reverse(f"wagtailusers_users:{name}", args=[admin.pk]))
        assert answer.status_code == 302
    bulk = "/admin/bulk/users/user/set_active_state/"
    office.post(f"{bulk}?id={admin.pk}", {"mark_as_active": "False"})
    admin.refresh_from_db()
    assert admin.is_active


def test_second_factor_that_was_lost_is_reset(office, people, admin):
    writer = people["S"]
    totp.TOTP.activate(writer, totp.generate_totp_secret())
    edit = office.get(reverse("wagtailusers_users:edit", args=[writer.pk]))
    reset = reverse("forget_second_factors", args=[writer.pk])
    assert reset in edit.content.decode()
    assert office.get(reset).status_code == 200
    assert is_set_up(writer)
    office.post(reset)
    assert not is_set_up(writer)
    for other in (admin, people["D"]):
        answer = office.post(reverse("forget_second_factors", args=[other.pk]))
        assert answer.status_code == 302
        assert answer.url == "/admin/"


# Made by a migration


def test_wagtails_groups_stay_while_somebody_is_in_them(db):
    names = ("Editors", "Moderators")
    assert not Group.objects.filter(name__in=names).exists()
    factories.user("gammel@example.org", "Editors")
    Group.objects.create(name="Moderators")
    migration = import_module("ethicaltrade.home.migrations.0003_roles")
    migration.let_wagtails_groups_go(apps, None)
    left = Group.objects.filter(name__in=names)
    assert [group.name for group in left] == ["Editors"]


def test_editors_from_before_may_do_what_they_did(db):
    user = factories.user("redaktor@example.org", groups.PUBLISHERS)
    migration = import_module("ethicaltrade.home.migrations.0003_roles")
    migration.make_roles(apps, None)
    assert {*user.groups.values_list("name", flat=True)} == {*groups.EVERYDAY}
