// What Swift's own modules of the C library leave out.
#if defined(__linux__)
#include <malloc.h>
#include <stddef.h>
#include <sys/syscall.h>
#include <unistd.h>

/// Fills `mask`, of `size` bytes, with the processors that the calling thread may run on, a bit each (sched_getaffinity(2)).
/// Returns the bytes that were written, or -1 with the reason in `errno`.
static inline long get_affinity_mask(size_t size, void *mask) {
  return syscall(SYS_sched_getaffinity, 0, size, mask);
}
#endif
