#!/usr/bin/env bash
# Makes the small images of one disk in every format: tiny.* beside this script. The disk has an ext2 volume with a few
# files of made-up text; what could differ between two runs is fixed, except for ewfacquire's dates and the folders' own.
#
#   make_tiny.sh DIR    needs e2fsprogs, fdisk, qemu-utils, ewf-tools
set -euo pipefail

cd "$1"
mkdir -p tree/letters
for number in 1 2 3 4 5; do
    for line in {1..40}; do echo "Letter $number, line $line: the weather is fine, and nothing else is."; done \
        > "tree/letters/letter-$number.txt"
done
head -c 70000 /dev/zero | tr '\0' 'x' > tree/large.txt
# Bytes that no packing makes smaller: SHA-256 of the numbers from 1.
for number in {1..250}; do printf '%s' "$number" | sha256sum | cut -c1-64; done | tr -d '\n' \
    | sed 's/../\\x&/g' | xargs -0 printf '%b' > tree/noise.bin
find tree -exec touch -d '2024-02-29T12:00:00Z' {} +

truncate -s $((6144 * 1024)) tiny.raw
export E2FSPROGS_FAKE_TIME=1709208000
mke2fs -q -F -t ext2 -b 1024 -N 64 -L tiny -U 2a7f6d0e-5c1b-4b7e-9d0a-3f6f1f0c7e11 \
    -E offset=$((64 * 512)),hash_seed=2a7f6d0e-5c1b-4b7e-9d0a-3f6f1f0c7e11 -d tree tiny.raw 1536k
printf 'label: dos\nlabel-id: 0x7e57d15c\n64,3072,83\n' | sfdisk -q --no-reread --no-tell-kernel tiny.raw
# What lies behind the volume, so that formats that leave zeros out have something in the middle and at the end.
dd if=tree/noise.bin of=tiny.raw bs=1k seek=2600 conv=notrunc status=none
dd if=tree/large.txt of=tiny.raw bs=1k seek=6000 conv=notrunc status=none

convert() { qemu-img convert -f raw -O "$@"; }
convert vpc -o subformat=dynamic,force_size=on tiny.raw tiny.vhd
convert vpc -o subformat=fixed,force_size=on tiny.raw tiny-fixed.vhd
convert vhdx -o subformat=dynamic,block_size=1M tiny.raw tiny.vhdx
convert vdi tiny.raw tiny.vdi
convert qcow tiny.raw tiny.qcow
convert qcow2 -o compat=0.10,cluster_size=4096 tiny.raw tiny-v2.qcow2
convert qcow2 -c -o compat=1.1,cluster_size=4096 tiny.raw tiny.qcow2
convert vmdk -o subformat=monolithicSparse tiny.raw tiny.vmdk
convert vmdk -o subformat=streamOptimized tiny.raw tiny-stream.vmdk
convert vmdk -o subformat=monolithicFlat tiny.raw tiny-split.vmdk
split -d -a 3 -b 2M tiny.raw tiny.raw.

acquire() {
    ewfacquire -q -u -c fast -d sha1 -C tiny -E 1 -D 'made for tests' -e nobody -N '' "$@" tiny.raw >/dev/null
}
acquire -f encase2 -t tiny-encase2
acquire -f encase5 -b 16 -t tiny-encase5
acquire -f encase6 -b 32 -t tiny-encase6
acquire -f linen6 -t tiny-linen6
acquire -f smart -t tiny-smart
acquire -f ewfx -b 128 -t tiny-ewfx
rm -r tree
