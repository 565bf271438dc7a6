"""What can be wrong with a backup; the message is for the technician."""


class BackupError(Exception):
    """No backup was made, or what was found is none that can be used."""


class LockedError(BackupError):
    """None of the keys in the settings opens it."""


class AlteredError(BackupError):
    """It is not as it was written: cut off, or changed."""
