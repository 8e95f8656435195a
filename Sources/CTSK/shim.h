#pragma once

#include <stdlib.h>
#include <tsk/libtsk.h>

/* libtsk's image handle is two megabytes of struct whose callbacks are handed nothing else: a context must be laid
 * behind it, and Swift cannot lay out one struct inside another. */
typedef ssize_t (*CTSKRead)(void *context, int64_t offset, char *buffer, size_t byte_count);

typedef struct {
    TSK_IMG_INFO info;
    void *context;
    CTSKRead read;
} CTSKImage;

static inline ssize_t ctsk_image_read(TSK_IMG_INFO *info, TSK_OFF_T offset, char *buffer, size_t byte_count) {
    CTSKImage *image = (CTSKImage *)info;
    return image->read(image->context, offset, buffer, byte_count);
}

static inline void ctsk_image_free(TSK_IMG_INFO *info) { free(info); }

static inline void ctsk_image_print(TSK_IMG_INFO *info, FILE *stream) { (void)info; (void)stream; }

/* An image whose bytes come from `read`; NULL when there is no memory. Closed by tsk_img_close. */
static inline TSK_IMG_INFO *ctsk_image_open(void *context, int64_t byte_count, unsigned sector_size, CTSKRead read) {
    CTSKImage *image = (CTSKImage *)calloc(1, sizeof(CTSKImage));
    if (image == NULL) return NULL;
    image->context = context;
    image->read = read;
    TSK_IMG_INFO *info = tsk_img_open_external(
        image, byte_count, sector_size, ctsk_image_read, ctsk_image_free, ctsk_image_print);
    if (info == NULL) free(image);
    return info;
}

/* Lists a folder. The public tsk_fs_dir_open_meta throws away what it could list when any part is damaged;
 * here `complete` is 0 then, and the names that were found are returned. */
static inline TSK_FS_DIR *ctsk_directory_open(TSK_FS_INFO *fs, TSK_INUM_T address, int *complete) {
    TSK_FS_DIR *directory = NULL;
    *complete = fs->dir_open_meta(fs, &directory, address, 0) == TSK_OK;
    return directory;
}

static inline const TSK_FS_NAME *ctsk_directory_name(const TSK_FS_DIR *directory, size_t index) {
    return index < directory->names_used ? &directory->names[index] : NULL;
}

/* Whether a block is in use, without reading it: -1 when that is not known. */
static inline int ctsk_block_is_allocated(TSK_FS_INFO *fs, TSK_DADDR_T address) {
    if (address < fs->first_block || address > fs->last_block || fs->block_getflags == NULL) return -1;
    return (fs->block_getflags(fs, address) & TSK_FS_BLOCK_FLAG_ALLOC) ? 1 : 0;
}

/* Whether the parser must decrypt blocks before they are content. */
static inline int ctsk_blocks_are_encrypted(const TSK_FS_INFO *fs) { return fs->decrypt_block != NULL; }

/* The image through which a pool shows one of its volumes; the pool closes with tsk_pool_close, after it. */
static inline TSK_IMG_INFO *ctsk_pool_volume_open(const TSK_POOL_INFO *pool, TSK_DADDR_T block) {
    return pool->get_img_info == NULL ? NULL : pool->get_img_info(pool, block);
}

static inline void ctsk_pool_volume_close(TSK_IMG_INFO *volume) { volume->close(volume); }
