"""Where a request comes from."""

from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network

from django.http import HttpRequest


def network_of(request: HttpRequest) -> str:
    """Return the address of the visitor, for IPv6 the network of one household.

    Behind a proxy on our own network the last forwarded address is the one
    that the proxy saw; those before it are the visitor's own invention.
    """
    peer = _address(request.META.get("REMOTE_ADDR", ""))
    if peer is not None and peer.is_private:
        said = request.headers.get("X-Forwarded-For", "").rpartition(",")[2]
        peer = _address(said.strip()) or peer
    if isinstance(peer, IPv6Address):
        return str(ip_network((peer, 64), strict=False))
    return str(peer or "unknown")


def _address(text: str) -> IPv4Address | IPv6Address | None:
    try:
        return ip_address(text)
    except ValueError:
        return None
