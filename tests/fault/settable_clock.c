// settable_clock: a wall clock that a test sets under a running program (LD_PRELOAD). It does what the kernel does when a
// person or NTP sets CLOCK_REALTIME: later readings jump, and waits with an absolute deadline of that clock that are under
// way end earlier or later by the jump. The monotonic clock is left alone.
//
// The offset in seconds stands as a 64-bit integer in the file that SETTABLE_CLOCK names, which is mapped; the test writes
// it. Not libfaketime, because that knows timespec_get() and not cnd_timedwait(), with which librdkafka waits: a clock set
// back then makes every wait hours long, which no kernel does.
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <stdint.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <sys/time.h>
#include <threads.h>
#include <time.h>
#include <unistd.h>

static volatile const int64_t *offset;
static int64_t none = 0;

__attribute__((constructor)) static void map_offset(void) {
  const char *path = getenv("SETTABLE_CLOCK");
  int file = path ? open(path, O_RDONLY | O_CLOEXEC) : -1;
  void *page = file < 0 ? MAP_FAILED : mmap(NULL, 8, PROT_READ, MAP_SHARED, file, 0);
  offset = page == MAP_FAILED ? &none : page;
  if (file >= 0) close(file);
}

static int is_wall(clockid_t clock) { return clock == CLOCK_REALTIME || clock == CLOCK_REALTIME_COARSE; }

int clock_gettime(clockid_t clock, struct timespec *now) {
  long failed = syscall(SYS_clock_gettime, clock, now);
  if (!failed && is_wall(clock) && offset) now->tv_sec += *offset;
  return (int)failed;
}

int gettimeofday(struct timeval *restrict now, void *restrict zone) {
  (void)zone;
  struct timespec t;
  clock_gettime(CLOCK_REALTIME, &t);
  now->tv_sec = t.tv_sec;
  now->tv_usec = t.tv_nsec / 1000;
  return 0;
}

time_t time(time_t *out) {
  struct timespec t;
  clock_gettime(CLOCK_REALTIME, &t);
  if (out) *out = t.tv_sec;
  return t.tv_sec;
}

int timespec_get(struct timespec *now, int base) {
  if (base != TIME_UTC) return 0;
  clock_gettime(CLOCK_REALTIME, now);
  return base;
}

typedef int (*clock_wait)(pthread_cond_t *, pthread_mutex_t *, clockid_t, const struct timespec *);

// Waits by slices of the monotonic clock until the wall clock has reached the deadline, wherever it is set meanwhile.
int pthread_cond_timedwait(pthread_cond_t *restrict cond, pthread_mutex_t *restrict mutex,
                           const struct timespec *restrict deadline) {
  static clock_wait wait;
  if (!wait) wait = (clock_wait)dlsym(RTLD_NEXT, "pthread_cond_clockwait");
  const int64_t slice = 20 * 1000 * 1000;
  for (;;) {
    struct timespec wall, until;
    clock_gettime(CLOCK_REALTIME, &wall);
    int64_t left = (int64_t)(deadline->tv_sec - wall.tv_sec) * 1000000000 + (deadline->tv_nsec - wall.tv_nsec);
    if (left <= 0) return ETIMEDOUT;
    clock_gettime(CLOCK_MONOTONIC, &until);
    until.tv_nsec += left < slice ? left : slice;
    until.tv_sec += until.tv_nsec / 1000000000;
    until.tv_nsec %= 1000000000;
    int waited = wait(cond, mutex, CLOCK_MONOTONIC, &until);
    if (waited != ETIMEDOUT) return waited;
  }
}

// glibc's C11 conditions and mutexes are its POSIX ones; its own cnd_timedwait() goes past the function above.
int cnd_timedwait(cnd_t *restrict cond, mtx_t *restrict mutex, const struct timespec *restrict deadline) {
  int waited = pthread_cond_timedwait((pthread_cond_t *)cond, (pthread_mutex_t *)mutex, deadline);
  return waited == 0 ? thrd_success : waited == ETIMEDOUT ? thrd_timedout : thrd_error;
}
