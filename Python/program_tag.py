"""The platform tag of a wheel with a program in it: what the program itself says that it needs."""

from __future__ import annotations

import re
import struct
from pathlib import Path

_MACHINES = {62: "x86_64", 183: "aarch64", 243: "riscv64"}
_CPU_TYPES = {0x01000007: "x86_64", 0x0100000C: "arm64"}
_SHT_GNU_VERNEED = 0x6FFFFFFE


def platform_tag(program: Path) -> str:
    """`manylinux_2_NN_x86_64` with the newest glibc that the program's symbols name, `linux_x86_64` where they name
    none, `macosx_15_0_arm64` with the oldest system that it runs on.

    Raises:
        ValueError: it is no program of Linux or macOS with 64 bits.
    """
    data = program.read_bytes()
    if data[:4] == b"\x7fELF" and data[4:6] == b"\x02\x01":
        machine = _MACHINES.get(struct.unpack_from("<H", data, 18)[0])
        if machine is None:
            raise ValueError(f"{program}: an ELF file of an unknown machine")
        version = _glibc(data)
        return f"linux_{machine}" if version is None else f"manylinux_{version[0]}_{version[1]}_{machine}"
    if data[:4] == b"\xcf\xfa\xed\xfe":
        return _macos(data, program)
    raise ValueError(f"{program} is no program of Linux or macOS with 64 bits")


def _glibc(data: bytes) -> tuple[int, int] | None:
    """The newest version GLIBC_2.NN that symbols of the program need; nil without any."""
    at, size, count, names_index = struct.unpack_from("<Q", data, 40)[0], *struct.unpack_from("<HHH", data, 58)
    sections = [struct.unpack_from("<IIQQQQIIQQ", data, at + i * size) for i in range(count)]
    del names_index
    versions: list[tuple[int, int]] = []
    for section in sections:
        if section[1] != _SHT_GNU_VERNEED:
            continue
        strings = sections[section[6]]
        need = section[4]
        for _ in range(section[7]):
            _, entries, _, first, following = struct.unpack_from("<HHIII", data, need)
            entry = need + first
            for _ in range(entries):
                _, _, _, name, ahead = struct.unpack_from("<IHHII", data, entry)
                start = strings[4] + name
                text = data[start : data.index(b"\0", start)].decode()
                match = re.fullmatch(r"GLIBC_(\d+)\.(\d+)(?:\.\d+)?", text)
                if match:
                    versions.append((int(match[1]), int(match[2])))
                entry += ahead
            need += following
    return max(versions, default=None)


def _macos(data: bytes, program: Path) -> str:
    """From LC_BUILD_VERSION, or the older LC_VERSION_MIN_MACOSX."""
    cpu = _CPU_TYPES.get(struct.unpack_from("<I", data, 4)[0])
    commands = struct.unpack_from("<I", data, 16)[0]
    at = 32
    for _ in range(commands):
        command, size = struct.unpack_from("<II", data, at)
        if command in (0x32, 0x24) and cpu is not None:
            oldest = struct.unpack_from("<I", data, at + (12 if command == 0x32 else 8))[0]
            return f"macosx_{oldest >> 16}_{oldest >> 8 & 255 if oldest >> 16 == 10 else 0}_{cpu}"
        at += size
    raise ValueError(f"{program}: a Mach-O file that does not say which macOS it needs")
