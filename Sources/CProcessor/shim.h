#if defined(__x86_64__)
#include <cpuid.h>
#endif

/// Tells the processor that the memory at `address` will be read or written soon: it fetches the line that holds it into
/// its second-level cache. Any address may be given.
static inline void fetch_hint(const void *address) { __builtin_prefetch(address, 0, 2); }

/// Tells the processor that a loop waits for another thread, so that it saves power and leaves the core's units to others.
static inline void spin_loop_hint(void) {
#if defined(__x86_64__)
  __builtin_ia32_pause();
#elif defined(__aarch64__)
  __builtin_arm_yield();
#endif
}
