"""The host that a server listens on, by another name than its address has."""

import os
from pathlib import Path

import pytest

from tests.ui.processes import Running, running
from tests.waiting import until

pytestmark = [pytest.mark.server, pytest.mark.model]


def test_a_short_form_of_a_loopback_address_lets_no_foreign_name_in(tmp_path: Path) -> None:
    with running(tmp_path / "data", os.environ | {"DALIL_HOST": "127.1"}) as server:
        assert status(server, "127.1") == status(server, "localhost") == 200
        assert status(server, "rebound.example") == 421
        until(lambda: len(server.said) >= 2)
        assert not any("whoever reaches this address" in line for line in server.said)


def status(server: Running, name: str) -> int:
    return server.client.get("/healthz", headers={"Host": name}).status_code
