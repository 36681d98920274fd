"""A wire that counts: passes connections on to the app and adds up what goes to the browser."""

from __future__ import annotations

import socket
import threading


class Wire:
    """Listens on a free port and forwards to another.

    Parameters
    ----------
    port : int
        Port of the app on this machine.
    """

    def __init__(self, port: int) -> None:
        self.received = 0
        self._target = port
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.port = self._listener.getsockname()[1]
        threading.Thread(target=self._accept, daemon=True).start()

    def _accept(self) -> None:
        while True:
            browser, _ = self._listener.accept()
            app = socket.create_connection(("127.0.0.1", self._target))
            threading.Thread(target=self._pass, args=(browser, app, False), daemon=True).start()
            threading.Thread(target=self._pass, args=(app, browser, True), daemon=True).start()

    def _pass(self, source: socket.socket, target: socket.socket, to_browser: bool) -> None:  # noqa: FBT001 - a thread's argument
        try:
            while block := source.recv(65536):
                self.received += len(block) * to_browser
                target.sendall(block)
        except OSError:
            pass
        finally:
            target.close()
