// Kills the process in the middle of its work with the files below one directory: loaded before the C library (LD_PRELOAD),
// it counts the calls that change such files, and sends the process SIGKILL at one of them.
//
//   KILL_DIRECTORY  only files below it count: an absolute path, or relative as the program names them
//   KILL_CALL       the number of the fatal call, from 1; 0 kills never
//   KILL_MOMENT     "before" or "after" the call, or "within" a write: when half of its bytes are written
//   KILL_LOG        a file that gets the name and path of each call, in order
//
// Removing files is not counted: what is left of an earlier kill varies. A death before or after it is one after or before
// the neighbouring calls.
//
// Built and used by kill_anywhere.py. Linux.

#define _GNU_SOURCE
#include <dlfcn.h>
#include <fcntl.h>
#include <signal.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/types.h>
#include <unistd.h>

enum { GREATEST_DESCRIPTOR = 1024 };

static _Atomic long calls;
static char watched[GREATEST_DESCRIPTOR];

static int is_ours(const char *path) {
  const char *directory = getenv("KILL_DIRECTORY");
  return directory && path && strncmp(path, directory, strlen(directory)) == 0;
}

static int is_watched(int file) { return file >= 0 && file < GREATEST_DESCRIPTOR && watched[file]; }

static void watch(int file, const char *path) {
  if (file >= 0 && file < GREATEST_DESCRIPTOR) watched[file] = is_ours(path);
}

// Counts a call; whether the process is to die at it.
static int is_fatal(const char *name, const char *path) {
  const char *log = getenv("KILL_LOG");
  const char *fatal = getenv("KILL_CALL");
  long number = ++calls;
  if (log) {
    FILE *file = fopen(log, "ae");
    if (file) {
      fprintf(file, "%s %s\n", name, path);
      fclose(file);
    }
  }
  return fatal && atol(fatal) == number;
}

static int moment_is(const char *moment) {
  const char *wanted = getenv("KILL_MOMENT");
  return wanted && strcmp(wanted, moment) == 0;
}

static void die_if(int condition) {
  if (condition) kill(getpid(), SIGKILL);
}

// Runs a call that either happens or does not.
#define COUNTED(result_type, name, ours, path, parameters, arguments) \
  result_type name parameters {                                       \
    result_type (*real) parameters = dlsym(RTLD_NEXT, #name);         \
    if (!(ours)) return real arguments;                               \
    int fatal = is_fatal(#name, path);                                \
    die_if(fatal && moment_is("before"));                             \
    result_type result = real arguments;                              \
    die_if(fatal);                                                    \
    return result;                                                    \
  }

COUNTED(int, rename, is_ours(to), to, (const char *from, const char *to), (from, to))
COUNTED(int, linkat, is_ours(to), to, (int a, const char *from, int b, const char *to, int flags), (a, from, b, to, flags))
COUNTED(int, mkdir, is_ours(path), path, (const char *path, mode_t mode), (path, mode))
COUNTED(int, fsync, is_watched(file), "", (int file), (file))
COUNTED(int, ftruncate, is_watched(file), "", (int file, off_t size), (file, size))

ssize_t write(int file, const void *bytes, size_t count) {
  ssize_t (*real)(int, const void *, size_t) = dlsym(RTLD_NEXT, "write");
  if (!is_watched(file)) return real(file, bytes, count);
  int fatal = is_fatal("write", "");
  die_if(fatal && moment_is("before"));
  if (fatal && moment_is("within")) {
    real(file, bytes, count / 2);
    die_if(1);
  }
  ssize_t result = real(file, bytes, count);
  die_if(fatal);
  return result;
}

// Opening counts too where it creates a file.
#define OPENING(name)                                                          \
  int name(const char *path, int flags, ...) {                                 \
    int (*real)(const char *, int, ...) = dlsym(RTLD_NEXT, #name);             \
    va_list rest;                                                              \
    va_start(rest, flags);                                                     \
    mode_t mode = flags & O_CREAT ? va_arg(rest, mode_t) : 0;                  \
    va_end(rest);                                                              \
    int fatal = flags & O_CREAT && is_ours(path) && is_fatal("open", path);    \
    die_if(fatal && moment_is("before"));                                      \
    int file = real(path, flags, mode);                                        \
    watch(file, path);                                                         \
    die_if(fatal);                                                             \
    return file;                                                               \
  }

OPENING(open)
OPENING(open64)
