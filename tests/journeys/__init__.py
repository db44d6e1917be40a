"""Whole ways through the product in a real browser: the site, its worker, and people on phones."""
