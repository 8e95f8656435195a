"""Pods of a manifest, as Kubernetes would start them, without Kubernetes: the image's root read-only, the volumes where the
manifest has them, its user, no capability, no new privilege; the init containers first, then the container."""
import base64, os, pathlib, shlex, shutil, signal, subprocess

from hosts import call, until

SCRIPT = """
set -e
mount --make-rprivate /
mount -t overlay -o lowerdir={image},upperdir={own}/changes,workdir={own}/work pod {root}
mkdir -p {points}
mount -t proc proc {root}/proc
mount -t tmpfs -o mode=755,nosuid dev {root}/dev
for device in null zero full random urandom; do touch {root}/dev/$device; mount --bind /dev/$device {root}/dev/$device; done
cp {hosts} {root}/etc/hosts
{mounts}
mount -o remount,ro {root}
{inits}
exec {main}
"""


class Image:
    """An image that buildah has made, mounted."""

    def __init__(self, root, entry):
        self.root, self.entry = root, entry


class Pod:
    def __init__(self, lab, name, template, image, volumes, address):
        """`volumes` makes the folder of a secret or a claim of this pod."""
        self.lab, self.name, self.image, self.spec = lab, name, image, template["spec"]
        self.address, self.namespace = address, f"{lab.prefix}{name.removeprefix('caseload-')}"
        self.own = lab.work / name
        for folder in ("changes", "work", "root"):
            (self.own / folder).mkdir(parents=True)
        self.folders = {volume["name"]: self.folder(volume, volumes) for volume in self.spec["volumes"]}
        self.container = self.spec["containers"][0]

    def folder(self, volume, volumes):
        if "emptyDir" in volume:
            folder = self.own / volume["name"]
            folder.mkdir()
            # As kubelet makes it for a pod with an fsGroup.
            os.chown(folder, 0, self.spec["securityContext"]["fsGroup"])
            folder.chmod(0o2777)
            return folder
        kind = volume.get("secret", {}).get("secretName") or volume["persistentVolumeClaim"]["claimName"]
        return volumes[kind]

    def start(self, hosts):
        names = {point["mountPath"]: (self.folders[point["name"]], point.get("readOnly", False))
                 for container in [*self.spec["initContainers"], self.container] for point in container["volumeMounts"]}
        root = self.own / "root"
        mounts = "\n".join(
            f"mount --bind {folder} {root}{path}" + (f"; mount -o remount,bind,ro {root}{path}" if path not in self.written() else "")
            for path, (folder, _) in names.items())
        script = SCRIPT.format(
            image=self.image.root, own=self.own, root=root, points=" ".join(f"{root}{path}" for path in names), hosts=hosts,
            mounts=mounts, inits="\n".join(self.line(c["command"], c) for c in self.spec["initContainers"]),
            main=self.line([*self.image.entry, *self.container["args"]], self.container))
        self.log = (self.own / "log").open("w")
        self.process = subprocess.Popen(
            ["ip", "netns", "exec", self.namespace, "unshare", "--mount", "--pid", "--fork", "--kill-child=KILL", "bash", "-c", script],
            stdin=subprocess.DEVNULL, stdout=self.log, stderr=subprocess.STDOUT)

    def written(self):
        """What any container of the pod may write."""
        return {point["mountPath"] for c in [*self.spec["initContainers"], self.container]
                for point in c["volumeMounts"] if not point.get("readOnly")}

    def line(self, words, container):
        context = {**self.spec["securityContext"], **container["securityContext"]}
        assert context["capabilities"] == {"drop": ["ALL"]} and context["readOnlyRootFilesystem"] and context["runAsNonRoot"]
        user, group = context["runAsUser"], context["runAsGroup"]
        # The home is that of the user in the image, as container runtimes have it.
        return shlex.join([
            "chroot", str(self.own / "root"), "setpriv", f"--reuid={user}", f"--regid={group}", f"--groups={context['fsGroup']}",
            "--bounding-set=-all", "--inh-caps=-all", "--no-new-privs", "env", "-i", "PATH=/usr/sbin:/usr/bin:/sbin:/bin",
            "HOME=/var/lib/caseload", *self.environment(container), *words])

    def environment(self, container):
        for variable in container.get("env", []):
            source = variable["valueFrom"]
            if "fieldRef" in source:
                yield f"{variable['name']}={self.name}"
            else:
                secret = source["secretKeyRef"]
                yield f"{variable['name']}={(self.lab.volumes[secret['name']] / secret['key']).read_text().strip()}"

    @property
    def first(self):
        children = pathlib.Path(f"/proc/{self.process.pid}/task/{self.process.pid}/children")
        return until(lambda: children.read_text().split(), f"{self.name} runs")[0]

    def execute(self, *words):
        """What `kubectl exec` would."""
        line = self.line(words, self.container)
        result = subprocess.run(
            ["nsenter", "--target", self.first, "--mount", "--pid", "--net", "bash", "-c", f"cd / && exec {line}"],
            stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, timeout=600)
        words = result.stdout.decode(errors="replace")
        if result.returncode != 0:
            raise SystemExit(f"{self.name}: {line}\n{words}\nended with {result.returncode}")
        return words

    def answers(self, probe):
        """Whether the kubelet's question is answered by 200."""
        get = self.container[probe]["httpGet"]
        port = next(port["containerPort"] for port in self.container["ports"] if port["name"] == get["port"])
        return subprocess.run(
            ["ip", "netns", "exec", self.namespace, "curl", "--silent", "--fail", "--output", "/dev/null",
             f"http://{self.address}:{port}{get['path']}"]).returncode == 0

    def terminate(self):
        """As the kubelet does; answers with what exit code it has ended within its grace period."""
        os.kill(int(self.first), signal.SIGTERM)
        return self.process.wait(timeout=self.spec["terminationGracePeriodSeconds"])

    def words(self):
        return (self.own / "log").read_text()


def put_secret(secret, folder, group):
    """A Secret's files as a volume has them: behind links, readable by the pod's group."""
    data = folder / "..data"
    data.mkdir(parents=True)
    for name, text in secret["data"].items():
        (data / name).write_bytes(base64.b64decode(text))
        os.chown(data / name, 0, group)
        (data / name).chmod(0o440)
        (folder / name).symlink_to(f"..data/{name}")
    return folder
