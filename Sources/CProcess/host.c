#define _GNU_SOURCE
#include "CProcess.h"

#include <linux/landlock.h>
#include <sys/syscall.h>
#include <sys/timex.h>
#include <unistd.h>

int caseload_landlock_version(void) {
    long version = syscall(__NR_landlock_create_ruleset, NULL, 0, LANDLOCK_CREATE_RULESET_VERSION);
    return version < 0 ? 0 : (int)version;
}

int caseload_clock_is_synchronised(void) {
    struct timex clock = {.modes = 0};
    int state = adjtimex(&clock);
    return state != -1 && state != TIME_ERROR && (clock.status & STA_UNSYNC) == 0;
}
