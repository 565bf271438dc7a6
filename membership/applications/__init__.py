"""Applying for membership: the steps, what is kept, and how the staff decide."""
