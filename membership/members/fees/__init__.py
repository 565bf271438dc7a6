"""What membership costs: the tables that the staff edit, and estimates from them."""

from membership.members.vocabulary import Body

from .estimates import Estimate, estimate
from .models import FeeTable

__all__ = ["Body", "Estimate", "FeeTable", "estimate"]
