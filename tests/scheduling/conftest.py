"""Jobs of the tests' own, a queue in the database, and workers."""

from datetime import timedelta
from types import SimpleNamespace

import pytest
from django_tasks_db.management.commands import db_worker

from ethicaltrade.scheduling import registry, worker
from ethicaltrade.scheduling.worker import stopping
from tests.support.workers import mail_server, transactional_db  # noqa: F401


@pytest.fixture(autouse=True)
def not_stopping():
    """Nobody has asked the worker to stop yet, and nobody will have."""
    stopping.clear()
    yield
    stopping.clear()


@pytest.fixture(autouse=True)
def kept_connection(request, monkeypatch):
    """A test in a transaction keeps its connection, as with Django's test client."""
    if "transactional_db" not in request.fixturenames:
        for module in (worker, db_worker):
            monkeypatch.setattr(module, "close_old_connections", lambda: None)


@pytest.fixture
def job(monkeypatch):
    """The only periodic job there is; ``runs`` counts, ``fault`` is raised."""
    monkeypatch.setattr(registry, "jobs", {})
    state = SimpleNamespace(runs=0, fault=None, result=None, name="scheduling.work")

    @registry.periodic(every=timedelta(hours=1), limit=timedelta(minutes=5))
    def work():
        state.runs += 1
        if state.fault:
            raise state.fault
        return state.result

    return state


@pytest.fixture
def queue(settings):
    """The worker's tasks wait in the database, as in production."""
    settings.TASKS = {
        **settings.TASKS,
        "worker": {"BACKEND": "django_tasks_db.DatabaseBackend"},
    }
