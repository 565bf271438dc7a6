from django.db import models


class Generation(models.Model):
    """A share of the number that changes with everything public: their sum is it.

    Several, so that those who write at once need not wait for each other.
    """

    number = models.BigIntegerField()

    def __str__(self):
        return str(self.number)
