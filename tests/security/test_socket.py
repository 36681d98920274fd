"""What somebody who is no browser sends over the socket: everybody else must not notice."""

from __future__ import annotations

import time

import pytest
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets.exceptions import ConnectionClosed

from tests.helpers.deployed import LIMITS
from tests.security.serving import is_refused, message, run, serving, socket
from ui.guard.messages import READER

PAGE, VIEW = "Gap_list", "outcome=child_health"
ANSWER_S = 60
REFUSED = {
    "clear_cache": {"clear_cache": True},
    "set_run_on_save": {"set_run_on_save": True},
    "load_git_info": {"load_git_info": True},
    "debug_disconnect_websocket": {"debug_disconnect_websocket": True},
    "debug_shutdown_runtime": {"debug_shutdown_runtime": True},
    "install_skills": {"backend_operation_request": {"request_id": "1", "install_skills": {}}},
    "dismiss_skills_nudge": {"backend_operation_request": {"request_id": "1", "dismiss_skills_nudge": {}}},
    "": {},
}


@pytest.fixture(scope="module")
def alone(tmp_path_factory):
    with serving(tmp_path_factory.mktemp("server"), **LIMITS) as where:
        yield where


def answers(stream, wanted, seconds=ANSWER_S):
    """What the server says until it says something of one kind."""
    heard, end = [], time.monotonic() + seconds
    while time.monotonic() < end:
        said = ForwardMsg()
        said.ParseFromString(stream.recv(timeout=max(0.1, end - time.monotonic())))
        heard.append(said)
        if said.WhichOneof("type") == wanted:
            return heard
    pytest.fail(f"no {wanted}")


def drawn_s(stream, query=VIEW):
    """Seconds until a page is drawn."""
    start = time.monotonic()
    stream.send(run(query, PAGE))
    answers(stream, "script_finished")
    return time.monotonic() - start


def code_at_end(stream):
    """Why the server ended the visit."""
    try:
        for _ in range(1_000):
            stream.recv(timeout=ANSWER_S)
    except ConnectionClosed as closed:
        return closed.rcvd.code
    pytest.fail("the visit goes on")


def session_of(stream):
    stream.send(run(VIEW, PAGE))
    heard = answers(stream, "script_finished")
    return next(said.new_session.initialize.session_id for said in heard if said.HasField("new_session"))


def test_every_message_that_there_is_has_been_decided_on():
    kinds = {field.name for field in BackMsg.DESCRIPTOR.fields} - {"backend_operation_request", "debug_last_backmsg_id"}
    operations = {field.name for field in BackMsg.DESCRIPTOR.fields_by_name["backend_operation_request"].message_type.fields}
    assert kinds | (operations - {"request_id", "session_id"}) == READER | (set(REFUSED) - {""})


@pytest.mark.parametrize("kind", REFUSED)
def test_a_message_of_a_developer_does_nothing(netloc, kind):
    with socket(netloc) as stream:
        session = session_of(stream)
        asked = BackMsg(**REFUSED[kind])
        if asked.HasField("backend_operation_request"):
            asked.backend_operation_request.session_id = session
        stream.send(asked.SerializeToString())
        stream.send(run(VIEW, PAGE))
        told = answers(stream, "script_finished")
    assert not {said.WhichOneof("type") for said in told} & {"git_info_changed", "backend_operation_response"}
    assert not any(said.session_status_changed.run_on_save for said in told)


def test_what_was_worked_out_survives_whoever_tells_the_server_to_forget(netloc):
    with socket(netloc) as stranger, socket(netloc) as reader:
        drawn_s(reader)
        first = min(drawn_s(reader) for _ in range(3))
        slow = []
        for _ in range(3):
            stranger.send(message(clear_cache=True))
            time.sleep(0.2)
            slow.append(drawn_s(reader))
    # Reading all data again takes more than a second; drawing what is known takes a fraction of it.
    assert min(slow) < max(4 * first, 1.0)


@pytest.mark.parametrize("sent", [b"\xff\xff\xff\xff", "no bytes", b"\x5a" + b"\x00" * 200_000], ids=["no message", "text", "too long"])
def test_what_is_no_message_ends_the_visit_and_tells_nothing(netloc, sent):
    with socket(netloc) as stream:
        stream.send(sent)
        assert code_at_end(stream) in {1002, 1003, 1009}


def test_a_request_for_places_for_countless_files_ends_the_visit(netloc):
    asked = BackMsg()
    asked.file_urls_request.file_names.extend(["a"] * 1_000)
    with socket(netloc) as stream:
        stream.send(asked.SerializeToString())
        assert code_at_end(stream) == 1009


def test_messages_without_end_wait_and_nobody_else_does(netloc):
    with socket(netloc) as stranger, socket(netloc) as reader:
        drawn_s(reader)
        for _ in range(200):
            stranger.send(message(app_heartbeat=True))
        quick = min(drawn_s(reader) for _ in range(3))
        # Twenty at once are heard, twenty more at two a second, and then it is enough.
        assert code_at_end(stranger) == 1008
    assert quick < 5


def test_one_address_opens_so_many_visits_and_gets_its_room_back(netloc):
    opened = [socket(netloc) for _ in range(6)]
    with opened[0], opened[1], opened[2], opened[3], opened[4]:
        with opened[5]:
            assert is_refused(netloc)
        for _ in range(50):
            if not is_refused(netloc):
                break
            time.sleep(0.1)
        else:
            pytest.fail("a visit that ended still takes up room")
