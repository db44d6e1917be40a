"""Tables of pieces come in and go out: by the worker, and as `flask catalogue import` and `… export`."""
