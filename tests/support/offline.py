"""`python -m tests.support.offline COMMAND…`: run a command where there is no outside, only the loopback device.

A network namespace of its own (Linux); under another user than root with a user namespace that maps him to himself.
Where the machine allows neither, the command runs as it is, and is told so.
"""

import ctypes
import fcntl
import os
import socket
import struct
import sys
from pathlib import Path

NEW_USER, NEW_NET = 0x10000000, 0x40000000  # sched.h
OFFLINE = "OFFLINE"  # set for the command where there is no outside
GET_FLAGS, SET_FLAGS, UP = 0x8913, 0x8914, 0x1  # SIOCGIFFLAGS, SIOCSIFFLAGS, IFF_UP


def alone() -> bool:
    """Whether this process has the loopback device only, up."""
    return [name for _index, name in socket.if_nameindex()] == ["lo"]


def leave_the_network() -> None:
    """Move this process into a namespace without an outside. Raises OSError where that is not allowed."""
    uid, gid = os.getuid(), os.getgid()
    libc = ctypes.CDLL(None, use_errno=True)
    if libc.unshare(NEW_NET if uid == 0 else NEW_USER | NEW_NET):
        raise OSError(ctypes.get_errno(), os.strerror(ctypes.get_errno()))
    if uid != 0:
        Path("/proc/self/setgroups").write_text("deny")
        Path("/proc/self/uid_map").write_text(f"{uid} {uid} 1")
        Path("/proc/self/gid_map").write_text(f"{gid} {gid} 1")
    _loopback_up()


def _loopback_up() -> None:
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as asking:
        request = struct.pack("16sh22x", b"lo", 0)
        _name, flags = struct.unpack("16sh22x", fcntl.ioctl(asking, GET_FLAGS, request))
        fcntl.ioctl(asking, SET_FLAGS, struct.pack("16sh22x", b"lo", flags | UP))


def main(command: list[str]) -> None:
    try:
        leave_the_network()
        os.environ[OFFLINE] = "1"
    except (OSError, AttributeError) as refused:  # AttributeError: no Linux
        sys.stderr.write(f"no network namespace here ({refused}): the outside stays reachable\n")
    os.execvp(command[0], command)


if __name__ == "__main__":
    main(sys.argv[1:])
