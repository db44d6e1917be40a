"""The demonstration: a cooperative that never was, with a plausible year behind it, and a large one for measuring.

``loading`` is the command; the other modules each fill one room, in the order it calls them. What it says comes
from ``content/``, what it shows from ``pictures/``, and both were drawn and written for this project: the pictures by
``app/adapters/art``, of which ``drawing`` asks one more.
"""
