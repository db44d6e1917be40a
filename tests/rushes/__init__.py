"""Rushes: many people do the same thing at the same moment, round after round, and what is left is counted."""
