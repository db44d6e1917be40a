"""What can go wrong outside, in two kinds: worth trying again, or never going to work."""


class NotNow(Exception):
    """The other side could not be reached or was busy; later may do."""


class Never(Exception):
    """The other side refused for good: a wrong address, a message it will not take."""
