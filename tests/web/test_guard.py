import socket

import pytest

from tutor.web.guard import Guard, is_loopback, is_public


@pytest.mark.parametrize(
    ("guard", "host", "known"),
    [
        (Guard("127.0.0.1"), "127.0.0.1:8000", True),
        (Guard("127.0.0.1"), "localhost:8000", True),
        (Guard("127.0.0.1"), "LocalHost", True),
        (Guard("::1"), "[::1]:8000", True),
        (Guard("0.0.0.0"), "192.168.1.5:8000", True),
        (Guard("0.0.0.0"), socket.gethostname(), True),
        (Guard("teacher.example"), "teacher.example:8000", True),
        (Guard("127.0.0.1", "https://School.example/bp/"), "school.example", True),
        # A name that somebody else may have pointed at this machine.
        (Guard("127.0.0.1"), "evil.example:8000", False),
        (Guard("127.0.0.1"), "127.0.0.1.evil.example", False),
        (Guard("127.0.0.1"), "localhost.evil.example", False),
        (Guard("0.0.0.0"), "evil.example", False),
        (Guard("127.0.0.1", "https://school.example"), "evil.example", False),
        (Guard("127.0.0.1"), "evil.example@127.0.0.1", False),
        (Guard("127.0.0.1"), "127.0.0.1; script-src *", False),
        (Guard("127.0.0.1"), "127.0.0.1:8000:8000", False),
        (Guard("127.0.0.1"), "", False),
        (Guard("127.0.0.1"), "[", False),
    ],
)
def test_only_names_of_this_server_and_bare_addresses_are_known(guard, host, known):
    assert guard.knows(host) is known


@pytest.mark.parametrize(
    ("guard", "origin", "host", "owned"),
    [
        (Guard("127.0.0.1"), "http://127.0.0.1:8000", "127.0.0.1:8000", True),
        (Guard("127.0.0.1"), "http://LOCALHOST:8000", "localhost:8000", True),
        (Guard("127.0.0.1"), "https://127.0.0.1:8000", "127.0.0.1:8000", True),
        (Guard("127.0.0.1", "https://school.example:443/bp"), "https://school.example", "127.0.0.1:8000", True),
        (Guard("127.0.0.1", "http://school.example:8080"), "http://school.example:8080", "school.example:8080", True),
        (Guard("127.0.0.1"), "https://evil.example", "127.0.0.1:8000", False),
        (Guard("127.0.0.1"), "http://127.0.0.1:9000", "127.0.0.1:8000", False),
        (Guard("127.0.0.1"), "http://localhost:8000", "127.0.0.1:8000", False),
        (Guard("127.0.0.1"), "http://evil.example:8000", "evil.example:8000", False),
        (Guard("127.0.0.1", "https://school.example"), "http://school.example", "127.0.0.1:8000", False),
        (Guard("127.0.0.1", "https://school.example"), "https://school.example", "evil.example", False),
        (Guard("127.0.0.1"), "null", "127.0.0.1:8000", False),
        (Guard("127.0.0.1"), "file://127.0.0.1:8000", "127.0.0.1:8000", False),
        (Guard("127.0.0.1"), "", "127.0.0.1:8000", False),
        (Guard("127.0.0.1"), "", "", False),
    ],
)
def test_only_a_page_of_this_server_may_drive_it(guard, origin, host, owned):
    assert guard.owns(origin, host) is owned


@pytest.mark.parametrize(
    ("host", "alone"),
    [("127.0.0.1", True), ("127.3.2.1", True), ("::1", True), ("Localhost", True), ("0.0.0.0", False), ("::", False),
     ("192.168.1.5", False), ("teacher.example", False)],
)  # fmt: skip
def test_a_server_knows_whether_others_reach_it(host, alone):
    assert is_loopback(host) is Guard(host).alone is alone


@pytest.mark.parametrize(
    ("address", "usable"),
    [("https://school.example/bp/", True), ("http://[::1]:8000", True), ("school.example", False), ("", False),
     ("ftp://school.example", False), ("https://", False), ("https://school.example:99999", False),
     ("http://[", False)],
)  # fmt: skip
def test_the_address_of_a_page_is_told_from_other_texts(address, usable):
    assert is_public(address) is usable
