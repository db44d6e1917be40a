"""The outside world, each a few functions: the only place for its libraries."""
