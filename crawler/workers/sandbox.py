"""What a child may not do: outlive its parent, take more memory than it is given, reach the network.

The limits are Linux's and POSIX's; what a system lacks is left out, and the parent's clock still holds.
"""

from __future__ import annotations

import contextlib
import ctypes
import errno
import os
import platform
import resource
import signal
import struct
import sys

_MIB = 2**20
# A few for imports that come late; the child itself needs four.
_FILES = 24
_SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP, signal.SIGQUIT)

# prctl(2), linux/prctl.h
_PR_SET_PDEATHSIG, _PR_SET_SECCOMP, _PR_SET_NO_NEW_PRIVS = 1, 22, 38
_SECCOMP_MODE_FILTER = 2
# linux/bpf_common.h: load a word, jump if equal, jump if greater or equal, return
_LOAD, _EQUAL, _AT_LEAST, _RETURN = 0x20, 0x15, 0x35, 0x06
_ALLOW, _REFUSE = 0x7FFF0000, 0x00050000 | errno.EPERM
_NUMBER_AT, _ARCH_AT = 0, 4  # in struct seccomp_data
_X32 = 0x40000000  # x86-64's other table of system calls begins here
# machine -> (AUDIT_ARCH, numbers of socket, socketpair, connect, execve, execveat, ptrace,
# process_vm_writev, io_uring_setup)
_REFUSED_CALLS = {
    "x86_64": (0xC000003E, (41, 53, 42, 59, 322, 101, 311, 425)),
    "aarch64": (0xC00000B7, (198, 199, 203, 221, 281, 117, 271, 425)),
}


def ignore_group_signals() -> None:
    """Ctrl-C and a service's stop reach every process of a group: only the parent answers them."""
    for number in _SIGNALS:
        signal.signal(number, signal.SIG_IGN)


def end_with_parent(parent: int) -> None:
    """Have the kernel kill this process when its parent ends, however it ends.

    Args:
        parent: The parent's process id; where it is gone already, this process exits at once.
    """
    _prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)
    if os.getppid() != parent:
        sys.exit(1)


def limit_resources(megabytes: int) -> None:
    """Bound memory (address space), open files; no core dumps, no writing to files.

    Args:
        megabytes: MiB that the whole process may take.
    """
    limits = {
        resource.RLIMIT_AS: megabytes * _MIB,
        resource.RLIMIT_CORE: 0,
        resource.RLIMIT_FSIZE: 0,
        resource.RLIMIT_NOFILE: _FILES,
    }
    for kind, limit in limits.items():
        with contextlib.suppress(ValueError, OSError):  # a system without it, or a lower limit already
            resource.setrlimit(kind, (limit, limit))


def refuse_network() -> bool:
    """Have the kernel refuse new sockets, connections, other programs and other processes' memory.

    Returns:
        Whether it does; False on a system or machine that has no such filter.
    """
    arch, refused = _REFUSED_CALLS.get(platform.machine(), (0, ()))
    if not refused:
        return False
    program = ctypes.create_string_buffer(_filter(arch, refused))
    length = (len(program) - 1) // 8
    address = struct.pack("@HP", length, ctypes.addressof(program))  # struct sock_fprog
    descriptor = ctypes.create_string_buffer(address)
    return _prctl(_PR_SET_NO_NEW_PRIVS, 1) and _prctl(
        _PR_SET_SECCOMP, _SECCOMP_MODE_FILTER, ctypes.addressof(descriptor)
    )


def _filter(arch: int, refused: tuple[int, ...]) -> bytes:
    """A program for the kernel's packet filter: each step (code, jump if true, jump if false, value)."""
    last = len(refused) + 2  # the last step of all refuses; jumps count the steps between
    steps = [
        (_LOAD, 0, 0, _ARCH_AT),
        (_EQUAL, 0, last + 1, arch),
        (_LOAD, 0, 0, _NUMBER_AT),
        (_AT_LEAST, last - 1, 0, _X32),
        *((_EQUAL, last - 2 - at, 0, number) for at, number in enumerate(refused)),
        (_RETURN, 0, 0, _ALLOW),
        (_RETURN, 0, 0, _REFUSE),
    ]
    return b"".join(struct.pack("@HBBI", *step) for step in steps)


def _prctl(option: int, value: int, address: int = 0) -> bool:
    if not sys.platform.startswith("linux"):
        return False
    libc = ctypes.CDLL(None, use_errno=True)
    arguments = [ctypes.c_ulong(number) for number in (value, address, 0, 0)]
    return bool(libc.prctl(option, *arguments) == 0)
