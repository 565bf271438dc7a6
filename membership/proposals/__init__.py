"""What members ask to have changed or published, for the staff to approve."""
