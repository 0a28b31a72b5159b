#if defined(__x86_64__)
#include <cpuid.h>
#endif

/// Tells the processor that a loop waits for another thread, so that it saves power and leaves the core's units to others.
static inline void spin_loop_hint(void) {
#if defined(__x86_64__)
  __builtin_ia32_pause();
#elif defined(__aarch64__)
  __builtin_arm_yield();
#endif
}
