/* unsynced: what a power cut does to a program, on a machine that keeps its power.
 *
 * A library to preload. What the program writes to files under UNSYNCED_DIR stays in its memory, and reaches the real
 * file only by fsync or fdatasync. Kill the program, and everything that it never synced is gone, whereas after a plain
 * kill -9 the kernel would still have it.
 *
 *     cc -shared -fPIC -O2 -o unsynced.so unsynced.c -ldl -pthread
 *     UNSYNCED_DIR=/some/folder LD_PRELOAD=./unsynced.so program
 *
 * The program itself sees its writes at once (read, stat, lseek), through every descriptor of the file. Other processes
 * see what was synced. An orderly exit writes everything, as the kernel would in time.
 *
 * Passed through: files whose name ends in "-shm" (SQLite maps them, and rebuilds them after a crash), "lock" and "door",
 * which other processes must see; names: a file that was created, renamed or removed is so at once. The real sync is left
 * out, since no kill can undo what the kernel has: only speed would be lost. Linux, glibc.
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <pthread.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/sysmacros.h>
#include <sys/uio.h>
#include <unistd.h>

enum { PAGE = 4096, DESCRIPTORS = 65536 };

/* A file under the folder, for as long as this process lives. */
struct file {
    dev_t dev;
    ino_t ino;
    int real;             /* our own descriptor of it, never closed: closing one drops a process's POSIX locks */
    int dirty;            /* something below isn't in the real file yet */
    off_t size;           /* as the program sees it, while dirty */
    off_t floor;          /* the real file's bytes from here on are cut off, while dirty */
    unsigned char **page; /* changed pages by number, or NULL */
    size_t pages;         /* how many pointers */
    size_t first, last;   /* changed pages lie in [first, last) */
    struct file *next;
};

/* What a descriptor leads to: not looked at yet, no file of ours, or a file. */
static struct file outside;
static struct file *descriptor[DESCRIPTORS];
static struct file *files;
static pthread_mutex_t mutex = PTHREAD_MUTEX_INITIALIZER;
static char folder[PATH_MAX];
static size_t folder_length;

/* The real functions. */
#define REAL(result, name, ...) static result (*real_##name)(__VA_ARGS__)
REAL(int, open, const char *, int, ...);
REAL(int, openat, int, const char *, int, ...);
REAL(int, close, int);
REAL(ssize_t, read, int, void *, size_t);
REAL(ssize_t, write, int, const void *, size_t);
REAL(ssize_t, pread, int, void *, size_t, off_t);
REAL(ssize_t, pwrite, int, const void *, size_t, off_t);
REAL(ssize_t, readv, int, const struct iovec *, int);
REAL(ssize_t, writev, int, const struct iovec *, int);
REAL(off_t, lseek, int, off_t, int);
REAL(int, ftruncate, int, off_t);
REAL(int, truncate, const char *, off_t);
REAL(int, fsync, int);
REAL(int, fdatasync, int);
REAL(int, fstat, int, struct stat *);
REAL(int, stat, const char *, struct stat *);
REAL(int, lstat, const char *, struct stat *);
REAL(int, fstatat, int, const char *, struct stat *, int);
REAL(int, statx, int, const char *, int, unsigned, struct statx *);
REAL(int, unlink, const char *);
REAL(int, unlinkat, int, const char *, int);
REAL(int, rename, const char *, const char *);
REAL(int, renameat, int, const char *, int, const char *);
REAL(int, fallocate, int, int, off_t, off_t);
REAL(int, posix_fallocate, int, off_t, off_t);
REAL(int, dup2, int, int);
REAL(int, dup3, int, int, int);
REAL(ssize_t, copy_file_range, int, off_t *, int, off_t *, size_t, unsigned);
REAL(ssize_t, sendfile, int, int, off_t *, size_t);

static void lock(void) { pthread_mutex_lock(&mutex); }
static void unlock(void) { pthread_mutex_unlock(&mutex); }

static void give_up(const char *what)
{
    dprintf(2, "unsynced: %s: %s\n", what, strerror(errno));
    abort();
}

static void load(void)
{
#define FIND(name) *(void **)&real_##name = dlsym(RTLD_NEXT, #name)
    FIND(open); FIND(openat); FIND(close); FIND(read); FIND(write); FIND(pread); FIND(pwrite); FIND(readv); FIND(writev);
    FIND(lseek); FIND(ftruncate); FIND(truncate); FIND(fsync); FIND(fdatasync); FIND(fstat); FIND(stat); FIND(lstat);
    FIND(fstatat); FIND(statx); FIND(unlink); FIND(unlinkat); FIND(rename); FIND(renameat); FIND(fallocate);
    FIND(posix_fallocate); FIND(dup2); FIND(dup3); FIND(copy_file_range); FIND(sendfile);
#undef FIND
    const char *wanted = getenv("UNSYNCED_DIR");
    if (wanted && !realpath(wanted, folder))
        give_up("UNSYNCED_DIR");
    folder_length = wanted ? strlen(folder) : 0;
    /* A child must not inherit a mutex that another thread holds. */
    pthread_atfork(lock, unlock, unlock);
}

/* Other libraries' constructors may come before ours. */
static void ready(void)
{
    static pthread_once_t once = PTHREAD_ONCE_INIT;
    pthread_once(&once, load);
}

/* ---- the pages of a file; all under the mutex ---- */

static void begin(struct file *f)
{
    struct stat s;
    if (f->dirty)
        return;
    if (real_fstat(f->real, &s))
        give_up("fstat");
    f->size = f->floor = s.st_size;
    f->dirty = 1;
    f->first = (size_t)-1;
    f->last = 0;
}

static unsigned char *page_for_writing(struct file *f, size_t number)
{
    if (number >= f->pages) {
        size_t more = number + 1 > 2 * f->pages ? number + 1 : 2 * f->pages;
        unsigned char **grown = realloc(f->page, more * sizeof *grown);
        if (!grown)
            give_up("realloc");
        memset(grown + f->pages, 0, (more - f->pages) * sizeof *grown);
        f->page = grown;
        f->pages = more;
    }
    if (!f->page[number]) {
        unsigned char *fresh = calloc(1, PAGE);
        off_t at = (off_t)number * PAGE;
        if (!fresh)
            give_up("calloc");
        if (at < f->floor) {
            size_t there = f->floor - at < PAGE ? (size_t)(f->floor - at) : PAGE;
            if (real_pread(f->real, fresh, there, at) < 0)
                give_up("pread");
        }
        f->page[number] = fresh;
    }
    if (number < f->first)
        f->first = number;
    if (number >= f->last)
        f->last = number + 1;
    return f->page[number];
}

static ssize_t put(struct file *f, const void *from, size_t count, off_t at)
{
    const unsigned char *bytes = from;
    size_t done = 0;
    begin(f);
    while (done < count) {
        off_t here = at + (off_t)done;
        size_t within = (size_t)(here % PAGE);
        size_t part = PAGE - within < count - done ? PAGE - within : count - done;
        memcpy(page_for_writing(f, (size_t)(here / PAGE)) + within, bytes + done, part);
        done += part;
    }
    if (count && at + (off_t)count > f->size)
        f->size = at + (off_t)count;
    return (ssize_t)count;
}

static ssize_t get(struct file *f, void *to, size_t count, off_t at)
{
    unsigned char *bytes = to;
    size_t done = 0;
    if (!f->dirty)
        return real_pread(f->real, to, count, at);
    if (at >= f->size)
        return 0;
    if ((off_t)count > f->size - at)
        count = (size_t)(f->size - at);
    while (done < count) {
        off_t here = at + (off_t)done;
        size_t number = (size_t)(here / PAGE), within = (size_t)(here % PAGE);
        size_t part = PAGE - within < count - done ? PAGE - within : count - done;
        if (number < f->pages && f->page[number]) {
            memcpy(bytes + done, f->page[number] + within, part);
        } else {
            memset(bytes + done, 0, part);
            if (here < f->floor) {
                size_t there = f->floor - here < (off_t)part ? (size_t)(f->floor - here) : part;
                if (real_pread(f->real, bytes + done, there, here) < 0)
                    return -1;
            }
        }
        done += part;
    }
    return (ssize_t)count;
}

static void resize(struct file *f, off_t size)
{
    begin(f);
    if (size < f->size) {
        size_t keep = (size_t)((size + PAGE - 1) / PAGE);
        for (size_t n = keep > f->first ? keep : f->first; n < f->last; n++) {
            free(f->page[n]);
            f->page[n] = NULL;
        }
        if (f->last > keep)
            f->last = keep;
        if (size % PAGE && keep - 1 < f->pages && f->page[keep - 1])
            memset(f->page[keep - 1] + size % PAGE, 0, (size_t)(PAGE - size % PAGE));
        if (size < f->floor)
            f->floor = size;
    }
    f->size = size;
}

/* Brings everything into the real file: what a sync promises. */
static void apply(struct file *f)
{
    if (!f->dirty)
        return;
    struct stat s;
    if (real_fstat(f->real, &s))
        give_up("fstat");
    if (f->floor < s.st_size && real_ftruncate(f->real, f->floor))
        give_up("ftruncate");
    for (size_t n = f->first; n < f->last; n++) {
        if (!f->page[n])
            continue;
        off_t at = (off_t)n * PAGE;
        size_t count = f->size - at < PAGE ? (size_t)(f->size - at) : PAGE;
        if (at < f->size && real_pwrite(f->real, f->page[n], count, at) != (ssize_t)count)
            give_up("pwrite");
        free(f->page[n]);
        f->page[n] = NULL;
    }
    if (real_ftruncate(f->real, f->size))
        give_up("ftruncate");
    f->dirty = 0;
}

/* ---- which file a descriptor leads to ---- */

static struct file *by_inode(dev_t dev, ino_t ino)
{
    for (struct file *f = files; f; f = f->next)
        if (f->dev == dev && f->ino == ino)
            return f;
    return NULL;
}

static int ends_with(const char *text, const char *end)
{
    size_t n = strlen(text), m = strlen(end);
    return n >= m && !strcmp(text + n - m, end);
}

static int is_ours(const char *path)
{
    return folder_length && !strncmp(path, folder, folder_length) && path[folder_length] == '/' &&
           !ends_with(path, "-shm") && !ends_with(path, "/lock") && !ends_with(path, "/door");
}

/* The file behind `fd`, or NULL for one that passes through. Under the mutex. */
static struct file *behind(int fd)
{
    char link[64], path[PATH_MAX];
    struct stat s;
    if (!folder_length || fd < 0 || fd >= DESCRIPTORS)
        return NULL;
    if (descriptor[fd])
        return descriptor[fd] == &outside ? NULL : descriptor[fd];
    int before = errno;
    descriptor[fd] = &outside;
    if (!real_fstat(fd, &s) && S_ISREG(s.st_mode)) {
        struct file *f = by_inode(s.st_dev, s.st_ino);
        snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
        ssize_t length = f ? 0 : readlink(link, path, sizeof path - 1);
        if (!f && length > 0) {
            path[length] = 0;
            if (is_ours(path)) {
                f = calloc(1, sizeof *f);
                if (!f)
                    give_up("calloc");
                f->dev = s.st_dev;
                f->ino = s.st_ino;
                f->real = real_open(link, O_RDWR | O_CLOEXEC);
                if (f->real < 0)
                    give_up("a file that can't be written");
                f->next = files;
                files = f;
            }
        }
        if (f)
            descriptor[fd] = f;
    }
    errno = before;
    return descriptor[fd] == &outside ? NULL : descriptor[fd];
}

/* A name goes away: its inode's number may come back as another file's. Descriptors still lead to it. */
static void forget(int at, const char *path)
{
    struct stat s;
    int before = errno;
    if (!real_fstatat(at, path, &s, AT_SYMLINK_NOFOLLOW) && s.st_nlink <= 1)
        for (struct file **f = &files; *f; f = &(*f)->next)
            if ((*f)->dev == s.st_dev && (*f)->ino == s.st_ino) {
                *f = (*f)->next;
                break;
            }
    errno = before;
}

static int opened(int fd, int flags)
{
    struct stat s;
    if (fd < 0 || fd >= DESCRIPTORS)
        return fd;
    lock();
    descriptor[fd] = NULL;
    struct file *f = behind(fd);
    if (flags & O_TRUNC) {
        if (f)
            resize(f, 0);
        else if (!real_fstat(fd, &s) && S_ISREG(s.st_mode) && real_ftruncate(fd, 0))
            give_up("ftruncate");
    }
    unlock();
    return fd;
}

/* ---- what the program calls ---- */

static mode_t mode_of(int flags, va_list list)
{
    return flags & (O_CREAT | O_TMPFILE) ? va_arg(list, mode_t) : 0;
}

#define OPEN(name)                                                                                                     \
    int name(const char *path, int flags, ...)                                                                         \
    {                                                                                                                  \
        va_list list;                                                                                                  \
        ready();                                                                                                       \
        va_start(list, flags);                                                                                         \
        mode_t mode = mode_of(flags, list);                                                                            \
        va_end(list);                                                                                                  \
        return opened(real_open(path, flags & ~O_TRUNC, mode), flags);                                                 \
    }
#define OPENAT(name)                                                                                                   \
    int name(int at, const char *path, int flags, ...)                                                                 \
    {                                                                                                                  \
        va_list list;                                                                                                  \
        ready();                                                                                                       \
        va_start(list, flags);                                                                                         \
        mode_t mode = mode_of(flags, list);                                                                            \
        va_end(list);                                                                                                  \
        return opened(real_openat(at, path, flags & ~O_TRUNC, mode), flags);                                           \
    }
OPEN(open)
OPEN(open64)
OPENAT(openat)
OPENAT(openat64)

int creat(const char *path, mode_t mode) { return open(path, O_CREAT | O_WRONLY | O_TRUNC, mode); }

int close(int fd)
{
    ready();
    lock();
    if (fd >= 0 && fd < DESCRIPTORS)
        descriptor[fd] = NULL;
    int result = real_close(fd);
    unlock();
    return result;
}

int dup2(int from, int to)
{
    ready();
    lock();
    if (to >= 0 && to < DESCRIPTORS)
        descriptor[to] = NULL;
    int result = real_dup2(from, to);
    unlock();
    return result;
}

int dup3(int from, int to, int flags)
{
    ready();
    lock();
    if (to >= 0 && to < DESCRIPTORS)
        descriptor[to] = NULL;
    int result = real_dup3(from, to, flags);
    unlock();
    return result;
}

/* A file of ours, with the mutex held; or NULL without it. */
static struct file *enter(int fd)
{
    ready();
    lock();
    struct file *f = behind(fd);
    if (!f)
        unlock();
    return f;
}

#define PREAD(name)                                                                                                    \
    ssize_t name(int fd, void *to, size_t count, off_t at)                                                             \
    {                                                                                                                  \
        struct file *f = enter(fd);                                                                                    \
        if (!f)                                                                                                        \
            return real_pread(fd, to, count, at);                                                                      \
        ssize_t result = get(f, to, count, at);                                                                        \
        unlock();                                                                                                      \
        return result;                                                                                                 \
    }
#define PWRITE(name)                                                                                                   \
    ssize_t name(int fd, const void *from, size_t count, off_t at)                                                     \
    {                                                                                                                  \
        struct file *f = enter(fd);                                                                                    \
        if (!f)                                                                                                        \
            return real_pwrite(fd, from, count, at);                                                                   \
        ssize_t result = put(f, from, count, at);                                                                      \
        unlock();                                                                                                      \
        return result;                                                                                                 \
    }
PREAD(pread)
PREAD(pread64)
PWRITE(pwrite)
PWRITE(pwrite64)

/* The kernel keeps the position, which duplicates share. */
static ssize_t get_here(struct file *f, int fd, void *to, size_t count)
{
    off_t at = real_lseek(fd, 0, SEEK_CUR);
    ssize_t result = get(f, to, count, at);
    if (result > 0)
        real_lseek(fd, at + result, SEEK_SET);
    return result;
}

static ssize_t put_here(struct file *f, int fd, const void *from, size_t count)
{
    begin(f);
    off_t at = fcntl(fd, F_GETFL) & O_APPEND ? f->size : real_lseek(fd, 0, SEEK_CUR);
    ssize_t result = put(f, from, count, at);
    real_lseek(fd, at + result, SEEK_SET);
    return result;
}

ssize_t read(int fd, void *to, size_t count)
{
    struct file *f = enter(fd);
    if (!f)
        return real_read(fd, to, count);
    ssize_t result = get_here(f, fd, to, count);
    unlock();
    return result;
}

ssize_t write(int fd, const void *from, size_t count)
{
    struct file *f = enter(fd);
    if (!f)
        return real_write(fd, from, count);
    ssize_t result = put_here(f, fd, from, count);
    unlock();
    return result;
}

ssize_t readv(int fd, const struct iovec *part, int parts)
{
    ssize_t sum = 0;
    struct file *f = enter(fd);
    if (!f)
        return real_readv(fd, part, parts);
    for (int n = 0; n < parts; n++) {
        ssize_t result = get_here(f, fd, part[n].iov_base, part[n].iov_len);
        sum = result < 0 ? result : sum + result;
        if (result < (ssize_t)part[n].iov_len)
            break;
    }
    unlock();
    return sum;
}

ssize_t writev(int fd, const struct iovec *part, int parts)
{
    ssize_t sum = 0;
    struct file *f = enter(fd);
    if (!f)
        return real_writev(fd, part, parts);
    for (int n = 0; n < parts; n++)
        sum += put_here(f, fd, part[n].iov_base, part[n].iov_len);
    unlock();
    return sum;
}

#define LSEEK(name)                                                                                                    \
    off_t name(int fd, off_t offset, int from)                                                                         \
    {                                                                                                                  \
        struct file *f = enter(fd);                                                                                    \
        if (!f)                                                                                                        \
            return real_lseek(fd, offset, from);                                                                       \
        if (from == SEEK_END && f->dirty)                                                                              \
            offset += f->size, from = SEEK_SET;                                                                        \
        off_t result = real_lseek(fd, offset, from);                                                                   \
        unlock();                                                                                                      \
        return result;                                                                                                 \
    }
LSEEK(lseek)
LSEEK(lseek64)

#define FTRUNCATE(name)                                                                                                \
    int name(int fd, off_t size)                                                                                       \
    {                                                                                                                  \
        struct file *f = enter(fd);                                                                                    \
        if (!f)                                                                                                        \
            return real_ftruncate(fd, size);                                                                           \
        resize(f, size);                                                                                               \
        unlock();                                                                                                      \
        return 0;                                                                                                      \
    }
FTRUNCATE(ftruncate)
FTRUNCATE(ftruncate64)

static int reserve(struct file *f, off_t end)
{
    begin(f);
    if (end > f->size)
        resize(f, end);
    unlock();
    return 0;
}

int posix_fallocate(int fd, off_t at, off_t length)
{
    struct file *f = enter(fd);
    return f ? reserve(f, at + length) : real_posix_fallocate(fd, at, length);
}

int fallocate(int fd, int mode, off_t at, off_t length)
{
    struct file *f = enter(fd);
    if (!f)
        return real_fallocate(fd, mode, at, length);
    if (!mode)
        return reserve(f, at + length);
    unlock();
    errno = EOPNOTSUPP;
    return -1;
}

static int synced(int fd, int (*real)(int))
{
    struct stat s;
    struct file *f = enter(fd);
    if (!f) {
        /* A folder, say: names are durable at once. */
        return folder_length && !real_fstat(fd, &s) && S_ISDIR(s.st_mode) ? 0 : real(fd);
    }
    apply(f);
    unlock();
    return 0;
}

int fsync(int fd) { ready(); return synced(fd, real_fsync); }
int fdatasync(int fd) { ready(); return synced(fd, real_fdatasync); }

/* ---- sizes as the program sees them ---- */

/* The size of a changed file, else -1. By descriptor (fd >= 0) it may have lost its name; by name it may be any. */
static off_t size_of(int fd, dev_t dev, ino_t ino)
{
    off_t size = -1;
    if (!folder_length)
        return size;
    lock();
    struct file *f = fd >= 0 ? behind(fd) : by_inode(dev, ino);
    if (f && f->dirty)
        size = f->size;
    unlock();
    return size;
}

static int sized(int result, int fd, struct stat *s)
{
    off_t size = result ? -1 : size_of(fd, s->st_dev, s->st_ino);
    if (size >= 0)
        s->st_size = size;
    return result;
}

int fstat(int fd, struct stat *s) { ready(); return sized(real_fstat(fd, s), fd, s); }
int stat(const char *path, struct stat *s) { ready(); return sized(real_stat(path, s), -1, s); }
int lstat(const char *path, struct stat *s) { ready(); return sized(real_lstat(path, s), -1, s); }

int fstatat(int at, const char *path, struct stat *s, int flags)
{
    ready();
    return sized(real_fstatat(at, path, s, flags), *path ? -1 : at, s);
}

/* On 64-bit Linux both structures are one. */
int fstat64(int fd, struct stat64 *s) { return fstat(fd, (struct stat *)s); }
int stat64(const char *path, struct stat64 *s) { return stat(path, (struct stat *)s); }
int lstat64(const char *path, struct stat64 *s) { return lstat(path, (struct stat *)s); }
int fstatat64(int at, const char *path, struct stat64 *s, int flags) { return fstatat(at, path, (struct stat *)s, flags); }

int statx(int at, const char *path, int flags, unsigned mask, struct statx *s)
{
    ready();
    int result = real_statx(at, path, flags, mask, s);
    /* Also a probe for the call, which has no name at all. */
    if (result)
        return result;
    off_t size = size_of(*path ? -1 : at, makedev(s->stx_dev_major, s->stx_dev_minor), s->stx_ino);
    if (size >= 0)
        s->stx_size = (unsigned long long)size;
    return result;
}

/* ---- names ---- */

int unlinkat(int at, const char *path, int flags)
{
    ready();
    lock();
    if (!(flags & AT_REMOVEDIR))
        forget(at, path);
    int result = real_unlinkat(at, path, flags);
    unlock();
    return result;
}

int unlink(const char *path) { return unlinkat(AT_FDCWD, path, 0); }

int renameat(int from_at, const char *from, int to_at, const char *to)
{
    ready();
    lock();
    forget(to_at, to);
    int result = real_renameat(from_at, from, to_at, to);
    unlock();
    return result;
}

int rename(const char *from, const char *to) { return renameat(AT_FDCWD, from, AT_FDCWD, to); }

static int truncated(const char *path, off_t size)
{
    int fd = open(path, O_WRONLY | O_CLOEXEC);
    if (fd < 0)
        return -1;
    int result = ftruncate(fd, size), why = errno;
    close(fd);
    errno = why;
    return result;
}

int truncate(const char *path, off_t size) { return truncated(path, size); }
int truncate64(const char *path, off_t size) { return truncated(path, size); }

/* ---- copies inside the kernel: refused, callers then read and write ---- */

ssize_t copy_file_range(int in, off_t *in_at, int out, off_t *out_at, size_t count, unsigned flags)
{
    ready();
    lock();
    int ours = behind(in) || behind(out);
    unlock();
    if (!ours)
        return real_copy_file_range(in, in_at, out, out_at, count, flags);
    errno = ENOSYS;
    return -1;
}

static ssize_t sent(int out, int in, off_t *at, size_t count)
{
    ready();
    lock();
    int ours = behind(in) || behind(out);
    unlock();
    if (!ours)
        return real_sendfile(out, in, at, count);
    errno = EINVAL;
    return -1;
}

ssize_t sendfile(int out, int in, off_t *at, size_t count) { return sent(out, in, at, count); }
ssize_t sendfile64(int out, int in, off_t *at, size_t count) { return sent(out, in, at, count); }

/* An orderly end loses nothing. */
__attribute__((destructor)) static void end(void)
{
    ready();
    lock();
    for (struct file *f = files; f; f = f->next)
        apply(f);
    unlock();
}
