#!/usr/bin/env python3
"""Makes fs-yaffs2.raw: a NAND dump of a YAFFS2 file system, 2048-byte pages with 64 bytes of spare area each.

The layout of an object's header and of a chunk's tags: yaffs2, yaffs_guts.h (struct yaffs_obj_hdr) and
yaffs_packedtags2.h. A log: what is written later replaces what was written before. Content is deterministic.
"""
import hashlib
import struct
import sys

PAGE, SPARE, PAGES = 2048, 64, 64
FILE, SYMLINK, DIRECTORY, HARDLINK = 1, 2, 3, 4
ROOT, LOST_AND_FOUND, UNLINKED, DELETED = 1, 2, 3, 4
FIRST_SEQUENCE = 0x1000
BLOCKS = 8
NOON = 1795478400  # 2026-11-24 00:00 UTC


class Log:
    def __init__(self):
        self.chunks = []

    def append(self, page, obj, chunk, size):
        sequence = FIRST_SEQUENCE + len(self.chunks) // PAGES
        tags = struct.pack("<IIII", sequence, obj, chunk, size)
        self.chunks.append(page.ljust(PAGE, b"\xff") + tags.ljust(SPARE, b"\xff"))

    def header(self, obj, kind, parent, name, mode, size=0, same_as=0, target=b"", time=NOON):
        page = struct.pack("<IIH", kind, parent, 0xFFFF) + name.ljust(256, b"\0") + b"\xff\xff"
        page += struct.pack("<IIIIII", mode, 1000, 1000, time, time + 1, time + 2)
        page += struct.pack("<iI", size if kind == FILE else -1, same_as)
        page += target.ljust(160, b"\0")
        page = page.ljust(496, b"\0") + struct.pack("<Iiii", 0, -1, 0, 0)
        self.append(page, obj, 0, 0xFFFF)

    def data(self, obj, content, first=1):
        for number in range(0, max(len(content), 1), PAGE):
            part = content[number:number + PAGE]
            if part:
                self.append(part, obj, first + number // PAGE, len(part))

    def file(self, obj, parent, name, content, time=NOON):
        self.header(obj, FILE, parent, name, 0o100644, 0, time=time)
        self.data(obj, content)
        self.header(obj, FILE, parent, name, 0o100644, len(content), time=time)

    def image(self):
        blank = (b"\xff" * (PAGE + SPARE))
        return b"".join(self.chunks + [blank] * (BLOCKS * PAGES - len(self.chunks)))


def content(name, size):
    """Bytes that say where they come from, so that a misplaced page shows."""
    out = bytearray()
    counter = 0
    while len(out) < size:
        out += hashlib.sha256(f"{name} {counter}".encode()).digest()
        counter += 1
    return bytes(out[:size])


log = Log()
log.header(ROOT, DIRECTORY, ROOT, b"", 0o40755)
log.header(LOST_AND_FOUND, DIRECTORY, ROOT, b"lost+found", 0o40755)
log.header(257, DIRECTORY, ROOT, b"DCIM", 0o40755)
log.header(258, DIRECTORY, 257, b"Camera", 0o40755)
for number in range(6):
    name = b"IMG_%04d.jpg" % number
    log.file(260 + number, 258, name, b"\xff\xd8\xff\xe0" + content(name, 3000 * number + 17), NOON + 60 * number)
log.file(270, ROOT, b"empty", b"")
log.file(271, ROOT, b"one-page", content("one-page", PAGE))
log.file(272, ROOT, b"bytes \x01\xff.bin", content("bytes", 5000))
log.header(273, SYMLINK, ROOT, b"link", 0o120777, target=b"DCIM/Camera")
log.header(274, HARDLINK, ROOT, b"again.jpg", 0o100644, same_as=261)
# Its second page is written again: the later one holds.
log.file(275, ROOT, b"changed", content("before", 3 * PAGE))
log.data(275, content("after", PAGE), first=2)
log.header(275, FILE, ROOT, b"changed", 0o100644, 3 * PAGE)
# Deleted: its pages are still there, and its header stands in the folder of the unlinked.
log.file(276, 257, b"gone.jpg", content("gone", 7000))
log.header(276, FILE, UNLINKED, b"unlinked", 0o100644, 7000)
log.header(276, FILE, DELETED, b"deleted", 0o100644, 0)
log.file(277, ROOT, b"large", content("large", 300_000))
with open(sys.argv[1], "wb") as file:
    file.write(log.image())
