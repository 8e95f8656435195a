#!/usr/bin/env python3
"""Makes the README's example: make_laptop.py FOLDER writes laptop.E01 there.

A disk of 32 MiB with a GPT: NTFS (a person's pictures, a picture in an alternate data stream, a deleted one), FAT16 (a
camera's card) and ext4 (another system's home folders). Every picture is drawn here. Needs Pillow, ntfs-3g,
dosfstools and mtools, e2fsprogs, fdisk, ewf-tools, and root for the NTFS mount.
"""
import hashlib, os, pathlib, random, shutil, subprocess, sys

from PIL import Image, ImageDraw

MIB = 1 << 20
WRITTEN = 1_764_000_000
BASIC_DATA, LINUX = "EBD0A0A2-B9E5-4433-87C0-68B6B72699C7", "0FC63DAF-8483-4772-8E79-3D69D8477DE4"
# Name, type, first sector and sectors of each volume.
VOLUMES = [("System", BASIC_DATA, 2048, 32768), ("Camera", BASIC_DATA, 34816, 16384), ("Home", LINUX, 51200, 12288)]
WORDS = "the river was quiet and nobody had come down to the landing since the lamps were lit".split()


def picture(seed, width=320, height=240):
    """Hills under a sky, the same ones for the same seed."""
    choice = random.Random(seed)
    top = [choice.randint(90, 255) for _ in range(3)]
    scene = Image.new("RGB", (width, height))
    draw = ImageDraw.Draw(scene)
    for y in range(height):
        draw.line([(0, y), (width, y)], fill=tuple(int(c * (0.5 + y / height / 2)) for c in top))
    for layer in range(4):
        level, points = height * (0.45 + layer * 0.13), [(0, height)]
        for x in range(0, width + 40, 40):
            points.append((x, level + choice.randint(-28, 28)))
        draw.polygon(points + [(width, height)], fill=tuple(choice.randint(20, 150) // (layer + 1) + 20 for _ in range(3)))
    return scene


def save(path, seed, **size):
    path.parent.mkdir(parents=True, exist_ok=True)
    scene = picture(seed, **size)
    scene.save(path, "PNG" if path.suffix == ".png" else "JPEG", **({} if path.suffix == ".png" else {"quality": 82}))


def text(path, seed, count):
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(" ".join(random.Random(seed).choices(WORDS, k=count)) + "\n")


def run(*command, **options):
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, **options)


def fill_ntfs(mount):
    pictures = mount / "Users/dana/Pictures"
    for i in range(1, 41):
        save(pictures / f"2024/IMG_{i:04d}.jpg", i)
    for i in range(1, 13):
        save(pictures / f"Screenshots/screen {i}.png", 100 + i, width=240, height=180)
    shutil.copyfile(pictures / "2024/IMG_0007.jpg", mount / "Users/dana/budget.xls")
    save(mount / "Users/dana/Downloads/holiday.jpg", 200)
    save(mount / "Users/dana/Downloads/gone.jpg", 201)
    text(mount / "Users/dana/Documents/letter.txt", 1, 300)
    text(mount / "Users/dana/Documents/manual.pdf.txt", 2, 4000)
    setup = mount / "Users/dana/Downloads/setup.exe"
    setup.write_bytes(b"MZ" + random.Random(3).randbytes(60_000))
    save(mount / "hidden.jpg", 202)
    os.setxattr(setup, b"user.hidden.jpg", (mount / "hidden.jpg").read_bytes())
    os.remove(mount / "hidden.jpg")
    for i in range(60):
        text(mount / f"Windows/System32/config/part{i:02d}.log", 10 + i, 400 + i * 7)
    os.sync()
    os.remove(mount / "Users/dana/Downloads/gone.jpg")


def fill_camera(tree):
    for i in range(1, 21):
        save(tree / f"DCIM/100CAMRA/DSC_{i:04d}.JPG", 300 + i)


def fill_home(tree):
    for i in range(1, 16):
        save(tree / f"home/robin/photos/p{i:02d}.jpg", 400 + i)
    save(tree / "home/robin/.cache/thumb.dat.jpg", 7)  # the same picture as IMG_0007.jpg on the first volume
    text(tree / "home/robin/notes.txt", 5, 250)
    os.symlink("photos/p01.jpg", tree / "home/robin/favourite")


def stamp(tree):
    for path in sorted(tree.rglob("*"), reverse=True):
        os.utime(path, (WRITTEN, WRITTEN), follow_symlinks=False)


def make_ntfs(volume, work):
    run("mkntfs", "-F", "-Q", "-q", "-L", "SYSTEM", volume)
    mount = work / "mount"
    mount.mkdir()
    run("ntfs-3g", "-o", "streams_interface=xattr", volume, mount)
    try:
        fill_ntfs(mount)
        stamp(mount)
    finally:
        os.sync()
        run("umount", mount)


def make_camera(volume, work):
    run("mkfs.vfat", "-F", "16", "-s", "2", "-n", "CAMERA", "-i", "CA5E10AD", "--invariant", volume)
    tree = work / "camera"
    fill_camera(tree)
    stamp(tree)
    run("mcopy", "-s", "-m", "-i", volume, tree / "DCIM", "::/")
    run("mdel", "-i", volume, "::/DCIM/100CAMRA/DSC_0013.JPG")


def make_home(volume, work):
    tree = work / "home"
    fill_home(tree)
    stamp(tree)
    uuid = "ca5e10ad-0000-4000-8000-000000000001"
    run("mkfs.ext4", "-q", "-F", "-b", "1024", "-L", "home", "-U", uuid, "-E", f"hash_seed={uuid}", "-d", tree, volume,
        env={**os.environ, "E2FSPROGS_FAKE_TIME": str(WRITTEN)})


def main():
    folder = pathlib.Path(sys.argv[1]).resolve()
    work = folder / "work"
    work.mkdir(parents=True)
    disk = work / "laptop.raw"
    with open(disk, "wb") as f:
        f.truncate(32 * MIB)
    table = "label: gpt\nlabel-id: CA5E10AD-0000-4000-8000-000000000000\n" + "".join(
        f"start={start}, size={size}, type={kind}, name={name}, uuid=CA5E10AD-0000-4000-8000-00000000001{n}\n"
        for n, (name, kind, start, size) in enumerate(VOLUMES))
    run("sfdisk", "-q", disk, input=table.encode())
    for make, (_, _, start, size) in zip((make_ntfs, make_camera, make_home), VOLUMES):
        volume = work / "volume"
        with open(volume, "wb") as f:
            f.truncate(size * 512)
        make(volume, work)
        run("dd", f"if={volume}", f"of={disk}", "bs=512", f"seek={start}", "conv=notrunc,sparse")
        volume.unlink()
    run("ewfacquire", "-u", "-q", "-t", folder / "laptop", "-c", "deflate:best", "-f", "encase6", "-C", "EXAMPLE-1", "-D", "a made-up laptop",
        "-e", "nobody", "-E", "LAPTOP-1", "-N", "made for the README", "-m", "fixed", "-M", "physical", disk)
    print(hashlib.sha256(disk.read_bytes()).hexdigest())
    shutil.rmtree(work)


if __name__ == "__main__":
    main()
