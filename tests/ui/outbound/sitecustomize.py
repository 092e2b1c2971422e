"""For a Python process that has this folder on PYTHONPATH: notes and refuses all that would leave the machine.

Python imports a module of this name as it starts. Each look-up of a name and each connection is a line in the file that
OUTBOUND names.
"""

import os
import sys
from typing import Any

_LOOK_UPS = {"socket.getaddrinfo", "socket.gethostbyname", "socket.gethostbyaddr"}
_CONNECTIONS = {"socket.connect", "socket.sendto", "socket.sendmsg"}
_HERE = ("127.", "::1", "localhost")


def _watch(event: str, arguments: tuple[Any, ...]) -> None:
    if event in _LOOK_UPS:
        host = arguments[0]
    elif event in _CONNECTIONS and isinstance(arguments[1], tuple):  # an address of another form is a local socket's
        host = arguments[1][0]
    else:
        return
    if host and not str(host).startswith(_HERE):
        with open(os.environ["OUTBOUND"], "a", encoding="utf-8") as notes:
            notes.write(f"{event} {host}\n")
        raise OSError(f"{event} to {host}: not in this test")


sys.addaudithook(_watch)
