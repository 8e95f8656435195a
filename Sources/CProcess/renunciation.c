#define _GNU_SOURCE
#include "CProcess.h"

#include <errno.h>
#include <linux/landlock.h>
#include <signal.h>
#include <stdint.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

// How many files an examiner may have open: the segments of an image, and hash sets.
static const rlim_t descriptor_limit = 65536;
// How much a file to which standard error goes may still grow.
static const rlim_t last_words = 1 << 20;

static int limit(int resource, rlim_t most) {
    struct rlimit limits;
    if (getrlimit(resource, &limits) != 0) return -1;
    if (limits.rlim_max != RLIM_INFINITY && limits.rlim_max < most) most = limits.rlim_max;
    limits = (struct rlimit){.rlim_cur = most, .rlim_max = most};
    return setrlimit(resource, &limits);
}

static int limit_files(void) {
    struct stat errors;
    int logs = fstat(STDERR_FILENO, &errors) == 0 && S_ISREG(errors.st_mode);
    // Words that find no room are lost; without this they would end the process.
    if (signal(SIGXFSZ, SIG_IGN) == SIG_ERR) return -1;
    return limit(RLIMIT_FSIZE, logs ? (rlim_t)errors.st_size + last_words : 0);
}

// landlock(7), by number: headers are older than kernels. Each version of the kernel's interface knows more rights.
struct rights { uint64_t files, network, scopes; };

static struct rights rights_to_give_up(long version) {
    const uint64_t reading = LANDLOCK_ACCESS_FS_READ_FILE | LANDLOCK_ACCESS_FS_READ_DIR;
    const int known = version >= 5 ? 16 : version >= 3 ? 15 : version == 2 ? 14 : 13;
    return (struct rights){
        .files = ((UINT64_C(1) << known) - 1) & ~reading,
        .network = version >= 4 ? 3 : 0,  // binding and connecting by TCP
        .scopes = version >= 6 ? 3 : 0,   // abstract sockets of others, and signals to them
    };
}

static int give_up_rights(void) {
    long version = syscall(__NR_landlock_create_ruleset, NULL, 0, LANDLOCK_CREATE_RULESET_VERSION);
    // A kernel without it, or with it switched off: seccomp holds alone.
    if (version < 0) return errno == ENOSYS || errno == EOPNOTSUPP ? 0 : -1;
    struct rights rights = rights_to_give_up(version);
    int ruleset = (int)syscall(__NR_landlock_create_ruleset, &rights, sizeof rights, 0);
    if (ruleset < 0) return -1;
    int failed = (int)syscall(__NR_landlock_restrict_self, ruleset, 0);
    close(ruleset);
    return failed;
}

int caseload_renounce(void) {
    if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0 || prctl(PR_SET_DUMPABLE, 0, 0, 0, 0) != 0) return -1;
    if (limit(RLIMIT_CORE, 0) != 0 || limit(RLIMIT_NOFILE, descriptor_limit) != 0 || limit_files() != 0) return -1;
    return give_up_rights();
}
