#if defined(__x86_64__)
#include <cpuid.h>
#endif

/// Tells the processor that the memory at `address` will be read or written soon: it fetches the line that holds it into
/// its second-level cache. Any address may be given.
static inline void fetch_hint(const void *address) { __builtin_prefetch(address, 0, 2); }

typedef float vector_of_16 __attribute__((ext_vector_type(16)));

/// Stores a vector at an address that is a multiple of its 64 bytes, straight to memory: the line there is neither read
/// first nor kept in a cache. Others see it for certain after `stores_past_caches_done`.
static inline void store_past_caches(vector_of_16 vector, float *address) {
  __builtin_nontemporal_store(vector, (vector_of_16 *)address);
}

/// Waits until what this thread stored past the caches can be seen by others.
static inline void stores_past_caches_done(void) {
#if defined(__x86_64__)
  __builtin_ia32_sfence();
#endif
}

/// Tells the processor that a loop waits for another thread, so that it saves power and leaves the core's units to others.
static inline void spin_loop_hint(void) {
#if defined(__x86_64__)
  __builtin_ia32_pause();
#elif defined(__aarch64__)
  __builtin_arm_yield();
#endif
}
