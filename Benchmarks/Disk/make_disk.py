#!/usr/bin/env python3
"""Makes the benchmark's disk: the same names, contents and digests for the same seed and scale, all of them benign.

    make_disk.py FOLDER [--scale 1.0] [--seed 7]

FOLDER/disk.raw     an MBR with two volumes, NTFS (two thirds) and ext4 (one third), which hold photos with EXIF, small
                    pictures, PNGs, text, and binaries of mixed compressibility; a tenth of the files is deleted again
FOLDER/known.txt    1,000,000 SHA-256 digests: those of every 50th file, and others that are on no disk
FOLDER/disk.json    what was made: files, bytes, and a digest over all names and digests, which proves the content

At scale 1: about 11,000 files with 2 GB of content. Needs Pillow and numpy, mkntfs and ntfs-3g, mkfs.ext4 and debugfs,
and root (or sudo) for the one FUSE mount by which NTFS is filled. What the two file systems note of the time of their
making differs from run to run; nothing else does.
"""
import argparse, datetime, hashlib, json, os, pathlib, random, shutil, struct, subprocess
from concurrent.futures import ProcessPoolExecutor

import numpy as np
from PIL import Image, ImageDraw

MIB = 1 << 20
KNOWN = 1_000_000
# Kind: how many at scale 1, and the suffix.
KINDS = {"photo": (1000, "jpg"), "thumbnail": (6000, "jpg"), "screenshot": (250, "png"), "text": (3600, "txt"), "binary": (350, "bin")}
# A fixed time for every file: 2024-05-17T10:00:00Z.
WRITTEN = 1_715_940_000
WORDS = "harbour lamp seven copper orchard quiet ledger window maple under stone river paper green".split()


def picture(seed, width, height):
    """A smooth random scene with some shapes and a sensor's noise, so that it compresses as a camera's picture does."""
    rng = np.random.default_rng(seed)
    cells = rng.integers(0, 255, (int(rng.integers(4, 12)), int(rng.integers(4, 12)), 3), dtype=np.uint8)
    scene = Image.fromarray(cells).resize((width, height), Image.BICUBIC)
    draw = ImageDraw.Draw(scene)
    for _ in range(int(rng.integers(10, 60))):
        left, top = int(rng.integers(0, width)), int(rng.integers(0, height))
        right, bottom = left + int(rng.integers(4, width // 3)), top + int(rng.integers(4, height // 3))
        draw.rectangle([left, top, right, bottom], fill=tuple(int(v) for v in rng.integers(0, 255, 3)))
    noise = rng.integers(-6, 7, (height // 2, width // 2, 1), dtype=np.int16).repeat(2, 0).repeat(2, 1)
    return Image.fromarray((np.asarray(scene, dtype=np.int16) + noise).clip(0, 255).astype(np.uint8))


def exif(choice):
    """A camera's make and model, when and where: all made up."""
    tags = Image.Exif()
    tags[0x010F], tags[0x0110] = choice.choice([("Alder", "A1"), ("Beech", "B 200"), ("Cedar", "Phone 9")])
    tags[0x0132] = (datetime.datetime(2012, 1, 1) + datetime.timedelta(seconds=choice.randrange(380_000_000))).strftime("%Y:%m:%d %H:%M:%S")
    tags.get_ifd(0x8825).update({1: "N", 2: (float(choice.randint(0, 59)), 30.0, 1.5), 3: "W", 4: (float(choice.randint(0, 9)), 15.0, 2.5)})
    return tags


def write(job):
    """Makes one file; returns its name, size and SHA-256."""
    tree, name, kind, seed = job
    path, choice = pathlib.Path(tree, name), random.Random(seed)
    path.parent.mkdir(parents=True, exist_ok=True)
    if kind == "photo":
        size = choice.choice([(1600, 1200), (2048, 1536), (2592, 1944), (3264, 2448)])
        picture(seed, *size).save(path, "JPEG", quality=choice.choice([80, 88, 92]), exif=exif(choice))
    elif kind == "thumbnail":
        picture(seed, 320, 240).save(path, "JPEG", quality=75)
    elif kind == "screenshot":
        picture(seed, 800, 600).save(path, "PNG", compress_level=1)
    elif kind == "text":
        path.write_text(" ".join(choice.choices(WORDS, k=choice.randint(50, 20000))))
    else:
        size = int(2 ** choice.uniform(14, 24))
        block = choice.randbytes(min(size, MIB))
        if choice.random() < 0.5:  # half of them compress well
            block = block[: len(block) // 2] + bytes(len(block) - len(block) // 2)
            path.write_bytes((block * (size // len(block) + 1))[:size])
        else:
            path.write_bytes(choice.randbytes(size))
    os.utime(path, (WRITTEN, WRITTEN))
    content = path.read_bytes()
    return name, len(content), hashlib.sha256(content).hexdigest()


def jobs(tree, scale, seed):
    number = 0
    for kind, (count, suffix) in KINDS.items():
        for i in range(max(1, round(count * scale))):
            top = "Users/dana" if i % 3 else "Windows/System32"
            yield tree, f"{top}/{kind}/{i // 200:03d}/{kind}{i:05d}.{suffix}", kind, seed * 1_000_003 + number
            number += 1


def run(*command, **options):
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, **options)


def as_root(*command):
    run(*(() if os.geteuid() == 0 else ("sudo",)), *command)


def make_ntfs(volume, size, tree, names, deleted):
    with open(volume, "wb") as f:
        f.truncate(size)
    run("mkntfs", "-F", "-Q", "-q", volume)
    mount = volume + ".mount"
    os.makedirs(mount, exist_ok=True)
    as_root("ntfs-3g", "-o", f"uid={os.getuid()},gid={os.getgid()},umask=077", volume, mount)
    try:
        for name in names:
            to = pathlib.Path(mount, name)
            to.parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(pathlib.Path(tree, name), to)
        os.sync()
        for name in deleted:
            os.remove(os.path.join(mount, name))
    finally:
        os.sync()
        as_root("umount", mount)
        os.rmdir(mount)


def make_ext4(volume, size, tree, names, deleted):
    part = volume + ".tree"
    for name in names:
        to = pathlib.Path(part, name)
        to.parent.mkdir(parents=True, exist_ok=True)
        os.link(pathlib.Path(tree, name), to)
    fixed = {**os.environ, "E2FSPROGS_FAKE_TIME": str(WRITTEN)}
    with open(volume, "wb") as f:
        f.truncate(size)
    uuid = "c0ffee00-0000-4000-8000-000000000007"
    run("mkfs.ext4", "-q", "-F", "-U", uuid, "-E", f"hash_seed={uuid},lazy_itable_init=0", "-d", part, volume, env=fixed)
    commands = "".join(f"rm /{name}\n" for name in deleted)
    run("debugfs", "-w", "-f", "-", volume, input=commands.encode(), env=fixed)
    shutil.rmtree(part)


def copy_into(disk, start, volume):
    """Copies a volume into the disk, leaving out what is zeros; then the volume's own file is not needed any more."""
    with open(volume, "rb") as source:
        disk.seek(start)
        while block := source.read(MIB):
            if block.count(0) == len(block):
                disk.seek(len(block), os.SEEK_CUR)
            else:
                disk.write(block)
    os.remove(volume)


def make_disk(folder, tree, made):
    total = sum(size for _, size, _ in made)
    names = [name for name, _, _ in made]
    deleted = [name for n, name in enumerate(names) if n % 10 == 3]
    third, deleted_third = names[::3], [name for name in names[::3] if name in set(deleted)]
    volumes = [(7, make_ntfs, (int(total * 1.25) // MIB + 64) * MIB, names, deleted),
               (0x83, make_ext4, (int(total * 0.6) // MIB + 64) * MIB, third, deleted_third)]
    with open(f"{folder}/disk.raw.next", "wb") as disk:
        disk.truncate(MIB + sum(v[2] for v in volumes) + MIB)
        table, start, sectors = b"", MIB, []
        for kind, make, size, *contents in volumes:
            volume = f"{folder}/volume"
            make(volume, size, tree, *contents)
            copy_into(disk, start, volume)
            table += struct.pack("<B3sB3sII", 0, bytes(3), kind, bytes(3), start // 512, size // 512)
            sectors.append(start // 512)
            start += size
        disk.seek(446)
        disk.write(table + bytes(32) + b"\x55\xaa")
    os.rename(f"{folder}/disk.raw.next", f"{folder}/disk.raw")
    return sectors


def write_known(path, made):
    on_disk = [digest for _, _, digest in made[::50]]
    with open(path, "w") as known:
        known.writelines(digest + "\n" for digest in on_disk)
        known.writelines(hashlib.sha256(b"on no disk %d" % i).hexdigest() + "\n" for i in range(KNOWN - len(on_disk)))
    return len(on_disk)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder")
    parser.add_argument("--scale", type=float, default=1.0)
    parser.add_argument("--seed", type=int, default=7)
    options = parser.parse_args()
    folder, tree = options.folder, options.folder + "/tree"
    shutil.rmtree(tree, ignore_errors=True)
    os.makedirs(tree)
    with ProcessPoolExecutor() as pool:
        made = list(pool.map(write, jobs(tree, options.scale, options.seed), chunksize=8))
    hits = write_known(f"{folder}/known.txt", made)
    sectors = make_disk(folder, tree, made)
    shutil.rmtree(tree)
    proof = hashlib.sha256("".join(f"{digest} {size} {name}\n" for name, size, digest in made).encode()).hexdigest()
    kept = [size for n, (_, size, _) in enumerate(made) if n % 10 != 3] + [size for n, (_, size, _) in enumerate(made) if n % 10 != 3 and n % 3 == 0]
    about = {"scale": options.scale, "seed": options.seed, "allocated_files": len(kept), "allocated_byte_count": sum(kept),
             "volume_sectors": sectors, "disk_byte_count": os.path.getsize(f"{folder}/disk.raw"), "known": KNOWN, "known_on_disk": hits, "content_sha256": proof}
    pathlib.Path(folder, "disk.json").write_text(json.dumps(about, indent=1) + "\n")
    print(json.dumps(about))


if __name__ == "__main__":
    main()
