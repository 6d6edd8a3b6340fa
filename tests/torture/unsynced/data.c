#include "unsynced.h"

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
    apply_all();
    unlock();
}
