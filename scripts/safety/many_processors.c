// Lets a process believe that it may run on PRETENDED_PROCESSORS processors: loaded before the C library (LD_PRELOAD), it
// answers the one system call that asks for them as a kernel with so many would, which refuses a mask that is too short.
//
// Built and used by many_processors.py. Linux.

#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <sys/syscall.h>

long syscall(long number, ...) {
  long arguments[6];
  va_list list;
  va_start(list, number);
  for (int place = 0; place < 6; place++) arguments[place] = va_arg(list, long);
  va_end(list);

  const char *text = getenv("PRETENDED_PROCESSORS");
  if (number != SYS_sched_getaffinity || !text) {
    long (*real)(long, ...) = (long (*)(long, ...))dlsym(RTLD_NEXT, "syscall");
    return real(number, arguments[0], arguments[1], arguments[2], arguments[3], arguments[4], arguments[5]);
  }
  size_t count = strtoul(text, NULL, 10), size = (size_t)arguments[1], needed = (count + 63) / 64 * 8;
  if (size < needed || size % sizeof(long) != 0) {
    errno = EINVAL;
    return -1;
  }
  unsigned char *mask = (unsigned char *)arguments[2];
  memset(mask, 0, needed);
  for (size_t place = 0; place < count; place++) mask[place / 8] |= (unsigned char)(1 << place % 8);
  return (long)needed;
}
