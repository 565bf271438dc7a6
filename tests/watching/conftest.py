import pytest

from ethicaltrade.watching import checks


@pytest.fixture(autouse=True)
def asked_anew():
    """Nothing that another test was answered."""
    checks.in_threads.cache_clear()
    yield
    checks.in_threads.cache_clear()
