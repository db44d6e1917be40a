"""Mirrors app/. ``given`` builds rows, ``pages`` opens pages and checks each, ``databases`` gives both engines."""
