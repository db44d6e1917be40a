"""Pieces as rows of a table: read from what people send, compared with what is there, written out again.

A *sheet* is a table somebody sent. Its rows become *lines*; lines of one piece make a *group*, which is compared with
the piece as it is and becomes a *plan*: what would be added or changed. Nothing here opens a file or commits.
"""

from app.domain.catalogue.sheets import models

__all__ = ["models"]
