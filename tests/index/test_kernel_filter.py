"""The kernel is told calls by their numbers; these are compared with the kernel's own tables."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from index.isolation import kernel_filter

HEADERS = {
    "x86_64": Path("/usr/include/x86_64-linux-gnu/asm/unistd_64.h"),
    "aarch64": Path("/usr/include/asm-generic/unistd.h"),
}
CALLS = dict(kernel_filter._REFUSED) | {
    name: numbers for name, (numbers, *_) in kernel_filter._REFUSED_WITH.items()
}


@pytest.mark.parametrize("machine", HEADERS)
def test_the_numbers_are_those_of_the_kernel(machine):
    if not HEADERS[machine].exists():
        pytest.skip("the kernel's headers are not installed")
    text = HEADERS[machine].read_text()
    there = re.findall(r"#define __NR(?:3264)?_(\w+)\s+(\d+)$", text, re.MULTILINE)
    known = {name: int(number) for name, number in there if name != "syscalls"}
    newest = max(known.values())
    for name, numbers in CALLS.items():
        number = numbers[kernel_filter._COLUMNS.index(machine)]
        assert known.get(name, 0) == number or number > newest, name


@pytest.mark.parametrize("machine", HEADERS)
def test_no_two_calls_have_one_number(machine):
    column = kernel_filter._COLUMNS.index(machine)
    numbers = [pair[column] for pair in CALLS.values() if pair[column]]
    assert len(set(numbers)) == len(numbers)


def test_the_ways_out_of_the_file_system_and_to_others_are_in_the_table():
    assert CALLS.keys() >= {
        *("unshare", "setns", "open_tree", "move_mount", "fsopen", "fsmount", "fsconfig"),
        *("mount_setattr", "umount2", "pivot_root", "keyctl", "add_key", "request_key"),
        *("setxattrat", "removexattrat", "process_madvise", "process_mrelease"),
        *("perf_event_open", "userfaultfd", "setpgid", "setsid", "ioctl", "fcntl"),
        *("shmget", "shmat", "msgget", "mq_open", "inotify_init1", "fanotify_init"),
    }
