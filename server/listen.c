/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * listen: see listen.h.
 */
#include "server/listen.h"

#include <errno.h>
#include <netdb.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "server/request.h"

enum { BACKLOG = 1024, HOST_BYTES = 256, PORT_BYTES = 8 };

/* Splits at the last colon, outside of brackets. */
static bool split(const char *where, char host[HOST_BYTES], char port[PORT_BYTES]) {
    const char *colon = strrchr(where, ':');
    const char *number = colon == NULL ? where : colon + 1;
    size_t length = colon == NULL ? 0 : (size_t)(colon - where);
    const char *start = where;
    if (length >= 2 && where[0] == '[' && where[length - 1] == ']') {
        start++;
        length -= 2;
    }
    if (length >= HOST_BYTES || strlen(number) >= PORT_BYTES || *number == '\0' ||
        strspn(number, "0123456789") != strlen(number) || strtoul(number, NULL, 10) > UINT16_MAX) {
        return false;
    }
    (void)snprintf(host, HOST_BYTES, "%.*s", (int)length, start);
    (void)snprintf(port, PORT_BYTES, "%s", number);
    return true;
}

static int open_socket(const struct addrinfo *address) {
    int one = 1;
    int fd = socket(address->ai_family, address->ai_socktype, address->ai_protocol);
    if (fd < 0) {
        return -1;
    }
    (void)setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &one, sizeof one);
    if (bind(fd, address->ai_addr, address->ai_addrlen) != 0 || listen(fd, BACKLOG) != 0) {
        int problem = errno;
        (void)close(fd);
        errno = problem;
        return -1;
    }
    return fd;
}

static void name_socket(int fd, char *out_name, size_t name_size) {
    struct sockaddr_storage address;
    socklen_t length = sizeof address;
    char host[HOST_BYTES] = "", port[PORT_BYTES] = "";
    (void)getsockname(fd, (struct sockaddr *)&address, &length);
    (void)getnameinfo((struct sockaddr *)&address, length, host, sizeof host, port, sizeof port,
                      NI_NUMERICHOST | NI_NUMERICSERV);
    bool v6 = strchr(host, ':') != NULL;
    (void)snprintf(out_name, name_size, "%s%s%s:%s", v6 ? "[" : "", host, v6 ? "]" : "", port);
}

reel_status listen_on(const char *where, int *out_socket, char *out_name, size_t name_size, reel_error *error) {
    char host[HOST_BYTES], port[PORT_BYTES];
    *out_socket = -1;
    if (!split(where, host, port)) {
        return request_fail(error, REEL_INVALID, "--listen: '%.200s' is not ADDRESS:PORT with a port up to 65535", where);
    }
    struct addrinfo hints = {.ai_socktype = SOCK_STREAM}, *found = NULL;
    int problem = getaddrinfo(*host == '\0' ? "127.0.0.1" : host, port, &hints, &found);
    if (problem != 0) {
        return request_fail(error, REEL_INVALID, "--listen: '%.200s': %s", host, gai_strerror(problem));
    }
    *out_socket = open_socket(found);
    problem = errno;
    freeaddrinfo(found);
    if (*out_socket < 0) {
        return request_fail(error, REEL_IO, "--listen: cannot listen on %.200s: %s", where, strerror(problem));
    }
    name_socket(*out_socket, out_name, name_size);
    return REEL_OK;
}
