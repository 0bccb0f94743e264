/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * intake_queue: one file is read at a time, under the queue's mutex; reading is a small part of the
 * work, and an order of works that does not depend on the threads is worth more.
 */
#include "indexer/intake_queue.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include <xxhash.h>

#include "common/limits.h"
#include "indexer/format.h"
#include "indexer/intake.h"

enum { RUN_BYTES = 512 << 10 }; /* lines handed out at once */

typedef struct queue_row {
    rl_ledger_file row;
    bool read;
} queue_row;

struct rl_intake_queue {
    rl_run *run;
    const rl_corpus_file *files;
    queue_row *rows;
    size_t count;
    int64_t settle_time;
    pthread_mutex_t mutex;
    rl_arena *arena;  /* notes */
    size_t next_file;
    uint64_t sequence;
    reel_error error; /* what ended the run */
    /* the record file that is being streamed */
    int open_file; /* -1: none */
    uint64_t next_line;
    bool at_end;
    bool skipping; /* inside a line that is too long */
    rl_buffer carry; /* bytes read behind the last whole line */
    uint64_t bytes;  /* of it so far */
    XXH3_state_t *hash;
};

reel_status rl_intake_queue_new(rl_run *run, const rl_corpus_file *files, size_t count, int64_t settle_time,
                                rl_intake_queue **out_queue, reel_error *error) {
    *out_queue = NULL;
    rl_intake_queue *queue = calloc(1, sizeof *queue);
    if (queue == NULL) {
        return rl_fail_nomem(error);
    }
    queue->run = run;
    queue->files = files;
    queue->count = count;
    queue->settle_time = settle_time;
    queue->open_file = -1;
    queue->rows = calloc(count + 1, sizeof *queue->rows);
    queue->arena = rl_arena_new();
    queue->hash = XXH3_createState();
    if (queue->rows == NULL || queue->arena == NULL || queue->hash == NULL ||
        pthread_mutex_init(&queue->mutex, NULL) != 0) {
        free(queue->rows);
        rl_arena_free(queue->arena);
        (void)XXH3_freeState(queue->hash);
        free(queue);
        return rl_fail_nomem(error);
    }
    *out_queue = queue;
    return REEL_OK;
}

void rl_intake_queue_free(rl_intake_queue *queue) {
    if (queue == NULL) {
        return;
    }
    if (queue->open_file >= 0) {
        (void)close(queue->open_file);
    }
    free(queue->rows);
    rl_arena_free(queue->arena);
    rl_buffer_done(&queue->carry);
    (void)XXH3_freeState(queue->hash);
    (void)pthread_mutex_destroy(&queue->mutex);
    free(queue);
}

static void fail_file(rl_intake_queue *queue, size_t file, const reel_error *error) {
    queue->run->failed++;
    rl_run_problem_add(queue->run, error->status, queue->files[file].path.at, error->line, error->message);
    queue_row *row = &queue->rows[file];
    row->row.state = RL_LEDGER_FAILED;
    row->row.note = rl_str_copy(queue->arena, rl_str_of(error->message));
    /* a file that is there but cannot be read keeps what is known of it; see build.c and sync.c */
    row->read = error->status != REEL_IO && error->status != REEL_NOTFOUND;
}

static void start_row(rl_intake_queue *queue, size_t file) {
    const rl_corpus_file *from = &queue->files[file];
    queue_row *row = &queue->rows[file];
    row->read = true;
    row->row = (rl_ledger_file){.key = from->key,
                                .display = from->display,
                                .size = from->size,
                                .mtime = from->mtime < queue->settle_time ? from->mtime : 0};
}

/* The first bytes, to tell record files from pages. */
static ssize_t read_some(int file, char *bytes, size_t length) {
    ssize_t got;
    do {
        got = read(file, bytes, length);
    } while (got < 0 && errno == EINTR);
    return got;
}

/* Size and time as they are now; a time at or after the scan's start may be shared by a later change. */
static void note_times(rl_intake_queue *queue, size_t file, int fd) {
    struct stat info;
    rl_ledger_file *row = &queue->rows[file].row;
    if (fstat(fd, &info) == 0) {
        int64_t mtime = (int64_t)info.st_mtim.tv_sec * 1000000000 + info.st_mtim.tv_nsec;
        row->size = (uint64_t)info.st_size;
        row->mtime = mtime < queue->settle_time ? mtime : 0;
    }
}

/* After the last byte: a file that changed while it was read is looked at again next time. */
static void check_times(rl_intake_queue *queue, size_t file, int fd, uint64_t bytes) {
    rl_ledger_file *row = &queue->rows[file].row;
    int64_t before = row->mtime;
    note_times(queue, file, fd);
    if (row->mtime != before || row->size != bytes) {
        row->mtime = 0;
    }
}

static bool read_head(rl_intake_queue *queue, size_t file, int *out_file, reel_error *error) {
    const char *path = queue->files[file].path.at;
    if (rl_intake_open(path, out_file, error) != REEL_OK) {
        return false;
    }
    note_times(queue, file, *out_file);
    rl_buffer_clear(&queue->carry);
    if (!rl_buffer_reserve(&queue->carry, RUN_BYTES)) {
        (void)rl_fail_nomem(error);
        return false;
    }
    ssize_t got = read_some(*out_file, queue->carry.at, RUN_BYTES);
    if (got < 0) {
        (void)rl_fail_at(error, REEL_IO, path, 0, "%s", strerror(errno));
        return false;
    }
    queue->carry.length = (size_t)got;
    return true;
}

static void start_records(rl_intake_queue *queue, int file) {
    queue->open_file = file;
    queue->next_line = 1;
    queue->at_end = queue->carry.length == 0;
    queue->skipping = false;
    queue->bytes = queue->carry.length;
    (void)XXH3_64bits_reset(queue->hash);
    (void)XXH3_64bits_update(queue->hash, queue->carry.at, queue->carry.length);
}

/* A file of which only the first lines could be read has no hash: it never counts as unchanged. */
static void end_records(rl_intake_queue *queue) {
    queue_row *row = &queue->rows[queue->next_file];
    uint64_t hash = XXH3_64bits_digest(queue->hash);
    check_times(queue, queue->next_file, queue->open_file, queue->bytes);
    row->row.hash = !row->read ? 0 : hash == 0 ? 1 : hash;
    row->row.mtime = row->read ? row->row.mtime : 0;
    row->row.state = RL_LEDGER_RECORDS;
    row->row.line_count = queue->next_line - 1;
    (void)close(queue->open_file);
    queue->open_file = -1;
    queue->next_file++;
}

/* Reads on until carry holds a line's end, or the file ends. */
static void read_on(rl_intake_queue *queue) {
    const size_t step = RUN_BYTES;
    if (!rl_buffer_reserve(&queue->carry, step)) {
        (void)rl_fail_nomem(&queue->error);
        atomic_store(&queue->run->stop, true);
        return;
    }
    ssize_t got = read_some(queue->open_file, queue->carry.at + queue->carry.length, step);
    if (got < 0) {
        reel_error error;
        (void)rl_fail_at(&error, REEL_IO, NULL, (uint32_t)queue->next_line, "reading stopped: %s", strerror(errno));
        fail_file(queue, queue->next_file, &error);
        queue->carry.length = 0; /* the first part of a line is no line */
    }
    if (got <= 0) {
        queue->at_end = true;
        return;
    }
    (void)XXH3_64bits_update(queue->hash, queue->carry.at + queue->carry.length, (size_t)got);
    queue->carry.length += (size_t)got;
    queue->bytes += (uint64_t)got;
}

static void drop_front(rl_buffer *buffer, size_t length) {
    memmove(buffer->at, buffer->at + length, buffer->length - length);
    buffer->length -= length;
}

static size_t last_line_end(const rl_buffer *buffer) {
    size_t end = buffer->length;
    while (end > 0 && buffer->at[end - 1] != '\n') {
        end--;
    }
    return end;
}

/* Throws the rest of a line that is too long away; its end stays as an empty line, so that lines are still counted. */
static void skip_long_line(rl_intake_queue *queue) {
    const char *end = memchr(queue->carry.at, '\n', queue->carry.length);
    if (!queue->skipping) {
        reel_error error;
        (void)rl_fail_at(&error, REEL_LIMIT, NULL, (uint32_t)queue->next_line,
                         "line %llu is longer than %d MiB, the limit for a record; it was skipped",
                         (unsigned long long)queue->next_line, RL_MAX_RECORD_BYTES >> 20);
        queue->run->failed++;
        rl_run_problem_add(queue->run, error.status, queue->files[queue->next_file].path.at, error.line, error.message);
        queue->skipping = true;
    }
    if (end == NULL) {
        queue->carry.length = 0;
    } else {
        drop_front(&queue->carry, (size_t)(end - queue->carry.at));
        queue->skipping = false;
    }
}

static uint64_t count_lines(rl_str bytes) {
    rl_str line;
    uint64_t count = 0;
    while (rl_work_line(&bytes, &line)) {
        count++;
    }
    return count;
}

/* Fills work with whole lines of the open record file; false at its end. */
static bool next_records(rl_intake_queue *queue, rl_work *work) {
    size_t end;
    for (;;) {
        end = last_line_end(&queue->carry);
        if (end > 0 && !queue->skipping) {
            break;
        }
        if (queue->skipping || queue->carry.length > RL_MAX_RECORD_BYTES) {
            skip_long_line(queue);
        }
        if (queue->at_end) {
            end = queue->carry.length;
            break;
        }
        read_on(queue);
        if (atomic_load(&queue->run->stop)) {
            return false;
        }
    }
    if (end == 0) {
        end_records(queue);
        return false;
    }
    rl_buffer_clear(&work->bytes);
    rl_buffer_add(&work->bytes, queue->carry.at, end);
    drop_front(&queue->carry, end);
    work->is_records = true;
    work->first_line = queue->next_line;
    queue->next_line += count_lines(rl_buffer_str(&work->bytes));
    return true;
}

/* Opens the next file. True: work holds a page, or the first lines of a record file. */
static bool next_file(rl_intake_queue *queue, rl_work *work) {
    size_t at = queue->next_file;
    reel_error error;
    int file = -1;
    start_row(queue, at);
    bool opened = read_head(queue, at, &file, &error);
    if (opened && rl_format_is_record_file(queue->files[at].path, rl_buffer_str(&queue->carry))) {
        start_records(queue, file);
        return next_records(queue, work);
    }
    queue->next_file++;
    if (opened) {
        rl_buffer_clear(&work->bytes);
        rl_buffer_add_str(&work->bytes, rl_buffer_str(&queue->carry));
        opened = rl_intake_load_rest(file, queue->files[at].path.at, RL_MAX_PAGE_BYTES, &work->bytes, &error) == REEL_OK;
        check_times(queue, at, file, work->bytes.length);
    }
    if (file >= 0) {
        (void)close(file);
    }
    if (!opened) {
        fail_file(queue, at, &error);
        return false;
    }
    work->is_records = false;
    work->first_line = 0;
    queue->rows[at].row.hash = rl_intake_hash(rl_buffer_str(&work->bytes));
    return true;
}

bool rl_intake_queue_next(rl_intake_queue *queue, rl_work *work) {
    (void)pthread_mutex_lock(&queue->mutex);
    bool found = false;
    while (!found && !atomic_load(&queue->run->stop) && (queue->open_file >= 0 || queue->next_file < queue->count)) {
        size_t file = queue->next_file;
        found = queue->open_file >= 0 ? next_records(queue, work) : next_file(queue, work);
        if (found) {
            work->file = file;
            work->path = queue->files[file].path.at;
            work->key = queue->files[file].key;
            work->display = queue->files[file].display;
            work->sequence = queue->sequence++;
            work->state = RL_LEDGER_FILM;
            work->note[0] = '\0';
        }
    }
    (void)pthread_mutex_unlock(&queue->mutex);
    return found;
}

void rl_intake_queue_finish(rl_intake_queue *queue, const rl_work *work) {
    if (!work->is_records) {
        (void)pthread_mutex_lock(&queue->mutex);
        rl_ledger_file *row = &queue->rows[work->file].row;
        row->state = work->state;
        row->note = rl_str_copy(queue->arena, rl_str_of(work->note));
        (void)pthread_mutex_unlock(&queue->mutex);
    }
}

rl_ledger_file *rl_intake_queue_row(rl_intake_queue *queue, size_t file, bool *out_read) {
    *out_read = queue->rows[file].read;
    return &queue->rows[file].row;
}

reel_status rl_intake_queue_status(rl_intake_queue *queue, reel_error *error) {
    if (queue->error.status != REEL_OK && error != NULL) {
        *error = queue->error;
    }
    return queue->error.status;
}

void rl_work_done(rl_work *work) { rl_buffer_done(&work->bytes); }

bool rl_work_line(rl_str *rest, rl_str *out_line) {
    if (rest->length == 0) {
        return false;
    }
    const char *end = memchr(rest->at, '\n', rest->length);
    size_t length = end == NULL ? rest->length : (size_t)(end - rest->at);
    *out_line = (rl_str){rest->at, length};
    size_t used = end == NULL ? length : length + 1;
    *rest = (rl_str){rest->at + used, rest->length - used};
    return true;
}
