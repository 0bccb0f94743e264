/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * record_pack: records in about half their bytes, for the store: zstd with a dictionary of what records of films
 * often say (record_words.def) and a sum of the record, so that a flipped byte is found.
 */
#ifndef REEL_COMMON_RECORD_PACK_H
#define REEL_COMMON_RECORD_PACK_H

#include "common/bytes.h"
#include "common/status.h"

#ifdef __cplusplus
extern "C" {
#endif

typedef struct rl_packer rl_packer; /* belongs to one thread at a time */

/* Cheap: what packing and unpacking need is made when it is first used. */
reel_status rl_packer_new(rl_packer **out_packer, reel_error *error);
void rl_packer_free(rl_packer *packer);
/* Both append. */
reel_status rl_pack(rl_packer *packer, rl_str record, rl_buffer *out, reel_error *error);
/* CORRUPT where bytes are not what rl_pack made, and above RL_MAX_STORED_BYTES. */
reel_status rl_unpack(rl_packer *packer, rl_str packed, rl_buffer *out, reel_error *error);
/* The words of the dictionary, without its tables: for the tool that makes them. Appends. */
void rl_pack_words(rl_buffer *out);

#ifdef __cplusplus
}
#endif

#endif
