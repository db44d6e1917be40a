"""Network addresses, which are kept nowhere: only a keyed hash of them is."""

from datetime import datetime
from ipaddress import ip_address, ip_network

from app.base import clock
from app.domain.audit import keys


def hashed(address: str | None, key: bytes) -> str:
    """32 hex digits for an address under a day's key. Of IPv6 the network counts (/64): one line holds millions."""
    return keys.hashed("address:" + counted(address), key)


def hashed_now(address: str | None, at: datetime) -> str:
    """The same under the key of the day."""
    return hashed(address, keys.key_of(clock.local(at).date()))


def counted(address: str | None) -> str:
    """What of an address tells one line from another."""
    if not address:
        return "unknown"
    try:
        known = ip_address(address.split("%", 1)[0])
    except ValueError:
        return address
    if known.version == 6 and known.ipv4_mapped:
        return str(known.ipv4_mapped)
    return str(known) if known.version == 4 else str(ip_network((known, 64), strict=False))
