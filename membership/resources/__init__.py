"""The members' resources: guides, templates, recordings and legal notes."""
