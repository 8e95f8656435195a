#pragma once

#include <libewf.h>
#include <stddef.h>
#include <string.h>

/* Opens the image whose first segment file is `path`, with all its segments; NULL where libewf cannot. */
static inline libewf_handle_t *cewf_open(const char *path) {
    libewf_handle_t *handle = NULL;
    char **names = NULL;
    int count = 0;
    if (libewf_glob(path, strlen(path), LIBEWF_FORMAT_UNKNOWN, &names, &count, NULL) != 1) return NULL;
    if (libewf_handle_initialize(&handle, NULL) == 1
        && libewf_handle_open(handle, names, count, LIBEWF_OPEN_READ, NULL) != 1)
        libewf_handle_free(&handle, NULL);
    libewf_glob_free(names, count, NULL);
    return handle;
}

static inline void cewf_close(libewf_handle_t *handle) { libewf_handle_free(&handle, NULL); }
