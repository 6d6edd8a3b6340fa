#include "unsynced.h"

/* ---- descriptors come and go ---- */

static int opened(int fd, int flags)
{
    struct stat s;
    if (fd < 0)
        return fd;
    lock();
    reset(fd);
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
    reset(fd);
    int result = real_close(fd);
    unlock();
    return result;
}

int dup2(int from, int to)
{
    ready();
    lock();
    reset(to);
    int result = real_dup2(from, to);
    unlock();
    return result;
}

int dup3(int from, int to, int flags)
{
    ready();
    lock();
    reset(to);
    int result = real_dup3(from, to, flags);
    unlock();
    return result;
}

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

