"""Which network addresses may be fetched: those of the public internet.

The check is on the address that is then connected to, so that a name which answers differently the second time
(DNS rebinding) gains nothing.
"""

import ipaddress
import socket
from collections.abc import Callable, Sequence

from ingest.errors import SourceError

Resolve = Callable[[str, int], Sequence[str]]
"""Host and port → its addresses, in the order of preference."""

_NAT64 = ipaddress.ip_network("64:ff9b::/96")
# All that IANA has given out for the internet. What lies outside leads elsewhere, or to an IPv4 address inside: as of
# old (::/96), translated (::ffff:0:0:0/96), or by a network's own NAT64 (64:ff9b:1::/48).
_GLOBAL_UNICAST = ipaddress.ip_network("2000::/3")
# which Python takes for global, in some version or in all
_RESERVED = [
    ipaddress.ip_network(network)
    for network in (
        "168.63.129.16/32",  # Azure's own services, from within a virtual machine
        "192.0.0.0/24",
        "192.88.99.0/24",  # relays from IPv6, as of old
        "2001::/32",  # Teredo: the IPv4 address of a host behind a NAT
        "3fff::/20",  # for documentation
    )
]


def resolve(host: str, port: int) -> list[str]:
    """The addresses of a host, by the system's resolver. Raises SourceError for an unknown host."""
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError):
        raise SourceError(f"the host {host!r} is not known; check its spelling, and the network") from None
    return list(dict.fromkeys(str(entry[4][0]) for entry in found))


def is_public(address: str) -> bool:
    """Whether an IP address belongs to the public internet: not private, loopback, link-local, reserved, multicast."""
    ip = ipaddress.ip_address(address)
    inside = _inside(ip)
    if inside is not None:
        return is_public(str(inside))
    if ip.version == 6 and ip not in _GLOBAL_UNICAST:
        return False
    return ip.is_global and not ip.is_multicast and not any(ip in network for network in _RESERVED)


def _inside(ip: ipaddress.IPv4Address | ipaddress.IPv6Address) -> ipaddress.IPv4Address | None:
    """The IPv4 address that an IPv6 address leads to."""
    if isinstance(ip, ipaddress.IPv4Address):
        return None
    if ip in _NAT64:
        return ipaddress.IPv4Address(int(ip) & 0xFFFF_FFFF)
    return ip.ipv4_mapped or ip.sixtofour
