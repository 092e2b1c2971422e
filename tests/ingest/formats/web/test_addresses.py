import pytest

from ingest.errors import SourceError
from ingest.formats.web.addresses import is_public, resolve


@pytest.mark.parametrize(
    "address",
    ["93.184.216.34", "8.8.8.8", "2606:2800:220:1::1", "64:ff9b::808:808", "::ffff:8.8.8.8", "2002:808:808::1"],
)
def test_addresses_of_the_internet_are_public(address: str) -> None:
    assert is_public(address)


@pytest.mark.parametrize(
    "address",
    [
        "127.0.0.1",
        "127.8.9.1",
        "0.0.0.0",
        "10.1.2.3",
        "172.16.0.1",
        "172.31.255.255",
        "192.168.1.1",
        "169.254.169.254",
        "100.64.0.1",
        "192.0.2.1",
        "224.0.0.1",
        "240.0.0.1",
        "255.255.255.255",
        "::",
        "::1",
        "::ffff:127.0.0.1",
        "::ffff:10.0.0.1",
        "fe80::1",
        "fe80::1%eth0",
        "fc00::1",
        "ff02::1",
        "2002:7f00:1::",
        "64:ff9b::7f00:1",
        "64:ff9b::a00:1",
        "2001:db8::1",
        "168.63.129.16",
        "::ffff:168.63.129.16",
        "192.0.0.8",
        "::127.0.0.1",
        "64:ff9b:1::7f00:1",
        "3fff::1",
        "5f00::1",
        "fec0::1",
        "::ffff:0:127.0.0.1",
        "::ffff:0:10.0.0.1",
        "::ffff:0:8.8.8.8",
        "::ffff:169.254.169.254",
        "64:ff9b::169.254.169.254",
        "2002:a9fe:a9fe::1",
        "2002:c0a8:101::c0a8:101",
        "2001:0:808:808::f5ff:fffe",
        "192.88.99.1",
        "1::1",
        "4000::1",
    ],
)
def test_private_loopback_link_local_and_reserved_addresses_are_not(address: str) -> None:
    assert not is_public(address)


@pytest.mark.parametrize("host", ["2130706433", "0x7f.1", "0x7f000001", "0177.0.0.1", "017700000001", "127.1"])
def test_other_spellings_of_loopback_resolve_to_it(host: str) -> None:
    assert resolve(host, 80) == ["127.0.0.1"]


def test_an_unknown_host_is_named() -> None:
    with pytest.raises(SourceError, match=r"the host 'a\.\.b' is not known"):
        resolve("a..b", 80)
