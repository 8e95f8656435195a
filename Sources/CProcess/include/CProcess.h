#ifndef CASELOAD_PROCESS_H
#define CASELOAD_PROCESS_H

#include <stddef.h>
#include <sys/types.h>

// What Swift cannot reach of Linux: ancillary data (CMSG macros), seccomp filters and Landlock.

// Sends count bytes and, unless descriptor is -1, a copy of that descriptor. Returns bytes sent, or -1 with errno.
ssize_t caseload_send(int socket, const void *bytes, size_t count, int descriptor);

// Receives at most count bytes. A descriptor that came with them (close-on-exec) takes the place of *descriptor, which is
// closed unless it is -1. Where descriptor is NULL, none is taken: the system drops what was sent.
ssize_t caseload_receive(int socket, void *bytes, size_t count, int *descriptor);

// Gives up, before there are threads, what an examiner never needs: core dumps, being looked into by others of its user,
// files that grow, and, where the kernel has Landlock, writing and running any file. Returns 0, or -1 with errno.
int caseload_renounce(void);

// From now on all threads of this process are answered EPERM (ENOSYS where glibc then knows another way) to every system
// call but those that examining takes, each with the arguments that it takes. Returns 0, or -1 with errno.
int caseload_confine(void);

// Unnamed pair of connected stream sockets, close-on-exec. Returns 0, or -1 with errno.
int caseload_socket_pair(int pair[2]);

// Caps the process's private memory, touched or not (RLIMIT_DATA). Returns 0, or -1 with errno.
int caseload_limit_memory(size_t byte_count);

// An anonymous file of byte_count zeros, close-on-exec and, where the kernel knows it, never to be run. Returns its descriptor, or -1 with errno.
int caseload_memory_file(size_t byte_count);

// The version of the kernel's Landlock (landlock(7)); 0 where there is none.
int caseload_landlock_version(void);

// Whether the kernel's clock follows a source of time (adjtimex(2)).
int caseload_clock_is_synchronised(void);

#endif
