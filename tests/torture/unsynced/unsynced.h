/* unsynced: what a power cut does to a program, on a machine that keeps its power.
 *
 * A library to preload. What the program writes to files under UNSYNCED_DIR stays in its memory, and reaches the real
 * file only by fsync or fdatasync. Kill the program, and everything that it never synced is gone, whereas after a plain
 * kill -9 the kernel would still have it.
 *
 *     cc -shared -fPIC -O2 -o unsynced.so tests/torture/unsynced/{data,descriptor,file,names,real}.c -ldl -pthread
 *     UNSYNCED_DIR=/some/folder LD_PRELOAD=./unsynced.so program
 *
 * The program itself sees its writes at once (read, stat, lseek), through every descriptor of the file. Other processes
 * see what was synced. An orderly exit writes everything, as the kernel would in time.
 *
 * Passed through: files whose name ends in "-shm" (SQLite maps them, and rebuilds them after a crash), "lock" and "door",
 * which other processes must see; names: a file that was created, renamed or removed is so at once. The real sync is left
 * out, since no kill can undo what the kernel has: only speed would be lost. Linux, glibc.
 *
 * file.c: a file's changed pages. descriptor.c: which file a descriptor leads to. data.c, names.c: the calls that a
 * program makes. real.c: the functions that stand behind them.
 */
#ifndef UNSYNCED_H
#define UNSYNCED_H
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

/* Nothing here may meet a symbol of the program. */
#pragma GCC visibility push(hidden)

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

/* The folder that counts; its length is 0 when there is none. */
extern char folder[];
extern size_t folder_length;

/* real.c */
void ready(void);
void lock(void);
void unlock(void);
_Noreturn void give_up(const char *what);

/* file.c; all under the mutex */
void begin(struct file *f);
ssize_t put(struct file *f, const void *from, size_t count, off_t at);
ssize_t get(struct file *f, void *to, size_t count, off_t at);
void resize(struct file *f, off_t size);
void apply(struct file *f);

/* descriptor.c; all under the mutex but enter */
struct file *behind(int fd);
struct file *by_inode(dev_t dev, ino_t ino);
struct file *enter(int fd);
void reset(int fd);
void forget(int at, const char *path);
void apply_all(void);

/* The functions that stand behind the calls: result, name, arguments. */
#define REAL_FUNCTIONS(X) \
    X(int, open, (const char *, int, ...)) \
    X(int, openat, (int, const char *, int, ...)) \
    X(int, close, (int)) \
    X(ssize_t, read, (int, void *, size_t)) \
    X(ssize_t, write, (int, const void *, size_t)) \
    X(ssize_t, pread, (int, void *, size_t, off_t)) \
    X(ssize_t, pwrite, (int, const void *, size_t, off_t)) \
    X(ssize_t, readv, (int, const struct iovec *, int)) \
    X(ssize_t, writev, (int, const struct iovec *, int)) \
    X(off_t, lseek, (int, off_t, int)) \
    X(int, ftruncate, (int, off_t)) \
    X(int, truncate, (const char *, off_t)) \
    X(int, fsync, (int)) \
    X(int, fdatasync, (int)) \
    X(int, fstat, (int, struct stat *)) \
    X(int, stat, (const char *, struct stat *)) \
    X(int, lstat, (const char *, struct stat *)) \
    X(int, fstatat, (int, const char *, struct stat *, int)) \
    X(int, statx, (int, const char *, int, unsigned, struct statx *)) \
    X(int, unlink, (const char *)) \
    X(int, unlinkat, (int, const char *, int)) \
    X(int, rename, (const char *, const char *)) \
    X(int, renameat, (int, const char *, int, const char *)) \
    X(int, fallocate, (int, int, off_t, off_t)) \
    X(int, posix_fallocate, (int, off_t, off_t)) \
    X(int, dup2, (int, int)) \
    X(int, dup3, (int, int, int)) \
    X(ssize_t, copy_file_range, (int, off_t *, int, off_t *, size_t, unsigned)) \
    X(ssize_t, sendfile, (int, int, off_t *, size_t))
#define DECLARE(result, name, arguments) extern result(*real_##name) arguments;
REAL_FUNCTIONS(DECLARE)
#undef DECLARE

#pragma GCC visibility pop
#endif
