/* A disk that is full for some files, or a process that ends in the middle of a write.

   Preloaded before libc. From the FULL_AT-th call on that writes to a file whose path matches FULL_PATTERN
   (fnmatch), such calls fail with ENOSPC; with FULL_TORN=1 the FULL_AT-th writes half of its bytes, and the
   process is killed. FULL_COUNTS is a file that gets a byte for each such call. */

#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <fnmatch.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <unistd.h>

static long calls;
static int counts = -1;

static int matches(int fd)
{
    static const char *pattern;
    char link[64], path[4096];
    if (!pattern) pattern = getenv("FULL_PATTERN") ? getenv("FULL_PATTERN") : "";
    snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
    ssize_t size = readlink(link, path, sizeof path - 1);
    if (size <= 0) return 0;
    path[size] = 0;
    return fnmatch(pattern, path, 0) == 0;
}

/* 0: let it pass; 1: it fails; 2: torn. */
static int verdict(int fd)
{
    int kept = errno, what = 0;
    if (matches(fd)) {
        const char *at = getenv("FULL_AT"), *file = getenv("FULL_COUNTS");
        long first = at ? atol(at) : 0;
        if (counts < 0 && file) counts = open(file, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0666);
        if (counts >= 0) syscall(SYS_write, counts, ".", 1);
        calls++;
        if (first && getenv("FULL_TORN")) what = calls == first ? 2 : 0;
        else if (first && calls >= first) what = 1;
    }
    errno = kept;
    return what;
}

#define REAL(name) \
    static __typeof__(name) *real; \
    if (!real) real = (__typeof__(name) *)dlsym(RTLD_NEXT, #name)
#define FULL return errno = ENOSPC, -1
#define END kill(getpid(), SIGKILL)

ssize_t write(int fd, const void *data, size_t size)
{
    REAL(write);
    int what = verdict(fd);
    if (what == 1) FULL;
    if (what == 2) { real(fd, data, size / 2); END; }
    return real(fd, data, size);
}

ssize_t pwrite(int fd, const void *data, size_t size, off_t offset)
{
    REAL(pwrite);
    int what = verdict(fd);
    if (what == 1) FULL;
    if (what == 2) { real(fd, data, size / 2, offset); END; }
    return real(fd, data, size, offset);
}

ssize_t pwrite64(int fd, const void *data, size_t size, off64_t offset)
{
    REAL(pwrite64);
    int what = verdict(fd);
    if (what == 1) FULL;
    if (what == 2) { real(fd, data, size / 2, offset); END; }
    return real(fd, data, size, offset);
}

ssize_t writev(int fd, const struct iovec *parts, int count)
{
    REAL(writev);
    int what = verdict(fd);
    if (what == 1) FULL;
    if (what == 2) { real(fd, parts, count / 2); END; }
    return real(fd, parts, count);
}

#define WITHOUT_BYTES(name, parameters, arguments) \
    int name parameters \
    { \
        REAL(name); \
        int what = verdict(fd); \
        if (what == 1) FULL; \
        if (what == 2) END; \
        return real arguments; \
    }

WITHOUT_BYTES(fsync, (int fd), (fd))
WITHOUT_BYTES(fdatasync, (int fd), (fd))
WITHOUT_BYTES(ftruncate, (int fd, off_t size), (fd, size))
WITHOUT_BYTES(ftruncate64, (int fd, off64_t size), (fd, size))
WITHOUT_BYTES(fallocate, (int fd, int mode, off_t offset, off_t size), (fd, mode, offset, size))
