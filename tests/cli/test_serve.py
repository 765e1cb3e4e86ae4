"""A real server on an installation of its own."""

import json
import os
import signal
import socket
from http.client import HTTPConnection

import pytest
from django.core.management import CommandError, call_command

from tests.conftest import Home
from tests.postgres import free_port
from tests.serving import (
    children_of,
    family_of,
    run,
    serving,
    wait_until_family,
    wait_until_gone,
    wait_until_well,
)
from wisselwerk.cli.management.commands.serve import refuse_taken_port

WHOLE_FAMILY = 5
"""The server, the web server with two workers, and background work."""


def test_it_serves_recovers_and_leaves_nothing_behind(own_home: Home) -> None:
    """The port of the command line beats PORT; a killed web server comes back; SIGTERM ends all of them."""
    assert run(own_home, "migrate").returncode == 0
    port = free_port()
    with serving(own_home, port) as server:
        wait_until_well(port)
        for victim in children_of(server.pid):
            os.kill(victim, signal.SIGKILL)
        wait_until_well(port)
        family = family_of(server.pid)
        server.send_signal(signal.SIGTERM)
        assert server.wait(timeout=30) == 0
        wait_until_gone(family)


def test_a_body_in_chunks_is_read(own_home: Home) -> None:
    """Read as empty, this would lack every field; read whole, it asks for a scheme that is not there."""
    assert run(own_home, "migrate").returncode == 0
    port = free_port()
    with serving(own_home, port) as server:
        wait_until_well(port)
        api = HTTPConnection("127.0.0.1", port, timeout=30)
        api.request(
            "POST",
            "/api/v1/schemes/none/applications",
            body=[b'{"enterprise_number": "0123456749", ', b'"email": "zaak@voorbeeld.example"}'],
            headers={"Content-Type": "application/json", "Idempotency-Key": "1"},
            encode_chunked=True,
        )
        answer = api.getresponse()
        assert (answer.status, json.load(answer)["code"]) == (404, "NOT_FOUND")
        api.close()
        server.send_signal(signal.SIGTERM)
        server.wait(timeout=30)


@pytest.mark.parametrize("is_well", [True, False], ids=["serving", "still loading"])
def test_ctrl_c_ends_all_of_them_and_none_is_killed(own_home: Home, is_well: bool) -> None:
    """The terminal signals its whole process group."""
    assert run(own_home, "migrate").returncode == 0
    port = free_port()
    said = own_home.path / "said.txt"
    with said.open("w") as log, serving(own_home, port, log) as server:
        wait_until_well(port) if is_well else wait_until_family(server.pid, WHOLE_FAMILY)
        family = family_of(server.pid)
        os.killpg(server.pid, signal.SIGINT)
        assert server.wait(timeout=60) == 0
        wait_until_gone(family)
    assert "Stopped worker-2" in said.read_text()
    assert "Killing" not in said.read_text()
    assert "child_killed" not in said.read_text()


def test_all_end_with_the_parent(own_home: Home) -> None:
    assert run(own_home, "migrate").returncode == 0
    port = free_port()
    with serving(own_home, port) as server:
        wait_until_well(port)
        family = family_of(server.pid)
        assert len(family) >= WHOLE_FAMILY
        server.kill()
        server.wait()
        wait_until_gone(family)


def test_a_new_database_is_refused_with_what_to_do(own_home: Home) -> None:
    done = run(own_home, "serve", "--port", str(free_port()))
    assert done.returncode == 1
    assert "wisselwerk migrate" in done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize(("port", "workers"), [(0, 1), (70_000, 1), (8000, 0)])
def test_numbers_that_cannot_be_meant_are_refused(port: int, workers: int) -> None:
    with pytest.raises(CommandError, match="Give a port from 1 to 65535"):
        call_command("serve", port=port, workers=workers)


def test_a_port_that_is_taken_is_said_at_once() -> None:
    with socket.socket() as holder:
        holder.bind(("127.0.0.1", 0))
        holder.listen()
        port = holder.getsockname()[1]
        with pytest.raises(CommandError, match=f"127.0.0.1:{port}.*Choose another --port"):
            refuse_taken_port("127.0.0.1", port)


def test_a_setting_that_cannot_be_meant_is_one_line(own_home: Home) -> None:
    own_home.env["WISSELWERK_THREADS"] = "many"
    done = run(own_home, "serve")
    assert done.returncode == 1
    assert done.stderr.startswith("wisselwerk: WISSELWERK_THREADS='many' will not do: give a whole number")
    assert len(done.stderr.splitlines()) == 1
