"""Which requests come from the page of this server: a page of anybody else's must not drive the tutor.

A browser lets any page open a socket to any address, and tells only where that page came from (``Origin``). And a name
that its owner points at 127.0.0.1 makes a page of theirs one of “ours” (DNS rebinding), so that the name by which this
server was called (``Host``) has to be one of its own. A bare address can't be pointed elsewhere.
"""

import re
from ipaddress import ip_address
from socket import gethostname
from typing import NamedTuple
from urllib.parse import urlsplit

HOST = re.compile(r"(\[[0-9a-fA-F:.]+\]|[\w.-]+)(?::[0-9]{1,5})?", re.ASCII)
"""A name or an address, with or without a port."""


class Guard(NamedTuple):
    """What this server is called by.

    Attributes:
        host: the name or the address that it listens at.
        public: the address under which a proxy shows it, if one does.
    """

    host: str
    public: str | None = None

    @property
    def alone(self) -> bool:
        """Whether only this machine reaches it."""
        return is_loopback(self.host)

    def knows(self, host: str) -> bool:
        """Whether a ``Host`` is one by which this server may be called."""
        name = _name(host)
        if name is None:
            return False
        named = {"localhost", self.host.lower(), _name(_place(self.public))}
        if not self.alone:
            named.add(gethostname().lower())
        return name in named or _is_address(name)

    def owns(self, origin: str, host: str) -> bool:
        """Whether a page from this ``Origin`` is one of this server, which was called by this ``Host``."""
        scheme, _, place = origin.lower().partition("://")
        here = {host.lower()} if self.knows(host) else set()
        if self.public is not None and origin.lower() == _origin(self.public):
            return self.knows(host)
        return scheme in ("http", "https") and place in here


def is_loopback(host: str) -> bool:
    """Whether a name or an address is that of this machine alone."""
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host.lower() == "localhost"


def is_public(address: str) -> bool:
    """Whether a text can be the address of a page."""
    try:
        parts = urlsplit(address)
        return parts.scheme in ("http", "https") and bool(parts.hostname) and (parts.port or 1) > 0
    except ValueError:
        return False


def _origin(address: str) -> str:
    """What a browser names as the origin of a page: it leaves out the port that goes without saying."""
    parts = urlsplit(address.lower())
    usual = {"http": ":80", "https": ":443"}[parts.scheme]
    return f"{parts.scheme}://{parts.netloc.removesuffix(usual)}"


def _place(address: str | None) -> str:
    return urlsplit(address or "").netloc


def _name(host: str) -> str | None:
    """The name in a ``Host``, without its port."""
    found = HOST.fullmatch(host)
    return found[1].strip("[]").lower() if found else None


def _is_address(name: str) -> bool:
    try:
        ip_address(name)
    except ValueError:
        return False
    return True
