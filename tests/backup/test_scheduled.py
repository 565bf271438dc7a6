"""A backup each night, a trial each month, and somebody is told."""

from datetime import datetime, timedelta
from io import StringIO
from subprocess import CompletedProcess

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from ethicaltrade.backup import scheduled, selftest, service, shelf
from ethicaltrade.backup.errors import BackupError
from ethicaltrade.core.models import Topic
from ethicaltrade.mail.models import Email
from ethicaltrade.scheduling import pulse
from tests.support import migrated

pytestmark = pytest.mark.django_db

HERE = timezone.get_default_timezone()
EVENING = datetime(2026, 11, 28, 22, 0, tzinfo=HERE)


@pytest.fixture(autouse=True)
def technician(settings):
    settings.BACKUP_REPORT_TO = ["drift@example.org"]


@pytest.fixture
def clock(monkeypatch):
    """Call it with what time it is."""

    def set_to(moment):
        monkeypatch.setattr(timezone, "now", lambda: moment)

    set_to(EVENING)
    return set_to


def names():
    return [each.name for each in shelf.all_kept()]


@pytest.mark.parametrize(
    ("now", "then"),
    [
        ("2026-11-28 01:59", "2026-11-27 02:00"),
        ("2026-11-28 02:00", "2026-11-28 02:00"),
        ("2026-10-25 12:00", "2026-10-25 02:00"),  # it is two o'clock twice
        ("2026-03-29 12:00", "2026-03-29 02:00"),  # and never
    ],
)
def test_night_begins_on_the_sites_clock(now, then):
    night, begun = (
        datetime.fromisoformat(each).replace(tzinfo=HERE) for each in (now, then)
    )
    assert scheduled.last_night(night) == begun


def test_one_is_made_each_night_and_no_more(clock):
    assert "rows" in scheduled.back_up()
    assert scheduled.back_up() == ""
    clock(EVENING + timedelta(hours=3))  # one in the morning
    assert scheduled.back_up() == ""
    clock(EVENING + timedelta(hours=4, minutes=1))
    scheduled.back_up()
    assert len(names()) == 2


def test_nothing_is_done_where_nobody_says_where(monkeypatch):
    monkeypatch.setattr(shelf, "is_set", lambda: False)
    assert (scheduled.back_up(), scheduled.try_newest()) == ("", "")
    assert "not set" in scheduled.state()


def test_failure_is_told_once_a_night(clock, monkeypatch):
    def fail(**options):
        raise BackupError("No space left on device")

    monkeypatch.setattr(service, "make", fail)
    for _time in range(3):
        with pytest.raises(BackupError):
            scheduled.back_up()
    email = Email.objects.get()
    assert email.recipient == "drift@example.org"
    assert "No space left" in email.text


def outcome(monkeypatch, code, told):
    made = CompletedProcess([], code, told, "")
    monkeypatch.setattr(selftest, "put_back", lambda name, folder: made)


def test_trial_is_made_once_a_month_and_told(clock, monkeypatch):
    assert scheduled.try_newest() == "", "there is no backup yet"
    scheduled.back_up()
    outcome(monkeypatch, 0, "Restored: 12 rows")
    assert names()[0] in scheduled.try_newest()
    assert "Restored: 12 rows" in Email.objects.get().text
    clock(EVENING + timedelta(days=29))
    assert scheduled.try_newest() == ""
    clock(EVENING + timedelta(days=31))
    assert scheduled.try_newest() != ""
    assert Email.objects.count() == 2


def test_trial_that_fails_is_told_and_made_again(clock, monkeypatch):
    scheduled.back_up()
    outcome(monkeypatch, 1, "The backup was changed")
    with pytest.raises(selftest.SelfTestError, match="was changed"):
        scheduled.try_newest()
    assert "was changed" in Email.objects.get().text
    outcome(monkeypatch, 0, "Restored")
    assert scheduled.try_newest() != ""


def test_status_says_which_is_the_newest(clock, monkeypatch):
    out = StringIO()
    monkeypatch.setattr(pulse, "silence", lambda runs: "")
    scheduled.back_up()
    call_command("worker", "--status", stdout=out)
    assert f"newest {names()[0]}, put back on trial never" in out.getvalue()


@pytest.mark.every_database
@pytest.mark.slow
def test_newest_is_put_back_in_a_place_of_its_own(folder, tmp_path, monkeypatch):
    Topic.objects.create(name_nb="Lønn", name_en="Pay", slug="lonn")
    made = service.make()
    if not migrated.copy_to(tmp_path / "db.sqlite3"):
        pytest.skip("No migrated SQLite database is kept here; migrating takes long.")
    monkeypatch.setenv("BACKUP_STORAGE", str(folder))
    done = selftest.put_back(made.name, tmp_path)
    assert done.returncode == 0, done.stderr
    assert f"Restored {made.name}" in done.stdout
    assert "right address" in done.stdout
    assert "right gate" in done.stdout


# The command


def test_backup_is_listed_and_checked(capsys):
    with pytest.raises(CommandError, match="no backup yet"):
        call_command("backup", "--check")
    call_command("backup")
    name = shelf.newest().name
    call_command("backup", "--list")
    call_command("backup", "--check")
    call_command("backup", "--check", name)
    told = capsys.readouterr().out
    assert told.count(f"{name} is whole") == 2
    with pytest.raises(CommandError, match="no backup"):
        call_command("backup", "--check", "backup-20200101T000000Z.tar")


def test_where_must_be_said(monkeypatch):
    monkeypatch.setattr(shelf, "ALIAS", "unknown")
    with pytest.raises(CommandError, match="BACKUP_STORAGE"):
        call_command("backup")
