#include "unsynced.h"

enum { DESCRIPTORS = 65536 };

/* What a descriptor leads to: not looked at yet (NULL), no file of ours, or a file. */
static struct file outside;
static struct file *descriptor[DESCRIPTORS];
static struct file *files;

struct file *by_inode(dev_t dev, ino_t ino)
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
struct file *behind(int fd)
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
void forget(int at, const char *path)
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

/* A file of ours, with the mutex held; or NULL without it. */
struct file *enter(int fd)
{
    ready();
    lock();
    struct file *f = behind(fd);
    if (!f)
        unlock();
    return f;
}

/* The descriptor was closed, or leads elsewhere now. */
void reset(int fd)
{
    if (fd >= 0 && fd < DESCRIPTORS)
        descriptor[fd] = NULL;
}

void apply_all(void)
{
    for (struct file *f = files; f; f = f->next)
        apply(f);
}
