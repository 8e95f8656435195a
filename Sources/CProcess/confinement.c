#define _GNU_SOURCE
#include "CProcess.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/audit.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <sched.h>
#include <stddef.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <unistd.h>

#if defined(__x86_64__)
#define NATIVE_ARCHITECTURE AUDIT_ARCH_X86_64
#elif defined(__aarch64__)
#define NATIVE_ARCHITECTURE AUDIT_ARCH_AARCH64
#else
#error "The examiner's confinement knows x86-64 and arm64."
#endif

// Classic BPF (seccomp(2)): one accumulator, jumps that count the statements they skip.
#define LOAD(field) BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, field))
// The halves of an argument, as both architectures lay it out: little-endian.
#define LOAD_LOW(number) LOAD(args[number])
#define LOAD_HIGH(number) BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, args[number]) + 4)
#define MASK(bits) BPF_STMT(BPF_ALU | BPF_AND | BPF_K, (bits))
#define SKIP_UNLESS(value, count) BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, (value), 0, (count))
#define SKIP_IF_ANY(bits, count) BPF_JUMP(BPF_JMP | BPF_JSET | BPF_K, (bits), (count), 0)
#define ALLOW BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW)
#define REFUSE BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ERRNO | EPERM)
#define KILL BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_KILL_PROCESS)
#define ALLOW_CALL(call) SKIP_UNLESS(__NR_##call, 1), ALLOW
// As if the kernel were too old for it.
#define UNKNOWN_CALL(call) SKIP_UNLESS(__NR_##call, 1), BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ERRNO | ENOSYS)

// Whatever makes openat more than reading what is there. O_TMPFILE has no bit of its own to look for: it asks for writing.
#define CHANGING (O_WRONLY | O_RDWR | O_CREAT | O_TRUNC | O_APPEND)
// What a new thread shares, and a new process does not.
#define OF_A_THREAD (CLONE_VM | CLONE_SIGHAND | CLONE_THREAD)

int caseload_confine(void) {
    struct sock_filter filter[] = {
        LOAD(arch), BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, NATIVE_ARCHITECTURE, 1, 0), KILL,
        LOAD(nr),
#if defined(__x86_64__)
        // The x32 calls would name the same services by other numbers.
        BPF_JUMP(BPF_JMP | BPF_JGE | BPF_K, 0x40000000, 0, 1), KILL,
        ALLOW_CALL(access), ALLOW_CALL(epoll_wait), ALLOW_CALL(poll), ALLOW_CALL(readlink), UNKNOWN_CALL(open), UNKNOWN_CALL(creat),
#endif
        // Reading, and the socket to the worker.
        ALLOW_CALL(pread64), ALLOW_CALL(read), ALLOW_CALL(readv), ALLOW_CALL(preadv), ALLOW_CALL(lseek),
        ALLOW_CALL(recvmsg), ALLOW_CALL(sendmsg), ALLOW_CALL(write), ALLOW_CALL(writev),
        ALLOW_CALL(close), ALLOW_CALL(fstat), ALLOW_CALL(newfstatat), ALLOW_CALL(statx), ALLOW_CALL(faccessat),
        ALLOW_CALL(readlinkat), ALLOW_CALL(getdents64), ALLOW_CALL(getcwd), ALLOW_CALL(ppoll),
        ALLOW_CALL(epoll_ctl), ALLOW_CALL(epoll_pwait), ALLOW_CALL(timerfd_settime),
        SKIP_UNLESS(__NR_openat, 4), LOAD_LOW(2), SKIP_IF_ANY(CHANGING, 1), ALLOW, REFUSE,
        UNKNOWN_CALL(openat2), UNKNOWN_CALL(faccessat2),
        SKIP_UNLESS(__NR_fcntl, 8), LOAD_LOW(1), SKIP_UNLESS(F_GETFD, 1), ALLOW, SKIP_UNLESS(F_SETFD, 1), ALLOW,
        SKIP_UNLESS(F_GETFL, 1), ALLOW, REFUSE,
        // Memory: private alone, which is what limits count, and nothing to run: all code is loaded by now, and what a
        // file or the flight recorder holds was written by others.
        ALLOW_CALL(brk), ALLOW_CALL(munmap), ALLOW_CALL(mremap), ALLOW_CALL(madvise),
        SKIP_UNLESS(__NR_mmap, 6), LOAD_LOW(2), SKIP_IF_ANY(PROT_EXEC, 3), LOAD_LOW(3), SKIP_IF_ANY(MAP_SHARED, 1),
        ALLOW, REFUSE,
        SKIP_UNLESS(__NR_mprotect, 4), LOAD_LOW(2), SKIP_IF_ANY(PROT_EXEC, 1), ALLOW, REFUSE,
        // Threads, signals to this process itself, and time.
        ALLOW_CALL(futex), ALLOW_CALL(sched_yield), ALLOW_CALL(sched_getaffinity), ALLOW_CALL(set_robust_list),
        ALLOW_CALL(rseq), ALLOW_CALL(gettid), ALLOW_CALL(getpid), ALLOW_CALL(getuid), ALLOW_CALL(geteuid),
        ALLOW_CALL(getgid), ALLOW_CALL(getegid), ALLOW_CALL(rt_sigaction), ALLOW_CALL(rt_sigprocmask),
        ALLOW_CALL(rt_sigreturn), ALLOW_CALL(sigaltstack), ALLOW_CALL(restart_syscall), ALLOW_CALL(exit),
        ALLOW_CALL(exit_group), ALLOW_CALL(clock_gettime), ALLOW_CALL(clock_getres), ALLOW_CALL(gettimeofday),
        ALLOW_CALL(clock_nanosleep), ALLOW_CALL(nanosleep), ALLOW_CALL(getrandom), ALLOW_CALL(uname),
        ALLOW_CALL(sysinfo), UNKNOWN_CALL(clone3),
        SKIP_UNLESS(__NR_clone, 5), LOAD_LOW(0), MASK(OF_A_THREAD), SKIP_UNLESS(OF_A_THREAD, 1), ALLOW, REFUSE,
        SKIP_UNLESS(__NR_tgkill, 4), LOAD_LOW(0), SKIP_UNLESS((unsigned)getpid(), 1), ALLOW, REFUSE,
        SKIP_UNLESS(__NR_prctl, 4), LOAD_LOW(0), SKIP_UNLESS(PR_SET_NAME, 1), ALLOW, REFUSE,
        // Limits are asked for, never set: the pointer to new ones is null.
        SKIP_UNLESS(__NR_prlimit64, 8), LOAD_LOW(0), SKIP_UNLESS(0, 5), LOAD_LOW(2), SKIP_UNLESS(0, 3), LOAD_HIGH(2),
        SKIP_UNLESS(0, 1), ALLOW, REFUSE,
        REFUSE,
    };
    struct sock_fprog program = {.len = sizeof filter / sizeof *filter, .filter = filter};
    if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0) return -1;
    long failed = syscall(__NR_seccomp, SECCOMP_SET_MODE_FILTER, SECCOMP_FILTER_FLAG_TSYNC, &program);
    // A positive answer names a thread that could not be confined.
    if (failed > 0) errno = EBUSY;
    return failed == 0 ? 0 : -1;
}
