/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * assets: the files of server/web and the OpenAPI document, put into the program when it is built.
 */
#ifndef REEL_SERVER_ASSETS_H
#define REEL_SERVER_ASSETS_H

#include <stddef.h>

typedef struct asset {
    const char *bytes;
    size_t length;
} asset;

extern const asset asset_html, asset_css, asset_js, asset_openapi;

#endif
