/* Loaded into the gateway with LD_PRELOAD: a disk that loses its power, fails or lies, and a
 * clock that jumps.
 *
 * What reaches the disk is kept apart from what the process sees: CASEWAY_FAULTS/disk has, of
 * every file of CASEWAY_FAULTS_DATA, the pages as they were when fsync last returned. After a
 * kill the test puts them in place of the files, as a power cut would. A failed fsync leaves
 * its pages clean and unwritten, as Linux does. CASEWAY_FAULTS/control is a page of numbers
 * that the test sets and reads while the process runs; interposer.rs names the same.
 *
 * Left out: mapped memory (only SQLite's -shm files, which are made again), and what becomes of
 * a folder that was not fsynced. */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <pthread.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/time.h>
#include <time.h>
#include <unistd.h>

enum {
    CLOCK_SECONDS, /* added to the time of day */
    WRITE_ERRNO,   /* what writing fails with; 0: it does not */
    SYNC_ERRNO,    /* what fsync fails with */
    LIES,          /* fsync returns at once and keeps nothing */
    CUT_AT,        /* the fsync at which the power goes, from 1; 0: none */
    CUT_AFTER,     /* just after it, and not just before */
    TORN,          /* a seed: half of what was not fsynced reaches the disk all the same */
    SYNCS,         /* fsyncs so far */
    FAILED_WRITES,
    FAILED_SYNCS,
    SLOTS,
    NAME_AT = 512, /* the file whose fsync the power went at */
    CONTROL_BYTES = 4096,
    PAGE_BYTES = 4096,
    PAGES_MAX = 1 << 17,
    FILES_MAX = 32,
};

struct file {
    ino_t inode;
    int seen, kept; /* what the process sees, to read; what the disk has, to write */
    char name[64];
    long top; /* past the last page that was written */
    unsigned char unsynced[PAGES_MAX];
};

static struct file files[FILES_MAX];
static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static volatile int64_t *control;
static const char *data;
static char disk[PATH_MAX];

__attribute__((constructor)) static void begin(void)
{
    const char *folder = getenv("CASEWAY_FAULTS");
    char path[PATH_MAX];
    data = getenv("CASEWAY_FAULTS_DATA");
    if (!folder || !data)
        return;
    snprintf(disk, sizeof disk, "%s/disk", folder);
    snprintf(path, sizeof path, "%s/control", folder);
    int fd = open(path, O_RDWR | O_CLOEXEC);
    void *page = mmap(NULL, CONTROL_BYTES, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
    if (fd < 0 || page == MAP_FAILED)
        _exit(99);
    control = page;
}

/* The name of a path's file where it is in the data folder, and none of mapped memory. */
static const char *name_in_data(const char *path)
{
    size_t length = strlen(data);
    if (strncmp(path, data, length) || path[length] != '/' || strchr(path + length + 1, '/'))
        return NULL;
    const char *name = path + length + 1, *ending = strrchr(name, '-');
    return ending && !strcmp(ending, "-shm") ? NULL : name;
}

static struct file *known(ino_t inode)
{
    for (struct file *file = files; file < files + FILES_MAX; file++)
        if (file->inode == inode)
            return file;
    return NULL;
}

/* The file of the data folder that is open as fd, met now or before. */
static struct file *file_of(int fd)
{
    struct stat stat;
    char link[64], path[PATH_MAX], copy[2 * PATH_MAX];
    if (!control || fstat(fd, &stat) || !S_ISREG(stat.st_mode))
        return NULL;
    struct file *file = known(stat.st_ino);
    if (file)
        return file;
    snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
    ssize_t length = readlink(link, path, sizeof path - 1);
    path[length < 0 ? 0 : length] = 0;
    const char *name = name_in_data(path);
    if (!name || !(file = known(0)))
        return NULL;
    snprintf(copy, sizeof copy, "%s/%s", disk, name);
    snprintf(file->name, sizeof file->name, "%s", name);
    file->inode = stat.st_ino;
    /* Neither is closed again: that would let go of the process's locks on the file. */
    file->seen = open(path, O_RDONLY | O_CLOEXEC);
    file->kept = open(copy, O_RDWR | O_CREAT | O_CLOEXEC, 0600);
    return file;
}

static void written(struct file *file, off_t from, ssize_t bytes)
{
    if (bytes <= 0)
        return;
    long last = (from + bytes - 1) / PAGE_BYTES;
    if (last >= PAGES_MAX)
        _exit(98);
    memset(file->unsynced + from / PAGE_BYTES, 1, last - from / PAGE_BYTES + 1);
    file->top = last + 1 > file->top ? last + 1 : file->top;
}

/* Puts the unsynced pages of a file on the disk; with a seed about half of them. */
static void keep(struct file *file, uint64_t seed)
{
    char page[PAGE_BYTES];
    struct stat stat;
    for (long number = 0; number < file->top; number++) {
        uint64_t chance = (seed + number) * 0x9e3779b97f4a7c15u;
        if (!file->unsynced[number] || (seed && chance >> 63))
            continue;
        off_t at = (off_t)number * PAGE_BYTES;
        ssize_t bytes = pread(file->seen, page, PAGE_BYTES, at);
        if (bytes > 0 && syscall(SYS_pwrite64, file->kept, page, bytes, at) != bytes)
            _exit(97);
    }
    if (!seed && !fstat(file->seen, &stat))
        syscall(SYS_ftruncate, file->kept, stat.st_size);
}

static void forget_unsynced(struct file *file)
{
    memset(file->unsynced, 0, file->top);
    file->top = 0;
}

static void cut_power(struct file *at)
{
    if (control[TORN])
        for (struct file *file = files; file < files + FILES_MAX; file++)
            if (file->inode)
                keep(file, control[TORN]);
    snprintf((char *)control + NAME_AT, sizeof at->name, "%s", at->name);
    kill(getpid(), SIGKILL);
    for (;;)
        pause();
}

static int sync_file(struct file *file)
{
    int cut = ++control[SYNCS] == control[CUT_AT];
    if (cut && !control[CUT_AFTER])
        cut_power(file);
    int error = control[SYNC_ERRNO];
    if (!error && !control[LIES])
        keep(file, 0);
    if (!control[LIES])
        forget_unsynced(file);
    if (cut)
        cut_power(file);
    control[FAILED_SYNCS] += error != 0;
    errno = error;
    return error ? -1 : 0;
}

int fsync(int fd)
{
    pthread_mutex_lock(&lock);
    struct file *file = file_of(fd);
    int done = file ? sync_file(file) : syscall(SYS_fsync, fd);
    pthread_mutex_unlock(&lock);
    return done;
}

int fdatasync(int fd)
{
    return fsync(fd);
}

/* Whether writing to the data folder fails now. */
static int fails(struct file *file)
{
    if (!file || !control[WRITE_ERRNO])
        return 0;
    control[FAILED_WRITES]++;
    errno = control[WRITE_ERRNO];
    return 1;
}

ssize_t pwrite64(int fd, const void *bytes, size_t count, off64_t at)
{
    pthread_mutex_lock(&lock);
    struct file *file = file_of(fd);
    ssize_t done = fails(file) ? -1 : syscall(SYS_pwrite64, fd, bytes, count, at);
    if (file)
        written(file, at, done);
    pthread_mutex_unlock(&lock);
    return done;
}

ssize_t pwrite(int fd, const void *bytes, size_t count, off_t at)
{
    return pwrite64(fd, bytes, count, at);
}

ssize_t write(int fd, const void *bytes, size_t count)
{
    pthread_mutex_lock(&lock);
    struct file *file = file_of(fd);
    if (!file) { /* a pipe or a socket may make it wait */
        pthread_mutex_unlock(&lock);
        return syscall(SYS_write, fd, bytes, count);
    }
    off_t at = lseek(fd, 0, SEEK_CUR);
    ssize_t done = fails(file) ? -1 : syscall(SYS_write, fd, bytes, count);
    written(file, at, done);
    pthread_mutex_unlock(&lock);
    return done;
}

int ftruncate64(int fd, off64_t size)
{
    pthread_mutex_lock(&lock);
    int done = fails(file_of(fd)) ? -1 : syscall(SYS_ftruncate, fd, size);
    pthread_mutex_unlock(&lock);
    return done;
}

int ftruncate(int fd, off_t size)
{
    return ftruncate64(fd, size);
}

/* A file that is gone is gone from the disk too, and its inode may be another's. */
int unlink(const char *path)
{
    struct stat found;
    char copy[2 * PATH_MAX];
    pthread_mutex_lock(&lock);
    const char *name = control ? name_in_data(path) : NULL;
    struct file *file = name && !stat(path, &found) ? known(found.st_ino) : NULL;
    if (file) {
        forget_unsynced(file);
        file->inode = 0;
    }
    if (name) {
        snprintf(copy, sizeof copy, "%s/%s", disk, name);
        syscall(SYS_unlinkat, AT_FDCWD, copy, 0);
    }
    int done = syscall(SYS_unlinkat, AT_FDCWD, path, 0);
    pthread_mutex_unlock(&lock);
    return done;
}

int clock_gettime(clockid_t clock, struct timespec *now)
{
    int done = syscall(SYS_clock_gettime, clock, now);
    if (!done && control && clock == CLOCK_REALTIME)
        now->tv_sec += control[CLOCK_SECONDS];
    return done;
}

int gettimeofday(struct timeval *restrict now, void *restrict zone)
{
    struct timespec exact;
    (void)zone;
    int done = clock_gettime(CLOCK_REALTIME, &exact);
    now->tv_sec = exact.tv_sec;
    now->tv_usec = exact.tv_nsec / 1000;
    return done;
}

time_t time(time_t *told)
{
    struct timespec now;
    clock_gettime(CLOCK_REALTIME, &now);
    if (told)
        *told = now.tv_sec;
    return now.tv_sec;
}
