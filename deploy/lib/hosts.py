"""Hosts on one machine: each a Debian with systemd as its first process, an address, and a name that the others know.

They are namespaces of this machine, joined by a bridge in one more, with no way out. It needs root, and ip and unshare.
"""
import os, pathlib, secrets, shutil, signal, subprocess, time

BOOT = pathlib.Path(__file__).with_name("boot-host")
DOMAIN = "lab.example"


def call(*words):
    subprocess.run([str(w) for w in words], check=True, stdin=subprocess.DEVNULL)


class Outcome:
    def __init__(self, status, words):
        self.status, self.words = status, words


class Host:
    """One of them. Its root is `lower` with what it changes itself, in `own`; /mnt is a folder that the checker sees too."""

    def __init__(self, lab, name, lower):
        self.lab, self.name, self.address = lab, name, lab.next_address()
        self.namespace = f"{lab.prefix}{name}"
        self.own, self.lower = lab.work / name, lower
        self.outside = self.own / "outside"
        self.outside.mkdir(parents=True)
        lab.join(self.namespace, self.address)

    def boot(self):
        group = self.lab.groups / self.namespace
        group.mkdir()
        enter = lambda: (group / "cgroup.procs").write_text("0")
        self.process = subprocess.Popen(
            ["ip", "netns", "exec", self.namespace, "unshare", "--mount", "--uts", "--ipc", "--pid", "--cgroup", "--fork",
             "--kill-child=KILL", BOOT, self.lower, self.own, self.name],
            preexec_fn=enter, stdin=subprocess.DEVNULL)
        self.first = self.child()
        until(lambda: self.run("systemctl is-system-running").words.strip() in ("running", "degraded"), f"{self.name} booted")

    def child(self):
        """systemd's number as this machine counts: the one child of unshare."""
        children = pathlib.Path(f"/proc/{self.process.pid}/task/{self.process.pid}/children")
        return until(lambda: children.read_text().split(), f"{self.name} has a first process")[0]

    def run(self, command, user="root", timeout=900):
        """What a person would type there in the user's home; both streams are heard as one."""
        typed = ["runuser", "--login", user, "--command", command] if user != "root" else ["bash", "-c", command]
        result = subprocess.run(
            ["nsenter", "--target", self.first, "--mount", "--uts", "--ipc", "--net", "--pid", "--cgroup", "--root", "--wd",
             "env", "-i", "--chdir=/root", "PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin", "HOME=/root",
             "LC_ALL=C.UTF-8", "DEBIAN_FRONTEND=noninteractive", *typed],
            stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, timeout=timeout)
        return Outcome(result.returncode, result.stdout.decode(errors="replace"))

    def must(self, command, user="root"):
        outcome = self.run(command, user)
        if outcome.status != 0:
            raise SystemExit(f"{self.name}: {command}\n{outcome.words}\nended with {outcome.status}")
        return outcome.words

    def end(self):
        if hasattr(self, "process"):
            self.process.kill()
            self.process.wait()
        group = self.lab.groups / self.namespace
        if group.exists():
            until(lambda: emptied(group), f"{self.name}'s processes have ended")


class Lab:
    """The network, and who is in it."""

    def __init__(self, work):
        self.work, self.hosts, self.namespaces = work, {}, []
        self.prefix = f"guide{secrets.token_hex(2)}-"
        self.bridge = self.prefix + "net"
        unified = pathlib.Path("/sys/fs/cgroup/unified")
        self.groups = unified if unified.is_dir() else pathlib.Path("/sys/fs/cgroup")
        call("ip", "netns", "add", self.bridge)
        call("ip", "-n", self.bridge, "link", "add", "name", "switch", "type", "bridge")
        call("ip", "-n", self.bridge, "link", "set", "switch", "up")

    def add(self, name, lower):
        host = self.hosts[name] = Host(self, name, lower)
        return host

    def next_address(self):
        return f"10.78.0.{len(self.namespaces) + 1}"

    def join(self, namespace, address):
        """Makes a network namespace that has this address in the lab's network."""
        self.namespaces.append(namespace)
        port = f"p{len(self.namespaces)}"
        call("ip", "netns", "add", namespace)
        call("ip", "-n", namespace, "link", "add", "eth", "type", "veth", "peer", "name", port, "netns", self.bridge)
        call("ip", "-n", self.bridge, "link", "set", port, "master", "switch")
        call("ip", "-n", self.bridge, "link", "set", port, "up")
        call("ip", "-n", namespace, "address", "add", f"{address}/24", "dev", "eth")
        for link in ("eth", "lo"):
            call("ip", "-n", namespace, "link", "set", link, "up")

    def names(self):
        """What lets all of them know each other: the text of /etc/hosts."""
        lines = [f"{host.address} {host.name}.{DOMAIN} {host.name}" for host in self.hosts.values()]
        return "127.0.0.1 localhost\n" + "\n".join(lines) + "\n"

    def end(self):
        for host in self.hosts.values():
            host.end()
        for namespace in (*self.namespaces, self.bridge):
            subprocess.run(["ip", "netns", "delete", namespace], stderr=subprocess.DEVNULL)


def make_debian(folder, variant, *options):
    fresh = folder.with_suffix(".fresh")
    shutil.rmtree(fresh, ignore_errors=True)
    call("mmdebstrap", "--quiet", f"--variant={variant}", "--dpkgopt=force-unsafe-io", *options, "bookworm", fresh,
         os.environ.get("MIRROR", "http://deb.debian.org/debian"))
    fresh.rename(folder)


def slim_debian(folder):
    """A Debian 12 with as little as there can be."""
    if not folder.exists():
        make_debian(folder, "minbase")
    return folder


def bare_debian(folder, packages, own):
    """A Debian 12 as it is on a server that was just installed, with the files of packages that will be asked for, and of what
    the package `own` depends on.

    Those stand where apt would download them to, so that hosts without a way out can install them.
    """
    if not folder.exists():
        make_debian(folder, "important", "--skip=cleanup/apt")
        (folder / "etc/apt/apt.conf.d/50yes").write_text('APT::Get::Assume-Yes "true";\n')
    shutil.copy("/etc/resolv.conf", folder / "etc/resolv.conf")
    shutil.copy(own, folder / "tmp/own.deb")
    apt = ["chroot", folder, "env", "DEBIAN_FRONTEND=noninteractive", "apt-get", "--quiet", "--quiet"]
    call(*apt, "update")
    call(*apt, "--download-only", "install", *packages, "/tmp/own.deb")
    return folder


def emptied(group):
    """Whether a control group could be removed: it, and all that systemd has made within."""
    try:
        for folder, _, _ in os.walk(group, topdown=False):
            os.rmdir(folder)
        return True
    except OSError:
        return False


def until(condition, what, seconds=120):
    """What `condition` answers once that is true; ends the check when it never is."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        answer = condition()
        if answer:
            return answer
        time.sleep(0.2)
    raise SystemExit(f"never came true within {seconds} s: {what}")
