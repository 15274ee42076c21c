// System calls that glibc either applies to every thread of the process (setresuid) or does not wrap (capset), and that Swift cannot
// call through the variadic syscall(2). On Linux credentials belong to a thread: these change those of the calling thread only.
#ifndef SOCKWARDEN_LINUX_THREAD_H
#define SOCKWARDEN_LINUX_THREAD_H

#include <linux/capability.h>
#include <sys/syscall.h>
#include <unistd.h>

/// Gives up the supplementary groups, the group and the user of the calling thread, and with root its capabilities. 0, or -1 and errno.
static inline int sockwarden_thread_become(unsigned user, unsigned group) {
    if (syscall(SYS_setgroups, 0, 0) != 0) return -1;
    if (syscall(SYS_setresgid, group, group, group) != 0) return -1;
    return syscall(SYS_setresuid, user, user, user) != 0 ? -1 : 0;
}

/// Leaves the calling thread these of its capabilities: bit n is capability n of linux/capability.h. 0, or -1 and errno.
static inline int sockwarden_thread_keep_capabilities(unsigned long long mask) {
    struct __user_cap_header_struct header = {_LINUX_CAPABILITY_VERSION_3, 0};
    struct __user_cap_data_struct sets[_LINUX_CAPABILITY_U32S_3];
    for (int word = 0; word < _LINUX_CAPABILITY_U32S_3; word++) {
        sets[word].effective = sets[word].permitted = (unsigned)(mask >> (32 * word));
        sets[word].inheritable = 0;
    }
    return syscall(SYS_capset, &header, sets) != 0 ? -1 : 0;
}

/// The effective capabilities of the calling thread, in the same bits; 0 where the kernel does not say.
static inline unsigned long long sockwarden_thread_capabilities(void) {
    struct __user_cap_header_struct header = {_LINUX_CAPABILITY_VERSION_3, 0};
    struct __user_cap_data_struct sets[_LINUX_CAPABILITY_U32S_3];
    if (syscall(SYS_capget, &header, sets) != 0) return 0;
    return (unsigned long long)sets[1].effective << 32 | sets[0].effective;
}

#endif
