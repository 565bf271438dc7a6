from django.db import models


class Trouble(models.Model):
    """What was told to be wrong, until it is told to be well again.

    ``name`` is a job's, or the worker's: that there is one row each lets one process of
    several tell of it.
    """

    name = models.CharField(max_length=100, primary_key=True)
    began_at = models.DateTimeField()

    def __str__(self):
        return self.name
