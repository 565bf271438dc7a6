"""Registrations in the CMS: lists, check-in, messages to participants."""
