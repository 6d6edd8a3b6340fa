#include "unsynced.h"

enum { PAGE = 4096 };

void begin(struct file *f)
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

ssize_t put(struct file *f, const void *from, size_t count, off_t at)
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

ssize_t get(struct file *f, void *to, size_t count, off_t at)
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

void resize(struct file *f, off_t size)
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
void apply(struct file *f)
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
