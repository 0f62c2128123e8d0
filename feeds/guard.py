"""Which addresses of the network feeds may lead us to. Checked on the address that is about to be connected to, so
that no name, redirect or second DNS answer gets around it."""

from __future__ import annotations

import errno
import ipaddress
import socket
from collections.abc import Iterator
from functools import lru_cache
from typing import Any

from yarl import URL

from feeds.model import Source

_UNICAST6 = ipaddress.IPv6Network("2000::/3")  # all that is ever given to public IPv6 hosts (RFC 4291, 2.4)
_NAT64 = ipaddress.IPv6Network("64:ff9b::/96")  # an IPv4 address in disguise (RFC 6052)
_NEVER = (
    ipaddress.IPv4Network("192.0.0.0/24"),  # protocol assignments, among them Oracle's metadata
    ipaddress.IPv4Network("192.88.99.0/24"),  # 6to4 relays, which lead anywhere
    ipaddress.IPv4Network("168.63.129.16/32"),  # Azure's metadata, on a public address
)  # Python's `is_global` says yes to these
ADDRESSES_MAX = 4096  # remembered as they were read: each feed's is asked for with every poll
_WEB_PORTS = (80, 443)
_OTHERS_PORTS = frozenset((
    1, 7, 9, 11, 13, 15, 17, 19, 20, 21, 22, 23, 25, 37, 42, 43, 53, 69, 77, 79, 87, 95, 101, 102, 103, 104, 109, 110,
    111, 113, 115, 117, 119, 123, 135, 137, 139, 143, 161, 179, 389, 427, 465, 512, 513, 514, 515, 526, 530, 531, 532,
    540, 548, 554, 556, 563, 587, 601, 636, 989, 990, 993, 995, 1719, 1720, 1723, 2049, 3306, 3659, 4045, 4190, 5060,
    5061, 5432, 6000, 6379, 6566, 6665, 6666, 6667, 6668, 6669, 6679, 6697, 10080, 11211,
))  # mail, files, databases: never HTTP, so a request there means harm (WHATWG Fetch, "bad port", and three more)

Address = ipaddress.IPv4Address | ipaddress.IPv6Address


class Refused(OSError):
    """Nobody may be connected to at this address."""

    def __init__(self) -> None:
        super().__init__(errno.EACCES, "not a public address")


def is_public(address: str) -> bool:
    """Whether an IP address is one of the public internet, with every address that hides in it: not private, loopback,
    link-local, shared, multicast, reserved, nor a cloud's metadata."""
    try:
        found = ipaddress.ip_address(address.partition("%")[0])
    except ValueError:
        return False
    return all(_is_public(it) for it in _unwrapped(found))


def _unwrapped(address: Address) -> Iterator[Address]:
    """The addresses that packets to this one would reach."""
    if isinstance(address, ipaddress.IPv4Address):
        yield address
    elif address.ipv4_mapped:
        yield address.ipv4_mapped
    elif address in _NAT64:
        yield ipaddress.IPv4Address(int(address) & 0xFFFFFFFF)
    elif address.sixtofour:
        yield address.sixtofour
    elif address.teredo:
        yield from address.teredo
    else:
        yield address


def _is_public(address: Address) -> bool:
    if isinstance(address, ipaddress.IPv6Address):
        return address in _UNICAST6 and address.is_global
    return address.is_global and not address.is_multicast and not any(address in network for network in _NEVER)


def public_socket(address_info: tuple[Any, ...]) -> socket.socket:
    """A socket for an address found by name or given as a number; aiohttp's and aiohappyeyeballs' `socket_factory`.
    Raises Refused if it is not public, or its port is another protocol's."""
    family, kind, protocol, _, address = address_info
    if not is_public(str(address[0])) or address[1] in _OTHERS_PORTS:
        raise Refused
    return socket.socket(family, kind, protocol)


def is_trusted(source: Source, url: URL) -> bool:
    """Whether this hop of a source may lead inside: any of an internal source; of one whose address the operator wrote
    only that very host, at its own port or the usual ones."""
    if source.trust != "host":
        return source.trust == "internal"
    own = _read(source.url)
    return own.host == url.host and url.port in (own.port, *_WEB_PORTS)


@lru_cache(maxsize=ADDRESSES_MAX)
def _read(address: str) -> URL:
    return URL(address.strip())
