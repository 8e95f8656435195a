#ifndef CREAPER_H
#define CREAPER_H

// From now on every descendant that loses its parent becomes a child of this process, so that none can slip away
// unmeasured. Returns 0, or -1 with errno.
int creaper_adopt_orphans(void);

#endif
