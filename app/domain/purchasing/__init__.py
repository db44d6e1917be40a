"""From a purchase request to an accepted offer: lines, answers, holds, offers, the arrows between states.

A request never changes after it is sent. Each artisan answers their own lines; answering reserves. An advisor
assembles what was answered into an offer, an immutable numbered version; the customer decides by a secret link.
"""

from app.domain.purchasing import counter_models, document_models, models, offer_models, talk_models

__all__ = ["counter_models", "document_models", "models", "offer_models", "talk_models"]
