"""The benchmark behind `make bench`: first pages beside their floors in the same run, JSON to standard output."""
