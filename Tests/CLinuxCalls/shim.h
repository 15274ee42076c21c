// Calls that Swift's Glibc and Musl modules leave out.
#ifndef SOCKWARDEN_CLINUXCALLS_H
#define SOCKWARDEN_CLINUXCALLS_H

#include <sys/syscall.h>

// Not <unistd.h>: with it this module would define types that Swift has from Glibc already.
extern long syscall(long number, ...);

/// pidfd_open(2): a descriptor of a process, Linux 5.3.
static inline int linux_pidfd_open(int pid) { return (int)syscall(SYS_pidfd_open, pid, 0); }

/// pidfd_getfd(2): another process's descriptor as one of ours, Linux 5.6.
static inline int linux_pidfd_getfd(int process, int descriptor) { return (int)syscall(SYS_pidfd_getfd, process, descriptor, 0); }

/// setns(2) into a network namespace, for the calling thread only.
static inline int linux_setns_net(int space) { return (int)syscall(SYS_setns, space, 0x40000000 /* CLONE_NEWNET */); }

/// unshare(2): a fresh network namespace, for the calling thread only.
static inline int linux_unshare_net(void) { return (int)syscall(SYS_unshare, 0x40000000 /* CLONE_NEWNET */); }

// Not <spawn.h> either, for the same reason: its type is a pointer to Swift.
extern int posix_spawn_file_actions_addchdir_np(void *actions, const char *folder);
extern int posix_spawn_file_actions_addclosefrom_np(void *actions, int from);

/// posix_spawn_file_actions_addchdir_np(3): where a child begins, glibc 2.29.
static inline int linux_spawn_in(void *actions, const char *folder) { return posix_spawn_file_actions_addchdir_np(actions, folder); }

/// posix_spawn_file_actions_addclosefrom_np(3): the lowest descriptor that a child does not get, nor any above it, glibc 2.34.
static inline int linux_spawn_without(void *actions, int from) { return posix_spawn_file_actions_addclosefrom_np(actions, from); }

#endif
