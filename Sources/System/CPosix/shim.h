// renameat2 is not in Swift's Glibc module; open and fcntl are variadic.
#define _GNU_SOURCE
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <linux/fs.h>
#include <stdint.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

/// Exchanges two directories in one step; -1 with errno where the file system cannot.
static inline int cb_rename_exchange(const char *a, const char *b) {
  return (int)syscall(SYS_renameat2, AT_FDCWD, a, AT_FDCWD, b, RENAME_EXCHANGE);
}
static inline int cb_open_write(const char *path) {
  return open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC | O_NOFOLLOW, 0644);
}
static inline int cb_open_private(const char *path) {
  return open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0600);
}
static inline int cb_open_read(const char *path) { return open(path, O_RDONLY | O_CLOEXEC); }
static inline int cb_open_both(const char *path) {
  return open(path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600);
}
static inline int cb_syncfs(int file) { return syncfs(file); }
static inline int cb_open_lock(const char *path) {
  return open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0600);
}
static inline int cb_errno(void) { return errno; }
static inline int64_t cb_mtime(const struct stat *s) {
  return (int64_t)s->st_mtim.tv_sec * 1000000000 + s->st_mtim.tv_nsec;
}
static inline int64_t cb_ctime(const struct stat *s) {
  return (int64_t)s->st_ctim.tv_sec * 1000000000 + s->st_ctim.tv_nsec;
}
static inline int cb_lstat_at(int folder, const char *name, struct stat *s) {
  return fstatat(folder, name, s, AT_SYMLINK_NOFOLLOW);
}
/// 1 a file, 2 a folder, 3 something else; 0 where the file system does not say without a stat.
static inline int cb_kind(const struct dirent *e) {
  switch (e->d_type) {
  case DT_REG: return 1;
  case DT_DIR: return 2;
  case DT_UNKNOWN: return 0;
  default: return 3;
  }
}
static inline const char *cb_name(const struct dirent *e) { return e->d_name; }
static inline int cb_is_regular(const struct stat *s) { return S_ISREG(s->st_mode); }
static inline int cb_is_folder(const struct stat *s) { return S_ISDIR(s->st_mode); }
