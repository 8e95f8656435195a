// libpq, PostgreSQL's client library: the one door to it is the target CaseStore.
#include <libpq-fe.h>
