"""A site to another kind of database and back: each page and file as it was."""

import hashlib
import re
from functools import partial

import pytest
from django.core.files.storage import storages
from django.core.management import call_command
from django.db import transaction
from django.test import Client

from ethicaltrade.backup import archive, checking, making, restoring, service, shelf
from ethicaltrade.bilingual import repair
from ethicaltrade.core.models import Topic
from ethicaltrade.mail.emails import send
from ethicaltrade.mail.models import Email
from ethicaltrade.media.models import CustomDocument
from ethicaltrade.privacy import gates
from ethicaltrade.search.models import SearchEntry
from tests.support import factories
from tests.support.demo import ask, forget_caches

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.every_database,
    pytest.mark.indexed,
    pytest.mark.usefixtures("numbers_go_on"),
]

CHANCE = re.compile(r'value="[\w:-]{40,}"')
"""Tokens and stamps of forms, others in each answer."""


def contents(name):
    """The sum of each part of the rows, and of each file."""
    found = {}
    for member, _size, read in checking.members(partial(shelf.opened, name)):
        if member not in (making.ABOUT, making.MANIFEST):
            found[member] = hashlib.sha256(b"".join(archive.read_all(read))).hexdigest()
    return found


def put(name, **options):
    """Make a backup of that name."""
    written = making.Written()
    shelf.put(name, archive.written(making.parts(written, **options)))
    return name


def test_site_goes_to_another_database_and_back(
    demo_site, demo_answers, other_database, lost_media, locked, capsys, monkeypatch
):
    document = CustomDocument.objects.exclude(gate=None).first()
    CustomDocument.objects.filter(pk=document.pk).update(opens_by_itself=True)
    with document.file.storage.open(document.file.name) as file:
        before = file.read()
    first = service.make()
    restoring.restore(partial(shelf.opened, first.name), using=other_database)
    with transaction.atomic(using=other_database):
        second = put("backup-20260102T020000Z.tar", using=other_database)
    assert contents(second) == contents(first.name)

    Topic.objects.update(name_nb="Et annet", name_en="Another")
    lost_media()
    call_command("restore", second, "--replace")
    third = put("backup-20260103T020000Z.tar")
    assert contents(third) == contents(first.name)
    assert "Restored" in capsys.readouterr().out
    assert not list(repair.find_faults())
    assert not [fault for kind in gates.KINDS for fault in gates.find_faults(kind)]
    assert SearchEntry.objects.exists()

    # The privacy page says that there are backups; there were none before.
    monkeypatch.delitem(storages.backends, shelf.ALIAS)
    forget_caches()
    client = Client()
    for address, answer in demo_answers.items():
        now = ask(client, address)
        assert now.status == answer.status, address
        assert CHANCE.sub("", now.html) == CHANCE.sub("", answer.html), address
    assert client.get(document.url).status_code == 302
    client.login(username="medlem@example.org", password=factories.PASSWORD)
    response = client.get(document.url)
    assert response.status_code == 200
    assert b"".join(response.streaming_content) == before

    # The next number is above those that were written.
    assert Topic.objects.create(name_nb="Nytt", name_en="New", slug="nytt").pk


def test_email_that_waited_is_not_sent_again(db, other_database):
    report = {"report": {"text": "Menyen lukker seg.", "email": ""}, "url": "x"}
    send("home/feedback", "kari@example.org", "nb", report, "sak:1")
    Email.objects.update(state=Email.State.WAITING)
    made = service.make()
    restoring.restore(partial(shelf.opened, made.name), using=other_database)
    held = Email.objects.using(other_database).get()
    assert held.state == Email.State.GIVEN_UP
    assert "emails --again" in held.last_error
