"""What can be opened, and how it is called."""

from app.base.errors import N_
from app.domain.demand.models import SignalKind

TITLES = {
    "received": N_("Requests received"),
    "decided": N_("Requests decided"),
    "answered": N_("Requests answered"),
    "in_vain": N_("Searches without result"),
    "searches": N_("Searches"),
    "advice": N_("Advice to artisans"),
    "asked": N_("What was asked for"),
    "declined": N_("What makers declined"),
    "refused": N_("What customers refused"),
    "reduced": N_("What makers reduced"),
    "views": N_("Views of pieces"),
    "missed": N_("People who came while it was gone"),
    "seen": N_("People who looked at pieces that could be had"),
    "made": N_("What was made"),
    "offered": N_("What was offered"),
    "attribute": N_("Material or colour wished for"),
}
SIGNS = {
    "in_vain": (SignalKind.SEARCH,),
    "searches": (SignalKind.SEARCH,),
    "asked": (SignalKind.REQUEST_LINE, SignalKind.CUSTOM_WISH),
    "declined": (SignalKind.DECLINE,),
    "refused": (SignalKind.OFFER_REFUSED,),
    "reduced": (SignalKind.REDUCTION,),
    "views": (SignalKind.VIEW,),
    "missed": (SignalKind.VIEW, SignalKind.STOCK_ALERT),
    "seen": (SignalKind.VIEW,),
    "attribute": (SignalKind.IMPRESSION,),
}
"""The signs a figure counts; those of requests alone stand in the requests themselves."""
