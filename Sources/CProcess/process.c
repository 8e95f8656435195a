#define _GNU_SOURCE
#include "CProcess.h"

#include <errno.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/uio.h>
#include <unistd.h>

ssize_t caseload_send(int socket, const void *bytes, size_t count, int descriptor) {
    struct iovec vector = {.iov_base = (void *)bytes, .iov_len = count};
    union { char room[CMSG_SPACE(sizeof(int))]; struct cmsghdr align; } control;
    struct msghdr message = {.msg_iov = &vector, .msg_iovlen = 1};
    if (descriptor >= 0) {
        memset(&control, 0, sizeof control);
        message.msg_control = control.room;
        message.msg_controllen = sizeof control.room;
        struct cmsghdr *header = CMSG_FIRSTHDR(&message);
        header->cmsg_level = SOL_SOCKET;
        header->cmsg_type = SCM_RIGHTS;
        header->cmsg_len = CMSG_LEN(sizeof(int));
        memcpy(CMSG_DATA(header), &descriptor, sizeof(int));
    }
    ssize_t sent;
    do sent = sendmsg(socket, &message, MSG_NOSIGNAL); while (sent < 0 && errno == EINTR);
    return sent;
}

ssize_t caseload_receive(int socket, void *bytes, size_t count, int *descriptor) {
    struct iovec vector = {.iov_base = bytes, .iov_len = count};
    // Room for one descriptor and its padding: the kernel may find room for a second one in it.
    union { char room[CMSG_SPACE(sizeof(int))]; struct cmsghdr align; } control;
    struct msghdr message = {.msg_iov = &vector, .msg_iovlen = 1};
    if (descriptor) {
        message.msg_control = control.room;
        message.msg_controllen = sizeof control.room;
    }
    ssize_t received;
    do received = recvmsg(socket, &message, MSG_CMSG_CLOEXEC); while (received < 0 && errno == EINTR);
    if (received < 0 || !descriptor) return received;
    for (struct cmsghdr *header = CMSG_FIRSTHDR(&message); header; header = CMSG_NXTHDR(&message, header)) {
        if (header->cmsg_level != SOL_SOCKET || header->cmsg_type != SCM_RIGHTS) continue;
        for (size_t place = CMSG_LEN(0); place + sizeof(int) <= header->cmsg_len; place += sizeof(int)) {
            if (*descriptor >= 0) close(*descriptor);
            memcpy(descriptor, (char *)header + place, sizeof(int));
        }
    }
    return received;
}

int caseload_socket_pair(int pair[2]) { return socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, pair); }

int caseload_limit_memory(size_t byte_count) {
    struct rlimit limit = {.rlim_cur = byte_count, .rlim_max = byte_count};
    return setrlimit(RLIMIT_DATA, &limit);
}

// By number: headers are older than kernels.
#define NEVER_RUN 0x0008U  // MFD_NOEXEC_SEAL, since Linux 6.3

int caseload_memory_file(size_t byte_count) {
    int descriptor = memfd_create("caseload", MFD_CLOEXEC | NEVER_RUN);
    if (descriptor < 0 && errno == EINVAL) descriptor = memfd_create("caseload", MFD_CLOEXEC);
    if (descriptor < 0 || ftruncate(descriptor, (off_t)byte_count) == 0) return descriptor;
    close(descriptor);
    return -1;
}
