"""System calls that Linux refuses to a process from now on (seccomp): network, processes, writing.

A classic BPF program looks at the number of each call, and at what some of them ask for: opening
files is allowed, but not for writing; to control a file is, but not a terminal or other processes.
https://docs.kernel.org/userspace-api/seccomp_filter.html
"""

from __future__ import annotations

import ctypes
import errno
import os
import platform
import struct
import sys
from collections.abc import Iterator

__all__ = ["install"]

_ARCHITECTURES = {"x86_64": 0xC000003E, "aarch64": 0xC00000B7}
_COLUMNS = ("x86_64", "aarch64")
# The calls by their numbers in the kernel's tables, for each column; 0 where there is no such call.
_REFUSED = {
    # network
    "socket": (41, 198), "connect": (42, 203), "accept": (43, 202), "sendto": (44, 206),
    "sendmsg": (46, 211), "bind": (49, 200), "listen": (50, 201), "socketpair": (53, 199),
    "accept4": (288, 242), "sendmmsg": (307, 269),
    # other processes; io_uring does by itself whatever it is asked to
    "clone": (56, 220), "fork": (57, 0), "vfork": (58, 0), "clone3": (435, 435),
    "execve": (59, 221), "execveat": (322, 281), "kill": (62, 129), "tkill": (200, 130),
    "tgkill": (234, 131), "rt_sigqueueinfo": (129, 138), "rt_tgsigqueueinfo": (297, 240),
    "ptrace": (101, 117), "process_vm_readv": (310, 270), "process_vm_writev": (311, 271),
    "pidfd_send_signal": (424, 424), "pidfd_open": (434, 434), "pidfd_getfd": (438, 438),
    "io_uring_setup": (425, 425), "bpf": (321, 280), "process_madvise": (440, 440),
    "process_mrelease": (448, 448), "perf_event_open": (298, 241), "userfaultfd": (323, 282),
    "setpgid": (109, 154), "setsid": (112, 157), "setpriority": (141, 140),
    "sched_setaffinity": (203, 122), "sched_setscheduler": (144, 119),
    "shmget": (29, 194), "shmat": (30, 196), "shmctl": (31, 195), "msgget": (68, 186),
    "msgsnd": (69, 189), "msgrcv": (70, 188), "msgctl": (71, 187), "semget": (64, 190),
    "semop": (65, 193), "semctl": (66, 191), "mq_open": (240, 180), "mq_unlink": (241, 181),
    # the keys that the kernel keeps for the account
    "add_key": (248, 217), "request_key": (249, 218), "keyctl": (250, 219),
    # another view of the file system
    "unshare": (272, 97), "setns": (308, 268), "mount": (165, 40), "umount2": (166, 39),
    "chroot": (161, 51), "pivot_root": (155, 41), "open_tree": (428, 428),
    "open_tree_attr": (467, 467), "move_mount": (429, 429), "fsopen": (430, 430),
    "fsconfig": (431, 431), "fsmount": (432, 432), "fspick": (433, 433),
    "mount_setattr": (442, 442),
    # files; who watches a folder learns the names in it
    "inotify_init": (253, 0), "inotify_init1": (294, 26), "fanotify_init": (300, 262),
    "open_by_handle_at": (304, 265),
    "openat2": (437, 437), "creat": (85, 0), "truncate": (76, 45), "ftruncate": (77, 46),
    "rename": (82, 0), "renameat": (264, 38), "renameat2": (316, 276), "unlink": (87, 0),
    "unlinkat": (263, 35), "mkdir": (83, 0), "mkdirat": (258, 34), "rmdir": (84, 0),
    "link": (86, 0), "linkat": (265, 37), "symlink": (88, 0), "symlinkat": (266, 36),
    "mknod": (133, 0), "mknodat": (259, 33), "chmod": (90, 0), "fchmod": (91, 52),
    "fchmodat": (268, 53), "fchmodat2": (452, 452), "chown": (92, 0), "fchown": (93, 55),
    "lchown": (94, 0), "fchownat": (260, 54), "utime": (132, 0), "utimes": (235, 0),
    "futimesat": (261, 0), "utimensat": (280, 88), "setxattr": (188, 5), "lsetxattr": (189, 6),
    "fsetxattr": (190, 7), "removexattr": (197, 14), "lremovexattr": (198, 15),
    "fremovexattr": (199, 16), "setxattrat": (463, 463), "removexattrat": (466, 466),
}  # fmt: skip
_X32 = 0x40000000  # x86-64 has the same calls a second time from here on

_PR_SET_SECCOMP, _PR_SET_NO_NEW_PRIVS, _SECCOMP_MODE_FILTER = 22, 38, 2
_KILL, _ALLOW, _REFUSE = 0x80000000, 0x7FFF0000, 0x00050000 | errno.EPERM
_LOAD, _IF_EQUAL, _IF_AT_LEAST, _IF_ANY_BIT, _RETURN = 0x20, 0x15, 0x35, 0x45, 0x06
_NUMBER, _ARCHITECTURE, _ARGUMENTS = 0, 4, 16  # offsets into what the filter is shown

_Line = tuple[int, int, int, int]
"""An instruction, how many to skip if it holds and if not, and its value."""

_WRITING = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC
_TYPING = (0x5412, 0x541C)  # TIOCSTI, TIOCLINUX: into a terminal, as if by its user
_SIGNALLING = (8, 10, 15)  # F_SETOWN, F_SETSIG, F_SETOWN_EX: whom a file's news kills
_SIGNALLING_TOO = (0x8901, 0x8902)  # FIOSETOWN, SIOCSPGRP
# Refused by an argument: the calls, the argument's place, how it is compared, and with what.
_REFUSED_WITH: dict[str, tuple[tuple[int, int], int, int, tuple[int, ...]]] = {
    "open": ((2, 0), 1, _IF_ANY_BIT, (_WRITING,)),
    "openat": ((257, 56), 2, _IF_ANY_BIT, (_WRITING,)),
    "prlimit64": ((302, 261), 0, _IF_ANY_BIT, (0xFFFFFFFF,)),  # another's; 0 is the process itself
    "ioctl": ((16, 29), 1, _IF_EQUAL, (*_TYPING, *_SIGNALLING_TOO)),
    "fcntl": ((72, 25), 1, _IF_EQUAL, _SIGNALLING),
}


def install() -> bool:
    """Have the kernel refuse such calls to this thread for good.

    Returns:
        Whether it will; ``False`` on other systems and machines, and where the kernel declines.
    """
    machine = platform.machine()
    if sys.platform != "linux" or machine not in _ARCHITECTURES or sys.maxsize < 2**32:
        return False
    code = b"".join(struct.pack("HBBI", *line) for line in _program(machine))
    instructions = ctypes.create_string_buffer(code, len(code))
    program = struct.pack("HxxxxxxP", len(code) // 8, ctypes.addressof(instructions))
    libc = ctypes.CDLL(None, use_errno=True)
    if libc.prctl(_PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0):
        return False
    return not bool(libc.prctl(_PR_SET_SECCOMP, _SECCOMP_MODE_FILTER, program, 0, 0))


def _program(machine: str) -> Iterator[_Line]:
    column = _COLUMNS.index(machine)
    yield (_LOAD, 0, 0, _ARCHITECTURE)
    yield (_IF_EQUAL, 1, 0, _ARCHITECTURES[machine])
    yield (_RETURN, 0, 0, _KILL)
    yield (_LOAD, 0, 0, _NUMBER)
    yield (_IF_AT_LEAST, 0, 1, _X32)
    yield (_RETURN, 0, 0, _REFUSE)
    for numbers in _REFUSED.values():
        if numbers[column]:
            yield (_IF_EQUAL, 0, 1, numbers[column])
            yield (_RETURN, 0, 0, _REFUSE)
    for numbers, place, compare, values in _REFUSED_WITH.values():
        if numbers[column]:
            yield (_IF_EQUAL, 0, 2 + 2 * len(values), numbers[column])
            yield (_LOAD, 0, 0, _ARGUMENTS + 8 * place)  # its lower half: both are little-endian
            for value in values:
                yield (compare, 0, 1, value)
                yield (_RETURN, 0, 0, _REFUSE)
            yield (_LOAD, 0, 0, _NUMBER)
    yield (_RETURN, 0, 0, _ALLOW)
