"""Measures Cardshop's imaging against others. See ../README.md."""
