"""What is made: items and their variants, what they say and show (revisions), stock and its movements.

An item's words and pictures are revisions: one approved, at most one pending. Stock and price are not.
On hand is always the sum of movements; available is on hand less what customers were promised.
"""

from app.domain.catalogue import desk_models, models, photo_uploads, prints
from app.domain.catalogue.sheets import models as sheets

__all__ = ["desk_models", "models", "photo_uploads", "prints", "sheets"]
