// Sockets of one machine, over which descriptors are handed to another process.
#ifndef _GNU_SOURCE
#define _GNU_SOURCE
#endif
#include "foreign_kernel_support.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

enum { MOST_DESCRIPTORS = 8 };

int fks_connect(const char *path) {
  struct sockaddr_un address = {.sun_family = AF_UNIX};
  if (strlen(path) >= sizeof address.sun_path) return errno = ENAMETOOLONG, -1;
  strcpy(address.sun_path, path);
  int end = socket(AF_UNIX, SOCK_STREAM, 0);
  if (end < 0) return -1;
  fcntl(end, F_SETFD, fcntl(end, F_GETFD) | FD_CLOEXEC);
#ifdef SO_NOSIGPIPE
  int on = 1;
  setsockopt(end, SOL_SOCKET, SO_NOSIGPIPE, &on, sizeof on);
#endif
  int status;
  do status = connect(end, (const struct sockaddr *)&address, sizeof address);
  while (status < 0 && errno == EINTR);
  if (status == 0) return end;
  int reason = errno;
  close(end);
  return errno = reason, -1;
}

ssize_t fks_send_descriptors(int end, const int *descriptors, int count, const void *bytes,
                             size_t length) {
  if (count < 1 || count > MOST_DESCRIPTORS || length == 0) return errno = EINVAL, -1;
  union {
    struct cmsghdr header;
    char space[CMSG_SPACE(MOST_DESCRIPTORS * sizeof(int))];
  } control;
  memset(&control, 0, sizeof control);
  struct iovec text = {.iov_base = (void *)bytes, .iov_len = length};
  struct msghdr message = {.msg_iov = &text,
                           .msg_iovlen = 1,
                           .msg_control = &control,
                           .msg_controllen = CMSG_SPACE(count * sizeof(int))};
  struct cmsghdr *part = CMSG_FIRSTHDR(&message);
  part->cmsg_level = SOL_SOCKET;
  part->cmsg_type = SCM_RIGHTS;
  part->cmsg_len = CMSG_LEN(count * sizeof(int));
  memcpy(CMSG_DATA(part), descriptors, count * sizeof(int));
  int flags = 0;
#ifdef MSG_NOSIGNAL
  flags = MSG_NOSIGNAL;
#endif
  ssize_t sent;
  do sent = sendmsg(end, &message, flags);
  while (sent < 0 && errno == EINTR);
  return sent;
}
