"""Registration for events: places, waiting list, letters, and the way back to them."""
