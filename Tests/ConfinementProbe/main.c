// A program for the tests of an examiner's confinement: it tries what an examiner must not do, and what it must be able
// to do, and prints the error number of each try (0: it succeeded).
//
//     confinement-probe free|renounced|confined FOLDER    FOLDER holds a file named `file`, which is changed where it can be
#define _GNU_SOURCE
#include <CProcess.h>
#include <errno.h>
#include <fcntl.h>
#include <linux/landlock.h>
#include <linux/openat2.h>
#include <poll.h>
#include <pthread.h>
#include <sched.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/ptrace.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

static void tell(const char *name, long answer) { printf("%s\t%d\n", name, answer == -1 ? errno : 0); }

#define TRY(name, call) tell(name, (long)(call))
#define TRY_CALL(name, ...) tell(name, syscall(__VA_ARGS__))

static void *nothing(void *argument) { return argument; }

static long fork_and_forget(long child) {
    if (child == 0) _exit(0);
    return child;
}

static void change_files(void) {
    TRY("open for writing", open("file", O_WRONLY));
    TRY("open for reading and writing", open("file", O_RDWR));
    TRY("open for appending", open("file", O_RDONLY | O_APPEND));
    TRY("open and truncate", open("file", O_RDONLY | O_TRUNC));
    TRY("create by reading", open("created", O_RDONLY | O_CREAT, 0600));
    TRY("create without a name", open(".", O_RDWR | O_TMPFILE, 0600));
    struct open_how how = {.flags = O_WRONLY};
    TRY_CALL("openat2", __NR_openat2, AT_FDCWD, "file", &how, sizeof how);
#ifdef __NR_open
    TRY_CALL("open, the old call", __NR_open, "file", O_RDONLY);
    TRY_CALL("creat, the old call", __NR_creat, "created too", 0600);
    TRY_CALL("rename, the old call", __NR_rename, "nothing", "something");
    TRY_CALL("unlink, the old call", __NR_unlink, "nothing");
#endif
    TRY("make a link", linkat(AT_FDCWD, "file", AT_FDCWD, "link", 0));
    TRY("rename", renameat2(AT_FDCWD, "file", AT_FDCWD, "renamed", 0));
    TRY("rename back", renameat2(AT_FDCWD, "renamed", AT_FDCWD, "file", 0));
    TRY("make a symbolic link", symlinkat("file", AT_FDCWD, "symbolic"));
    TRY("make a folder", mkdirat(AT_FDCWD, "folder", 0700));
    TRY("make a pipe", mknodat(AT_FDCWD, "pipe", S_IFIFO | 0600, 0));
    TRY("remove", unlinkat(AT_FDCWD, "link", 0));
    TRY("change the mode", fchmodat(AT_FDCWD, "file", 0600, 0));
    TRY("change the owner", fchownat(AT_FDCWD, "file", getuid(), getgid(), 0));
    TRY("change the times", utimensat(AT_FDCWD, "file", NULL, 0));
    TRY_CALL("set an attribute", __NR_setxattr, "file", "user.caseload", "", 0, -1);
    TRY("truncate", truncate("file", 1));
}

static void change_open_file(int file) {
    TRY("change an open file's mode", fchmod(file, 0600));
    TRY("truncate an open file", ftruncate(file, 2));
    TRY("give an open file room", fallocate(file, 0, 0, 3));
    TRY_CALL("copy between files", __NR_copy_file_range, file, NULL, -1, NULL, 0, 0);
    TRY("have signals sent by an open file", fcntl(file, F_SETSIG, SIGTERM));
}

static void reach_out(void) {
    TRY("socket", socket(AF_UNIX, SOCK_STREAM, 0));
    TRY("network socket", socket(AF_INET, SOCK_STREAM, 0));
    int pair[2];
    TRY("socketpair", socketpair(AF_UNIX, SOCK_STREAM, 0, pair));
    struct sockaddr address = {.sa_family = AF_UNIX};
    TRY("connect", connect(-1, &address, sizeof address));
    TRY("bind", bind(-1, &address, sizeof address));
    TRY("listen", listen(-1, 1));
    TRY("accept", accept4(-1, NULL, NULL, 0));
    TRY_CALL("sendto", __NR_sendto, -1, "", 0, 0, NULL, 0);
}

static void start_processes(void) {
    char *none[] = {NULL};
    TRY("run a program", execve("nothing", none, none));
    TRY_CALL("run a program by descriptor", __NR_execveat, -1, "", none, none, 0);
    TRY("fork", fork_and_forget(syscall(__NR_clone, SIGCHLD, 0, 0, 0, 0)));
    TRY_CALL("clone3", __NR_clone3, NULL, 0);
    TRY("leave a namespace", unshare(0));
    TRY_CALL("join a namespace", __NR_setns, -1, 0);
}

static void touch_others(pid_t parent) {
    TRY_CALL("trace", __NR_ptrace, PTRACE_TRACEME, 0, 0, 0);
    TRY_CALL("read another's memory", __NR_process_vm_readv, getpid(), NULL, 0, NULL, 0, 0);
    TRY_CALL("write another's memory", __NR_process_vm_writev, getpid(), NULL, 0, NULL, 0, 0);
    TRY_CALL("kill another", __NR_kill, parent, 0);
    TRY_CALL("kill another's thread", __NR_tgkill, parent, parent, 0);
    TRY_CALL("kill a thread of any process", __NR_tkill, parent, 0);
    TRY_CALL("hold another", __NR_pidfd_open, parent, 0);
    TRY_CALL("steal a descriptor", __NR_pidfd_getfd, -1, 0, 0);
    TRY_CALL("set another's limits", __NR_prlimit64, parent, RLIMIT_CORE, NULL, NULL);
}

static void use_the_kernel(int recorder) {
    struct rlimit limit;
    getrlimit(RLIMIT_CORE, &limit);
    TRY_CALL("set a limit", __NR_prlimit64, 0, RLIMIT_CORE, &limit, NULL);
    TRY("be dumpable again", prctl(PR_SET_DUMPABLE, 1, 0, 0, 0));
    TRY("map writable code", mmap(NULL, 4096, PROT_WRITE | PROT_EXEC, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0));
    void *page = mmap(NULL, 4096, PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    TRY("run what was written", mprotect(page, 4096, PROT_READ | PROT_EXEC));
    TRY("map code", mmap(NULL, 4096, PROT_READ | PROT_EXEC, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0));
    TRY("run the recorder", mmap(NULL, 4096, PROT_READ | PROT_EXEC, MAP_PRIVATE, recorder, 0));
    int program = openat(AT_FDCWD, "/proc/self/exe", O_RDONLY | O_CLOEXEC);
    TRY("run a file's bytes", mmap(NULL, 4096, PROT_READ | PROT_EXEC, MAP_PRIVATE, program, 0));
    TRY("share memory", mmap(NULL, 4096, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0));
    TRY("share a file's memory", mmap(NULL, 4096, PROT_READ, MAP_SHARED, recorder, 0));
    TRY_CALL("make a file in memory", __NR_memfd_create, "probe", 0);
    TRY_CALL("watch files", __NR_inotify_init1, 0);
    TRY_CALL("share memory by key", __NR_shmget, 0, 4096, 0600);
    TRY_CALL("mount", __NR_mount, NULL, NULL, NULL, 0, NULL);
    TRY_CALL("bpf", __NR_bpf, -1, NULL, 0);
    TRY_CALL("keyctl", __NR_keyctl, -1, 0, 0, 0, 0);
    TRY_CALL("io_uring", __NR_io_uring_setup, 0, NULL);
    TRY_CALL("perf", __NR_perf_event_open, NULL, 0, 0, 0, 0);
    TRY_CALL("userfaultfd", __NR_userfaultfd, -1);
}

static void work(const int pair[2]) {
    char byte = 0;
    pthread_t thread;
    int file = openat(AT_FDCWD, "file", O_RDONLY | O_CLOEXEC);
    TRY("may: open for reading", file);
    TRY("may: read", pread(file, &byte, 1, 0));
    TRY("may: map a file", mmap(NULL, 1, PROT_READ, MAP_PRIVATE, file, 0));
    TRY("may: send", caseload_send(pair[0], "x", 1, -1));
    TRY("may: receive", caseload_receive(pair[1], &byte, 1, NULL));
    TRY("may: start a thread", (errno = pthread_create(&thread, NULL, nothing, NULL)) == 0 ? 0 : -1);
    TRY("may: join it", (errno = pthread_join(thread, NULL)) == 0 ? 0 : -1);
    TRY("may: use memory", memset(malloc(64 << 20), 1, 64 << 20) == NULL ? -1 : 0);
    TRY("may: wait", usleep(1));
    TRY("may: signal itself", syscall(__NR_tgkill, getpid(), gettid(), 0));
    TRY("may: ask for limits", syscall(__NR_prlimit64, 0, RLIMIT_STACK, NULL, &(struct rlimit){0}));
    struct pollfd waiting = {.fd = pair[0], .events = POLLIN};
    TRY("may: poll", poll(&waiting, 1, 0));
}

int main(int count, char **arguments) {
    if (count != 3 || chdir(arguments[2]) != 0) return 64;
    int pair[2], recorder = caseload_memory_file(4096), file = open("file", O_RDWR);
    const pid_t parent = getppid();
    if (caseload_socket_pair(pair) != 0 || recorder < 0 || file < 0) return 71;
    setvbuf(stdout, NULL, _IOLBF, 0);
    TRY_CALL("landlock", __NR_landlock_create_ruleset, NULL, 0, LANDLOCK_CREATE_RULESET_VERSION);
    if (strcmp(arguments[1], "free") != 0 && caseload_renounce() != 0) return 72;
    struct rlimit core, grown;
    getrlimit(RLIMIT_CORE, &core);
    getrlimit(RLIMIT_FSIZE, &grown);
    printf("core limit\t%lu\nfile limit\t%lu\ndumpable\t%d\n", core.rlim_cur, grown.rlim_cur, prctl(PR_GET_DUMPABLE));
    if (strcmp(arguments[1], "confined") == 0 && caseload_confine() != 0) return 73;
    work(pair);
    change_files();
    change_open_file(file);
    reach_out();
    start_processes();
    touch_others(parent);
    use_the_kernel(recorder);
    return 0;
}
