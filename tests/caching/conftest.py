from tests.support.workers import transactional_db  # noqa: F401
