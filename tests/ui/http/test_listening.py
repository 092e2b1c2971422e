"""Taking a port: what can go wrong is reported with what to do next."""

import socket

import pytest

from ingest.errors import UsageError
from ui.http.listening import listen


def test_a_free_port_is_taken_at_once() -> None:
    with listen("127.0.0.1", 0) as listening:
        host, port = listening.getsockname()
        assert host == "127.0.0.1"
        socket.create_connection((host, port), timeout=1).close()


def test_a_port_in_use_is_named_and_the_option_that_chooses_another() -> None:
    with listen("127.0.0.1", 0) as first:
        port = first.getsockname()[1]
        with pytest.raises(UsageError, match=rf"port {port} on 127\.0\.0\.1 is in use; .*--port"):
            listen("127.0.0.1", port)


@pytest.mark.parametrize("host", ["192.0.2.7", "no such host"])
def test_an_address_of_another_machine_is_named_and_the_option_that_chooses_another(host: str) -> None:
    with pytest.raises(UsageError, match=f"cannot listen on {host}: .*--host"):
        listen(host, 0)


def test_ipv6_works_where_the_machine_has_it() -> None:
    try:
        with listen("::1", 0) as listening:
            assert listening.family == socket.AF_INET6
    except UsageError as error:
        pytest.skip(str(error))
