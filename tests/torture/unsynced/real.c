#include "unsynced.h"

char folder[PATH_MAX];
size_t folder_length;
static pthread_mutex_t mutex = PTHREAD_MUTEX_INITIALIZER;

#define DEFINE(result, name, arguments) result(*real_##name) arguments;
REAL_FUNCTIONS(DEFINE)

void lock(void) { pthread_mutex_lock(&mutex); }
void unlock(void) { pthread_mutex_unlock(&mutex); }

_Noreturn void give_up(const char *what)
{
    dprintf(2, "unsynced: %s: %s\n", what, strerror(errno));
    abort();
}

static void load(void)
{
#define FIND(result, name, arguments) *(void **)&real_##name = dlsym(RTLD_NEXT, #name);
    REAL_FUNCTIONS(FIND)
    const char *wanted = getenv("UNSYNCED_DIR");
    if (wanted && !realpath(wanted, folder))
        give_up("UNSYNCED_DIR");
    folder_length = wanted ? strlen(folder) : 0;
    /* A child must not inherit a mutex that another thread holds. */
    pthread_atfork(lock, unlock, unlock);
}

/* Other libraries' constructors may come before ours. */
void ready(void)
{
    static pthread_once_t once = PTHREAD_ONCE_INIT;
    pthread_once(&once, load);
}
