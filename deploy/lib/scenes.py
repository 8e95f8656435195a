"""What happens between the commands of docs/deploy.md: what people carry, what befalls hosts, and what must then be so."""
import re, shutil, subprocess

HOSTS = ("c1", "w1", "w2", "authority", "db2")
ANYBODY = "anybody"
# What the document installs.
PACKAGES = ("postgresql", "curl", "nfs-common")
IMAGE = "/evidence/2026-117/laptop.E01"
EXHIBIT = "laptop.E01"

# Where in the document each scene belongs: (section, number of the block within), before or after it.
BEFORE = {
    ("The package", 2): "brings_package",
    ("c1 and w1: the evidence", 2): "stands_in_for_nfs",
    ("A disk fills", 1): "fills_disk_and_frees_it",
    ("A certificate ends", 2): "carries_renewed",
    ("A worker misbehaves", 3): "quarantines",
    ("A worker misbehaves", 5): "carries_revoked",
    ("A worker misbehaves", 7): "carries_issued_again",
    ("PostgreSQL moves", 2): "carries_database_certificate",
    ("PostgreSQL moves", 4): "carries_dump",
    ("A new version", 2): "brings_next_package",
}
AFTER = {
    ("Certificates", 1): "carries_identities",
    ("w1 and w2: the workers", 1): "are_confined",
    ("The first examination", 1): "found_the_same",
    ("A disk fills", 1): "went_on",
    ("A certificate ends", 2): "picked_up",
    ("A worker misbehaves", 5): "refused",
    ("A worker misbehaves", 7): "is_let_in",
    ("PostgreSQL moves", 5): "examines_there",
    ("A new version", 3): "examines_anew",
}
PLACES = {*BEFORE, *AFTER}


class Play:
    def __init__(self, lab, bare, package, root, say):
        self.lab, self.package, self.root, self.say = lab, package, root, say
        for name in HOSTS:
            lab.add(name, bare)
        for host in lab.hosts.values():
            host.boot()
            host.must(f"cat > /etc/hosts <<'END'\n{lab.names()}END")
            host.must(f"useradd --create-home --shell /bin/bash {ANYBODY}")
        self.put_evidence()
        # The database's disk is small, so that it can be filled.
        self.c1.must("mkdir -p /var/lib/postgresql && mount -t tmpfs -o size=300m database /var/lib/postgresql")

    def __getattr__(self, name):
        if name in HOSTS:
            return self.lab.hosts[name]
        raise AttributeError(name)

    def before(self, place):
        self.perform(BEFORE.get(place))

    def after(self, place):
        self.perform(AFTER.get(place))

    def perform(self, scene):
        if scene:
            self.say(f"({scene.replace('_', ' ')})")
            getattr(self, scene)()

    # What people carry

    def carry(self, path, source, target, to=None):
        """A file or a folder from one host to root's home on another."""
        name = to or path.rsplit("/", 1)[-1]
        outside = target.outside / name
        source.must(f"rm -rf /mnt/carried && cp -r {path} /mnt/carried")
        shutil.rmtree(outside, ignore_errors=True)
        carried = source.outside / "carried"
        (shutil.copytree if carried.is_dir() else shutil.copy)(carried, outside)
        target.must(f"rm -rf /root/{name} && mv /mnt/{name} /root/{name}")

    def from_authority(self, path, target, to=None):
        self.carry(f"/home/{ANYBODY}/{path}", self.authority, target, to)

    def brings_package(self):
        for host in (self.c1, self.w1, self.w2, self.authority):
            shutil.copy(self.package, host.outside)
            host.must(f"mv /mnt/{self.package.name} /root/caseload_0.1.0_amd64.deb")

    def brings_next_package(self):
        """The same program, as the next version."""
        tree = self.lab.work / "next"
        subprocess.run(["dpkg-deb", "--raw-extract", self.package, tree], check=True)
        control = tree / "DEBIAN/control"
        control.write_text(re.sub("(?m)^Version: .*", "Version: 0.2.0", control.read_text()))
        built = self.lab.work / "next.deb"
        subprocess.run(["dpkg-deb", "-Zgzip", "-z1", "--build", tree, built], check=True, stdout=subprocess.DEVNULL)
        for host in (self.c1, self.w1, self.w2):
            shutil.copy(built, host.outside)
            host.must("mv /mnt/next.deb /root/caseload_0.2.0_amd64.deb")

    def carries_identities(self):
        for name in ("c1", "w1", "w2"):
            self.from_authority(name, self.lab.hosts[name])

    def carries_renewed(self):
        self.ends = self.certificate_ends()
        self.from_authority("new", self.w1)

    def carries_revoked(self):
        for host in (self.c1, self.w1, self.w2):
            self.from_authority("caseload-authority/revoked.pem", host)

    def carries_issued_again(self):
        self.from_authority("w2-again", self.w2)

    def carries_database_certificate(self):
        self.from_authority("db2", self.db2)

    def carries_dump(self):
        self.carry("/var/tmp/caseload.dump", self.c1, self.db2)
        self.db2.must("install -o postgres -m 600 /root/caseload.dump /var/tmp/caseload.dump")

    # The evidence

    def put_evidence(self):
        for host in (self.c1, self.w1):
            evidence = host.outside / "evidence"
            for source, folder in ((EXHIBIT, "2026-117"), ("known.json", "known")):
                (evidence / folder).mkdir(parents=True)
                shutil.copy(self.root / "Tests/Fixtures/demo" / source, evidence / folder)
            # Only a group may read it.
            host.must("chgrp -R 2001 /mnt/evidence && chmod -R u=rwX,g=rX,o= /mnt/evidence")

    def stands_in_for_nfs(self):
        for host in (self.c1, self.w1):
            host.must(
                "printf '#!/bin/sh\\nexec mount --bind -o ro,nosuid,nodev,noexec /mnt/evidence \"$2\"\\n' > /sbin/mount.nfs"
                " && chmod 755 /sbin/mount.nfs")

    # What befalls hosts

    def fills_disk_and_frees_it(self):
        for worker in (self.w1, self.w2):
            worker.must("systemctl stop caseload-worker")
        self.add("DISK")
        self.c1.run("dd if=/dev/zero of=/var/lib/postgresql/ballast bs=1M")
        for worker in (self.w1, self.w2):
            worker.must("systemctl start caseload-worker")
        until(lambda: "No space left" in self.journal(self.c1, "caseload-coordinator"), "the full disk is said")
        self.c1.must("rm /var/lib/postgresql/ballast")

    def quarantines(self):
        self.c1.must(
            "runuser -u postgres -- psql --quiet --command \"UPDATE workers SET state = 'quarantined', "
            "state_reason = 'tried out' WHERE name = 'w1'\" caseload")

    # What must be so

    def are_confined(self):
        """What the units promise is what the kernel says of the processes; a static look at a unit cannot tell."""
        for host, unit in ((self.c1, "caseload-coordinator"), (self.w1, "caseload-worker"), (self.w2, "caseload-worker")):
            process = host.must(f"systemctl show --property MainPID --value {unit}").strip()
            status = dict(re.findall(r"(?m)^(\w+):\s*(\S+)", host.must(f"cat /proc/{process}/status")))
            assert (status["NoNewPrivs"], status["Seccomp"]) == ("1", "2"), status
            assert int(status["CapEff"], 16) == int(status["CapBnd"], 16) == 0, status
            assert int(host.must(f"cat /proc/{process}/uid_map").split()[2]) == 1, "it sees other users than root and itself"
            mounts = host.must(f"cat /proc/{process}/mountinfo")
            assert re.search(r"(?m)^\d+ \d+ \S+ / / ro[, ]", mounts), f"{unit} may write to its host: {mounts}"
            children = host.must(f"cat /proc/{process}/task/*/children").split()
            for child in children:
                own = re.search(r"(?m)^Seccomp_filters:\s*(\d+)", host.must(f"cat /proc/{child}/status"))[1]
                assert int(own) > int(status["Seccomp_filters"]), f"{child} of {unit} has no filter of its own"

    def found_the_same(self):
        folder = "/var/tmp/alone"
        self.c1.must(f"install -d -o caseload {folder}")
        self.caseload(f"examine {IMAGE} --case ALONE --hash-set /evidence/known/known.json --data {folder}")
        self.alone = self.caseload(f"exhibit digest ALONE {EXHIBIT} --data {folder}")
        self.examined_as_alone("2026-117")
        self.streamed_and_killed()

    def streamed_and_killed(self):
        """By the worker without evidence alone, while both roles die: systemd starts them again."""
        self.caseload("worker drain w1")
        self.add("STREAMED")
        self.c1.must("systemctl kill --signal KILL caseload-coordinator")
        self.w2.must("systemctl kill --signal KILL caseload-worker")
        self.examined_as_alone("STREAMED")
        self.caseload("worker resume w1")

    def went_on(self):
        self.examined_as_alone("DISK")

    def picked_up(self):
        until(lambda: self.certificate_ends() > self.ends, "the worker shows the renewed certificate")

    def refused(self):
        until(lambda: self.w2.run("curl --silent http://127.0.0.1:9465/readyz").words != "ready\n", "w2 is not ready")
        until(lambda: re.search("revoked.*w2|w2.*revoked", self.journal(self.c1, "caseload-coordinator")), "c1 says that w2 is refused")

    def is_let_in(self):
        until(lambda: self.w2.run("curl --silent http://127.0.0.1:9465/readyz").words == "ready\n", "w2 is ready again")

    def examines_there(self):
        self.examine("MOVED")

    def examines_anew(self):
        self.examine("NEXT")

    def end(self):
        for host, unit in ((self.c1, "caseload-coordinator"), (self.w1, "caseload-worker"), (self.w2, "caseload-worker")):
            host.must(f"systemctl is-active {unit}")
            host.must(f"systemctl stop {unit}")
            # It ended by itself, as asked.
            status = host.must(f"systemctl show --property Result --property ExecMainStatus {unit}")
            assert "Result=success" in status and "ExecMainStatus=0" in status, status

    # How it is found out

    def caseload(self, words):
        return self.c1.must(f"runuser -u caseload -- caseload {words}")

    def add(self, case):
        self.caseload(f"case create {case}")
        self.caseload(f"exhibit add {case} {IMAGE}")

    def examine(self, case):
        self.add(case)
        self.caseload(f"case status {case} --watch")
        self.examined_as_alone(case)

    def examined_as_alone(self, case):
        until(lambda: '"state":"done"' in self.caseload(f"exhibit status {case} --format jsonl"), f"{case} is examined")
        digest = self.caseload(f"exhibit digest {case} {EXHIBIT}")
        found = lambda words: re.findall(r"\b[0-9a-f]{64}\b", words)
        assert found(digest) and found(digest) == found(self.alone), f"{digest} is not {self.alone}"
        self.say(f"{case}: the findings are those of one machine: {found(digest)[0]}")

    def certificate_ends(self):
        metrics = self.w1.must("curl --silent http://127.0.0.1:9465/metrics")
        return float(re.search(r"(?m)^caseload_certificate_end_timestamp_seconds(?:{.*})? (.*)$", metrics)[1])

    def journal(self, host, unit):
        return host.must(f"journalctl --unit {unit} --no-pager")


def until(condition, what):
    from hosts import until as wait
    return wait(condition, what)
