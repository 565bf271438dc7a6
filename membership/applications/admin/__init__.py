"""For those who decide on applications."""
