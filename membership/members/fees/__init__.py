"""What membership costs: the tables that the staff edit, and estimates from them."""
