"""Who is let in to a document, and what caches may keep of it."""

import pytest
from django.urls import reverse
from wagtail.models import Collection, CollectionViewRestriction

from ethicaltrade.media import serving
from ethicaltrade.media.models import CustomDocument
from tests.support import factories
from tests.support.files import document

from .conftest import CONTENT, body, close

pytestmark = pytest.mark.django_db


# Caches, and closed doors


def test_open_document_may_be_kept_for_minutes(client, made):
    response = client.get(made.url)
    body(response)
    assert response.headers["Cache-Control"] == serving.OPEN
    assert serving.OPEN.startswith("public, max-age=300")


def test_open_document_of_somebody_logged_in_is_kept_by_them_alone(
    client, member, made
):
    client.force_login(member)
    response = client.get(made.url)
    body(response)
    assert "private" in response.headers["Cache-Control"]
    assert "public" not in response.headers["Cache-Control"]


@pytest.mark.parametrize(
    "headers", [{}, {"range": "bytes=0-9"}, {"if-none-match": "*"}], ids=str
)
def test_closed_document_is_kept_by_nobody_whoever_asks(
    client, closed, member, editor, admin, headers
):
    readers = {None: 302, member: None, admin: None, editor: 403}
    answers = {206, 200, 304}
    for reader, expected in readers.items():
        client.logout()
        if reader:
            client.force_login(reader)
        for method in (client.get, client.head):
            response = method(closed.url, headers=headers)
            content = body(response)
            assert response.status_code in ({expected} if expected else answers)
            for word in ("no-store", "private"):
                assert word in response.headers["Cache-Control"], (reader, method)
            assert "public" not in response.headers["Cache-Control"]
            if expected:
                assert b"%PDF" not in content
                for name in ("ETag", "Content-Disposition", "Content-Range"):
                    assert name not in response.headers
    assert not set(editor.groups.all()) & set(member.groups.all())


def test_outsider_is_led_to_log_in_and_told_nothing(client, closed):
    response = client.get(closed.url)
    assert response.headers["Location"].startswith("/konto/login/?next=")


@pytest.mark.parametrize("headers", [{"if-none-match": "*"}, {"range": "bytes=0-9"}])
def test_conditions_and_ranges_open_no_door(client, closed, headers):
    etag = f'"{closed.file_hash}"'
    for asked in (headers, {"if-none-match": etag}, {"if-match": '"x"'}):
        assert client.get(closed.url, headers=asked).status_code == 302


def test_name_is_told_behind_the_gate_only(client, closed, member, made):
    by_number = reverse("wagtaildocs_serve", args=[closed.pk, ""])
    response = client.get(by_number)
    assert response.status_code == 302
    assert "hemmelig" not in response.headers["Location"]
    assert "no-store" in response.headers["Cache-Control"]
    client.force_login(member)
    response = client.get(by_number)
    assert response.headers["Location"] == closed.url
    assert "no-store" in response.headers["Cache-Control"]
    client.logout()
    open_one = reverse("wagtaildocs_serve", args=[made.pk, ""])
    assert client.get(open_one).headers["Location"] == made.url


def test_shared_password_opens_to_nobody(client, collection, member, admin):
    restriction = close(
        collection, CollectionViewRestriction.PASSWORD, password="sesam"
    )
    made = document(collection=collection)
    for reader in (None, member, admin):
        if reader:
            client.force_login(reader)
        session = client.session
        session[restriction.passed_view_restrictions_session_key] = [restriction.pk]
        session.save()
        if not reader:
            client.cookies["sessionid"] = session.session_key
        assert client.get(made.url).status_code == 403
        address = f"/documents/authenticate_with_password/{restriction.pk}/"
        assert client.get(address).status_code == 404
        assert client.post(address, {"password": "sesam"}).status_code == 404


def test_rights_that_are_taken_away_are_gone_at_the_next_request(
    client, closed, member
):
    client.force_login(member)
    assert body(client.get(closed.url)) == CONTENT
    member.affiliation.delete()
    assert client.get(closed.url).status_code == 403


# Which documents are shown


def visible(user) -> set[str]:
    return {each.title for each in CustomDocument.objects.visible_to(user)}


def test_documents_are_visible_to_those_they_are_for(
    outsider, member, editor, admin, collection, django_assert_num_queries
):
    root = Collection.get_first_root_node()
    document(title="åpen", collection=root)
    close(collection, CollectionViewRestriction.GROUPS, *member.groups.all())
    below = collection.add_child(name="Under")
    document(title="medlem", collection=collection)
    document(title="under", collection=below)
    close(below.add_child(name="Redaktører"), "groups", *editor.groups.all())
    document(title="begge", collection=below.get_children().get())
    login = root.add_child(name="Innloggede")
    close(login, CollectionViewRestriction.LOGIN)
    document(title="innlogget", collection=login)
    password = root.add_child(name="Passord")
    close(password, CollectionViewRestriction.PASSWORD, password="sesam")
    document(title="passord", collection=password)
    document(title="ved siden av", collection=root.add_child(name="Ved siden av"))
    public = {"åpen", "ved siden av"}
    assert visible(outsider) == public
    assert visible(member) == public | {"medlem", "under", "innlogget"}
    assert visible(editor) == public | {"innlogget"}
    assert visible(admin) == public | {"medlem", "under", "begge", "innlogget"}
    applicant = factories.user("soker@example.org")
    assert visible(applicant) == public | {"innlogget"}
    editor.groups.add(*member.groups.all())
    assert "begge" in visible(editor)
    with django_assert_num_queries(1):
        list(CustomDocument.objects.visible_to(outsider))


def test_what_is_visible_is_what_opens(client, member, closed, made, outsider):
    for reader in (outsider, member):
        if reader is member:
            client.force_login(member)
        shown = CustomDocument.objects.visible_to(reader)
        for each in CustomDocument.objects.all():
            response = client.get(each.url)
            body(response)
            assert (response.status_code == 200) == (each in shown)


@pytest.mark.parametrize("name", ["", "hemmelig.pdf", "gjettet.pdf"])
def test_name_of_a_closed_document_cannot_be_guessed(client, closed, name):
    response = client.get(f"/documents/{closed.pk}/{name}")
    assert response.status_code == 302
    assert response.headers["Location"].startswith("/konto/login/")


def test_wrong_name_is_not_found_behind_the_gate(client, closed, member):
    client.force_login(member)
    assert client.get(f"/documents/{closed.pk}/gjettet.pdf").status_code == 404
