"""The business, a package a subject: no HTTP, no mail, no files. Lower subjects never call higher ones."""
