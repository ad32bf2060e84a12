"""Taking an address: at once, and with a plain word when it cannot be had."""

import socket

import pytest

from gemeentegraaf.listener import AddressError, listen, url_of


def has_ipv6() -> bool:
    try:
        listen("::1", 0).close()
    except AddressError:
        return False
    return True


def test_connections_are_accepted_from_the_start() -> None:

    with listen("127.0.0.1", 0) as listener, socket.create_connection(listener.getsockname()):
        pass


def test_its_url_has_the_port_that_was_free() -> None:
    with listen("127.0.0.1", 0) as listener:
        assert url_of(listener) == f"http://127.0.0.1:{listener.getsockname()[1]}"


@pytest.mark.skipif(not has_ipv6(), reason="this machine has no IPv6")
def test_the_address_in_its_url_stands_in_brackets_where_it_has_colons() -> None:
    with listen("::1", 0) as listener:
        assert url_of(listener) == f"http://[::1]:{listener.getsockname()[1]}"


def test_a_taken_port_is_said_in_one_line() -> None:
    with listen("127.0.0.1", 0) as listener:
        port = listener.getsockname()[1]

        with pytest.raises(AddressError, match=f"port {port} on 127.0.0.1 is taken") as caught:
            listen("127.0.0.1", port)

    assert "\n" not in str(caught.value)


@pytest.mark.parametrize("port", [-1, 65536])
def test_a_number_that_is_no_port_is_said_in_one_line(port: int) -> None:
    with pytest.raises(AddressError, match=f"{port} is no port"):
        listen("127.0.0.1", port)


def test_an_address_of_another_machine_cannot_be_taken() -> None:
    with pytest.raises(AddressError, match=r"192\.0\.2\.1:0 cannot be served on"):
        listen("192.0.2.1", 0)
