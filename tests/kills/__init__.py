"""Kills: web server, its processes and the worker end by `kill -9` while customers, makers and advisors go on."""
