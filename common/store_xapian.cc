/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * store_xapian: the term index on Xapian, behind store.h. The only file that knows Xapian, and the
 * only C++. Every function of the interface is one call of guard(), the one place that catches.
 */
#include <xapian.h>

#include <sys/stat.h>
#include <sys/statvfs.h>
#include <time.h>

#include <algorithm>
#include <cerrno>
#include <cmath>
#include <cstdarg>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <fstream>
#include <map>
#include <memory>
#include <new>
#include <set>
#include <sstream>
#include <string>
#include <unordered_map>
#include <vector>

extern "C" {
#include "common/arena.h"
#include "common/bytes.h"
#include "common/limits.h"
#include "common/status.h"
}
#include "common/record_pack.h"
#include "common/store.h"

/* Packs and unpacks the data of documents. */
class record_packer {
    rl_packer *packer = nullptr;

  public:
    rl_buffer bytes = RL_BUFFER_INIT; /* of one record, for the caller */

    record_packer() = default;
    ~record_packer() {
        rl_packer_free(packer);
        rl_buffer_done(&bytes);
    }
    record_packer(const record_packer &) = delete;
    record_packer &operator=(const record_packer &) = delete;
    reel_status pack(rl_str record, rl_buffer *out, reel_error *error) {
        reel_status status = packer == nullptr ? rl_packer_new(&packer, error) : REEL_OK;
        return status == REEL_OK ? rl_pack(packer, record, out, error) : status;
    }
    reel_status unpack(rl_str packed, rl_buffer *out, reel_error *error) {
        reel_status status = packer == nullptr ? rl_packer_new(&packer, error) : REEL_OK;
        return status == REEL_OK ? rl_unpack(packer, packed, out, error) : status;
    }
};

/* All values of a slot, by docid. */
struct value_column {
    uint32_t uses = 0; /* before it was read in */
    bool read = false;
    std::string bytes;
    std::vector<uint32_t> ends; /* of docid d: ends[d - 1] to ends[d] */

    rl_str of(rl_docid docid) const {
        return docid == 0 || docid >= ends.size() ? rl_str{"", 0}
                                                  : rl_str{bytes.data() + ends[docid - 1], ends[docid] - ends[docid - 1]};
    }
};

/* What one committed state says again and again: every look-up in a table reads blocks of it anew. */
struct read_cache {
    std::unordered_map<std::string, uint32_t> frequencies;
    std::map<uint32_t, value_column> columns;

    void clear() {
        frequencies.clear();
        columns.clear();
    }
    const value_column *column(uint32_t slot) const {
        auto at = columns.find(slot);
        return at == columns.end() || !at->second.read ? nullptr : &at->second;
    }
};

struct rl_store {
    Xapian::Database db;
    read_cache cache;
    bool caches = false; /* a local, committed state */
    std::vector<Xapian::Database> parts; /* as opened, in order */
    std::vector<bool> plain;             /* parts that are one local database, and so have a revision */
    bool remote = false;
    const std::set<std::string> *memory_keys = nullptr; /* of metadata, for an in-memory writer */
    bool pinned = false;                                /* reads do not move to a newer state by themselves */
    bool matching = false;                              /* a match runs: the database must not move beneath it */
    record_packer packer;
    std::string key;                                    /* scratch for terms, so that a look-up does not allocate */
};

struct rl_writer {
    Xapian::WritableDatabase db;
    std::string path;        /* empty in memory */
    bool temporary = false;
    uint64_t tables = 0;     /* bytes of them when it was opened */
    uint64_t bytes = 0;      /* handed over since the last commit */
    uint64_t postings = 0;
    uint64_t looked_at = 0;  /* bytes when the disk was last looked at */
    bool transactional = false;        /* the in-memory backend has no transactions */
    std::set<std::string> memory_keys; /* nor can it list its metadata */
    std::string key;
    record_packer packer;
};

struct rl_stemmer {
    Xapian::Stem stem;
    std::string word;
};

namespace {

enum {
    OPEN_ATTEMPTS = 1000,
    MAX_STUB_DEPTH = 8,
    LEAST_ROOM = 256 << 10,      /* bytes free on the disk of a database that is written */
    COPIED_A_POSTING = 2 << 10,  /* bytes of blocks */
    LOOK_EVERY = 1 << 20,        /* bytes handed over between two looks at the disk */
    MAX_ATTEMPTS = 10, /* reads of a database that a writer keeps changing */
    LOCK_POLL_MS = 20,
    MAX_QUERY_DEPTH = 256,   /* nested nodes: far above what the parser lets through */
    MAX_QUERY_NODES = 20000, /* nodes and expanded terms of one query */
    MAX_PHRASES = 64,        /* one phrase with alternatives becomes at most so many plain ones */
    FIRST_BATCH = 8, /* most walks stop at the first rows */
    LARGEST_BATCH = 4096,
    MAX_FREQUENCIES = 32768, /* kept in memory */
    COLUMN_USES = 48,        /* from then on a slot is read from memory: a program that answers once reads no column */
    MAX_COLUMN_BYTES = 96 << 20,
    MORE_FOR_TIES = 8 /* hits beyond those wanted, to see whether the last one's equals were cut off */
};

/* --- failures --- */

struct status_row {
    const char *type;
    reel_status status;
};

/* By the name of the exception's class, the only thing it tells of itself. */
constexpr status_row STATUS_ROWS[] = {
    {"DatabaseLockError", REEL_LOCKED},
    {"DatabaseCorruptError", REEL_CORRUPT},
    {"DatabaseVersionError", REEL_STALE},
    {"DatabaseCreateError", REEL_INVALID},
    {"DatabaseNotFoundError", REEL_NOTFOUND},
    {"DatabaseClosedError", REEL_IO},
    {"DatabaseModifiedError", REEL_STALE}, /* see rl_store_pin */
    {"DatabaseError", REEL_IO},
    {"NetworkError", REEL_IO},
    {"NetworkTimeoutError", REEL_IO},
    {"DocNotFoundError", REEL_NOTFOUND},
    {"FeatureUnavailableError", REEL_INVALID},
    {"InvalidArgumentError", REEL_INVALID},
    {"InvalidOperationError", REEL_INVALID},
    {"UnimplementedError", REEL_INVALID},
    {"SerialisationError", REEL_FORMAT},
    {"RangeError", REEL_LIMIT},
    {"WildcardError", REEL_LIMIT},
};

bool is_a(const Xapian::Error &error, const char *type) {
    return std::strcmp(error.get_type(), type) == 0;
}

/* Xapian opens with one exception where nothing is and where something cannot be read. */
reel_status opening_status(const char *reason) {
    return reason == nullptr || std::strcmp(reason, std::strerror(ENOENT)) == 0 ? REEL_NOTFOUND : REEL_IO;
}

reel_status status_of(const Xapian::Error &error) {
    if (is_a(error, "DatabaseOpeningError")) {
        return opening_status(error.get_error_string());
    }
    if (is_a(error, "DatabaseError") && error.get_msg().compare(0, 20, "Modifications failed") == 0) {
        return REEL_IO; /* a write failed, and so did going back in memory; on disk the last commit stands */
    }
    if (is_a(error, "DatabaseError") && error.get_error_string() == nullptr) {
        return REEL_CORRUPT; /* reading worked, but a table ended too soon */
    }
    if (is_a(error, "DatabaseCreateError") && error.get_error_string() != nullptr) {
        return REEL_IO; /* a folder could not be made: the disk is full, ... */
    }
    if (is_a(error, "DatabaseLockError") && error.get_msg().find("already locked") == std::string::npos) {
        return REEL_IO; /* nobody holds it: the file could not be opened */
    }
    for (const status_row &row : STATUS_ROWS) {
        if (is_a(error, row.type)) {
            return row.status;
        }
    }
    return REEL_INTERNAL;
}

struct never {
    bool operator()(const Xapian::Error &) noexcept { return false; }
};

/* Runs body, which gives a status; whatever it throws becomes a status and a message. When again()
 * wants so after an error, body is run anew from its start. Xapian makes other errors of some failures to allocate (a
 * database whose kind it cannot tell, a change it cannot take back): malloc left word of them in errno. */
template <typename Body, typename Again = never>
reel_status guard(reel_error *error, Body body, const char *path = nullptr, Again again = Again()) noexcept {
    for (;;) {
        errno = 0;
        try {
            return body();
        } catch (const Xapian::Error &thrown) {
            if (errno == ENOMEM) {
                return rl_fail_nomem(error);
            }
            if (again(thrown)) {
                continue;
            }
            const char *reason = thrown.get_error_string();
            return rl_fail_at(error, status_of(thrown), path, 0, "%s%s%s", thrown.get_msg().c_str(),
                              reason == nullptr ? "" : ": ", reason == nullptr ? "" : reason);
        } catch (const std::bad_alloc &) {
            return rl_fail_nomem(error);
        } catch (const std::exception &thrown) {
            return rl_fail_at(error, REEL_INTERNAL, path, 0, "%s", thrown.what());
        } catch (...) {
            return rl_fail_at(error, REEL_INTERNAL, path, 0, "an unknown exception");
        }
    }
}

/* A writer may commit twice while a state is being opened, too: it is tried again. */
class overtaken {
    int attempt = 0;

  public:
    bool operator()(const Xapian::Error &thrown) noexcept {
        return ++attempt < OPEN_ATTEMPTS && is_a(thrown, "DatabaseModifiedError");
    }
};

/* An operation that copies out what it read. A reader's state lives through one commit of a writer
 * and fails somewhere in the middle after the next one; then it is moved to the newest state and
 * the whole operation starts over. */
template <typename Body> reel_status reading(rl_store *store, reel_error *error, Body body) noexcept {
    int attempt = 0;
    bool moved = false;
    return guard(
        error,
        [&]() -> reel_status {
            if (moved) {
                moved = false;
                store->cache.clear();
                store->db.reopen();
            }
            return body();
        },
        nullptr,
        [&](const Xapian::Error &thrown) noexcept {
            moved = !store->matching && !store->pinned && ++attempt < MAX_ATTEMPTS && is_a(thrown, "DatabaseModifiedError");
            return moved;
        });
}

/* --- strings --- */

std::string string_of(rl_str text) {
    return text.length == 0 ? std::string() : std::string(text.at, text.length);
}

const std::string &set(std::string &target, rl_str text) {
    if (text.length == 0) {
        target.clear();
    } else {
        target.assign(text.at, text.length);
    }
    return target;
}

rl_str slice_of(const std::string &text) {
    return rl_str{text.data(), text.size()};
}

reel_status append(rl_buffer *out, const std::string &text, reel_error *error) {
    rl_buffer_add(out, text.data(), text.size());
    return out->failed ? rl_fail_nomem(error) : REEL_OK;
}

/* Not in a value slot, where Xapian would not try to compress what is packed: readers beside a writer got pieces of values
 * of two states (tests/engine/test_readers.c). */
reel_status append_data(rl_store *store, const Xapian::Document &document, rl_buffer *out, reel_error *error) {
    return store->packer.unpack(slice_of(document.get_data()), out, error);
}

/* For a check, which finds damage by itself: no data. */
rl_str data_to_check(rl_store *store, const Xapian::Document &document) {
    rl_buffer *data = &store->packer.bytes;
    rl_buffer_clear(data);
    reel_status status = append_data(store, document, data, nullptr);
    if (status == REEL_NOMEM) {
        throw std::bad_alloc();
    }
    return status == REEL_OK ? rl_buffer_str(data) : rl_str{nullptr, 0};
}

/* A term Xapian can store: NUL bytes take two in its keys. */
bool is_term(rl_str term) {
    if (term.length == 0 || term.length > RL_MAX_TERM_BYTES) {
        return false;
    }
    if (std::memchr(term.at, 0, term.length) == nullptr) {
        return true;
    }
    auto doubled = static_cast<size_t>(std::count(term.at, term.at + term.length, '\0'));
    return term.length + doubled <= RL_MAX_TERM_BYTES;
}

} // namespace

/* --- opening --- */

namespace {

bool is_file(const std::string &path) {
    struct stat state;
    return stat(path.c_str(), &state) == 0 && S_ISREG(state.st_mode);
}

class deny_all : public Xapian::MatchDecider {
  public:
    bool operator()(const Xapian::Document &) const override { return false; }
};

bool refuses_decisions(const Xapian::Database &db) {
    bool refused = false;
    (void)guard(
        nullptr,
        [&]() -> reel_status {
            deny_all decider;
            Xapian::Enquire enquire(db);
            enquire.set_query(Xapian::Query::MatchAll);
            (void)enquire.get_mset(0, 1, nullptr, &decider);
            return REEL_OK;
        },
        nullptr,
        [&](const Xapian::Error &thrown) noexcept {
            refused = is_a(thrown, "UnimplementedError");
            return false;
        });
    return refused;
}

/* "tcp:HOST:PORT"; the host may hold colons. */
Xapian::Database open_remote(const std::string &address) {
    size_t colon = address.rfind(':');
    if (colon == std::string::npos || colon == 0 || colon + 1 == address.size()) {
        throw Xapian::InvalidArgumentError("an address reads tcp:HOST:PORT");
    }
    unsigned port = 0;
    for (size_t i = colon + 1; i < address.size(); i++) {
        if (address[i] < '0' || address[i] > '9' || port > 65535) {
            throw Xapian::InvalidArgumentError("an address reads tcp:HOST:PORT");
        }
        port = port * 10 + static_cast<unsigned>(address[i] - '0');
    }
    if (port == 0 || port > 65535) {
        throw Xapian::InvalidArgumentError("a port is a number from 1 to 65535");
    }
    return Xapian::Remote::open(address.substr(0, colon), port);
}

/* The databases a stub names, one a line: "auto PATH", "glass PATH", "remote HOST:PORT". False where it is no stub, or one
 * that says anything else. */
bool read_stub(const std::string &path, std::vector<std::string> &out_paths) {
    std::string file = is_file(path) ? path : path + "/XAPIANDB";
    std::ifstream lines(file);
    std::string folder = file.substr(0, file.rfind('/') + 1);
    std::string line;
    while (is_file(file) && std::getline(lines, line)) {
        std::istringstream words(line);
        std::string kind;
        std::string rest;
        if (!(words >> kind) || kind[0] == '#') {
            continue;
        }
        std::getline(words >> std::ws, rest);
        bool local = kind == "auto" || kind == "glass";
        bool remote = kind == "remote" && !rest.empty() && rest[0] != ':';
        if (rest.empty() || (!local && !remote)) {
            return false;
        }
        out_paths.push_back(remote ? "tcp:" + rest : rest[0] == '/' ? rest : folder + rest);
    }
    return !out_paths.empty();
}

/* What a stub names is opened part by part: then it is known in which of them a document is. */
void open_part(rl_store *store, const std::string &path, int depth) {
    std::vector<std::string> named;
    if (path.compare(0, 4, "tcp:") == 0) {
        store->parts.push_back(open_remote(path.substr(4)));
        store->plain.push_back(false);
        store->remote = true;
    } else if (depth < MAX_STUB_DEPTH && read_stub(path, named)) {
        for (const std::string &each : named) {
            open_part(store, each, depth + 1);
        }
    } else {
        store->parts.emplace_back(path);
        bool plain = is_file(path + "/iamglass");
        store->plain.push_back(plain);
        /* A stub file may name remote parts: the part is asked for what those cannot do. */
        store->remote = store->remote || (!plain && refuses_decisions(store->parts.back()));
    }
}

} // namespace

extern "C" reel_status rl_store_open(const char *const *paths, size_t path_count, rl_store **out_store,
                                     reel_error *error) {
    *out_store = nullptr;
    if (path_count == 0) {
        return rl_fail(error, REEL_INVALID, "no index given");
    }
    const char *path = paths[0];
    return guard(error, [&]() -> reel_status {
        auto store = std::make_unique<rl_store>();
        for (size_t i = 0; i < path_count; i++) {
            path = paths[i];
            size_t known = store->parts.size();
            reel_status status = guard(
                error,
                [&]() -> reel_status {
                    store->parts.resize(known);
                    store->plain.resize(known);
                    open_part(store.get(), path, 0);
                    return REEL_OK;
                },
                path, overtaken());
            if (status != REEL_OK) {
                return status;
            }
        }
        for (const Xapian::Database &part : store->parts) {
            store->db.add_database(part);
        }
        store->caches = !store->remote;
        *out_store = store.release();
        return REEL_OK;
    });
}

extern "C" reel_status rl_store_open_writer(rl_writer *writer, rl_store **out_store, reel_error *error) {
    *out_store = nullptr;
    return guard(error, [&]() -> reel_status {
        auto store = std::make_unique<rl_store>();
        store->db = writer->db;
        store->memory_keys = writer->transactional ? nullptr : &writer->memory_keys;
        store->parts.push_back(writer->db);
        store->plain.push_back(false);
        *out_store = store.release();
        return REEL_OK;
    });
}

extern "C" void rl_store_close(rl_store *store) {
    (void)guard(nullptr, [&]() -> reel_status {
        delete store;
        return REEL_OK;
    });
}

extern "C" reel_status rl_store_reopen(rl_store *store, bool *out_changed, reel_error *error) {
    bool changed = false;
    reel_status status = guard(error, [&]() -> reel_status {
        changed = store->db.reopen();
        if (changed) {
            store->cache.clear();
        }
        return REEL_OK;
    }, nullptr, overtaken());
    if (out_changed != nullptr) {
        *out_changed = status == REEL_OK && changed;
    }
    return status;
}

extern "C" void rl_store_pin(rl_store *store, bool pinned) {
    store->pinned = pinned;
}

extern "C" bool rl_store_is_remote(const rl_store *store) {
    return store->remote;
}

/* --- simple reads --- */

extern "C" reel_status rl_store_revision(rl_store *store, rl_buffer *out, reel_error *error) {
    return reading(store, error, [&]() -> reel_status {
        std::string text;
        for (size_t i = 0; i < store->parts.size(); i++) {
            const Xapian::Database &part = store->parts[i];
            text += text.empty() ? "" : "+";
            if (store->plain[i]) {
                text += part.get_uuid() + "." + std::to_string(part.get_revision());
            } else {
                text += std::to_string(part.get_doccount()) + "." + std::to_string(part.get_lastdocid()) + "." +
                        std::to_string(part.get_total_length());
            }
        }
        return append(out, text, error);
    });
}

extern "C" reel_status rl_store_document_count(rl_store *store, uint32_t *out_count, reel_error *error) {
    *out_count = 0;
    return reading(store, error, [&]() -> reel_status {
        *out_count = store->db.get_doccount();
        return REEL_OK;
    });
}

extern "C" reel_status rl_store_last_docid(rl_store *store, rl_docid *out_docid, reel_error *error) {
    *out_docid = 0;
    return reading(store, error, [&]() -> reel_status {
        *out_docid = store->db.get_lastdocid();
        return REEL_OK;
    });
}

extern "C" reel_status rl_store_average_length(rl_store *store, double *out_length, reel_error *error) {
    *out_length = 0;
    return reading(store, error, [&]() -> reel_status {
        *out_length = store->db.get_average_length();
        return REEL_OK;
    });
}

extern "C" reel_status rl_store_metadata(rl_store *store, rl_str key, rl_buffer *out, reel_error *error) {
    return reading(store, error, [&]() -> reel_status {
        std::string value = store->db.get_metadata(set(store->key, key));
        if (value.empty()) {
            return rl_fail(error, REEL_NOTFOUND, "no metadata '%s'", store->key.c_str());
        }
        return append(out, value, error);
    });
}

/* Documents of several databases take turns in the numbers they have as one. */
extern "C" reel_status rl_store_metadata_beside(rl_store *store, rl_docid docid, rl_str key, rl_buffer *out,
                                                reel_error *error) {
    if (docid == 0 || store->parts.size() < 2) {
        return rl_store_metadata(store, key, out, error);
    }
    return reading(store, error, [&]() -> reel_status {
        const Xapian::Database &part = store->parts[(docid - 1) % store->parts.size()];
        std::string value = part.get_metadata(set(store->key, key));
        if (value.empty()) {
            return rl_fail(error, REEL_NOTFOUND, "no metadata '%s'", store->key.c_str());
        }
        return append(out, value, error);
    });
}

extern "C" reel_status rl_store_term_frequency(rl_store *store, rl_str term, uint32_t *out_documents,
                                               reel_error *error) {
    *out_documents = 0;
    if (!is_term(term)) {
        return REEL_OK;
    }
    return reading(store, error, [&]() -> reel_status {
        auto known = store->cache.frequencies.find(set(store->key, term));
        if (known != store->cache.frequencies.end()) {
            *out_documents = known->second;
            return REEL_OK;
        }
        *out_documents = store->db.get_termfreq(store->key);
        if (store->caches) {
            if (store->cache.frequencies.size() >= MAX_FREQUENCIES) {
                store->cache.frequencies.clear();
            }
            store->cache.frequencies.emplace(store->key, *out_documents);
        }
        return REEL_OK;
    });
}

extern "C" reel_status rl_store_document_length(rl_store *store, rl_docid docid, uint32_t *out_length,
                                                reel_error *error) {
    *out_length = 0;
    return reading(store, error, [&]() -> reel_status {
        *out_length = store->db.get_doclength(docid);
        return REEL_OK;
    });
}

extern "C" reel_status rl_store_data(rl_store *store, rl_docid docid, rl_buffer *out, reel_error *error) {
    return reading(store, error,
                   [&]() -> reel_status { return append_data(store, store->db.get_document(docid), out, error); });
}

extern "C" reel_status rl_store_value(rl_store *store, rl_docid docid, uint32_t slot, rl_buffer *out,
                                      reel_error *error) {
    return reading(store, error, [&]() -> reel_status {
        const value_column *column = store->cache.column(slot);
        if (column == nullptr || docid == 0 || docid >= column->ends.size()) {
            return append(out, store->db.get_document(docid).get_value(slot), error);
        }
        rl_buffer_add_str(out, column->of(docid));
        return out->failed ? rl_fail_nomem(error) : REEL_OK;
    });
}

namespace {

void read_column(const Xapian::Database &db, uint32_t slot, value_column &column) {
    column.ends.reserve(size_t{db.get_lastdocid()} + 1);
    column.ends.push_back(0);
    const Xapian::ValueIterator end = db.valuestream_end(slot);
    for (Xapian::ValueIterator at = db.valuestream_begin(slot); at != end; ++at) {
        column.ends.resize(at.get_docid(), static_cast<uint32_t>(column.bytes.size()));
        column.bytes += *at;
        if (column.bytes.size() > MAX_COLUMN_BYTES) {
            column = value_column{};
            return;
        }
        column.ends.push_back(static_cast<uint32_t>(column.bytes.size()));
    }
    column.ends.resize(size_t{db.get_lastdocid()} + 1, static_cast<uint32_t>(column.bytes.size()));
    column.read = true;
}

/* The column of a slot that is asked for often enough; NULL before that. */
const value_column *used_column(rl_store *store, uint32_t slot) {
    if (!store->caches) {
        return nullptr;
    }
    value_column &column = store->cache.columns[slot];
    if (!column.read && ++column.uses == COLUMN_USES && store->db.get_lastdocid() < MAX_COLUMN_BYTES / sizeof(uint32_t)) {
        read_column(store->db, slot, column);
    }
    return column.read ? &column : nullptr;
}

/* The values of a slot for documents in ascending order of docid: one pass over the slot's stream. */
template <typename Take>
void take_values(rl_store *store, uint32_t slot, const std::vector<rl_docid> &docids, Take take) {
    if (const value_column *column = used_column(store, slot)) {
        for (size_t i = 0; i < docids.size(); i++) {
            take(i, column->of(docids[i]));
        }
        return;
    }
    Xapian::ValueIterator at = store->db.valuestream_begin(slot);
    const Xapian::ValueIterator end = store->db.valuestream_end(slot);
    for (size_t i = 0; i < docids.size() && at != end; i++) {
        at.skip_to(docids[i]);
        if (at != end && at.get_docid() == docids[i]) {
            std::string value = *at;
            take(i, slice_of(value));
        }
    }
}

} // namespace

extern "C" reel_status rl_store_values_each(rl_store *store, uint32_t slot, const rl_docid *docids, size_t docid_count,
                                            bool (*value)(void *user, size_t index, rl_str value), void *user,
                                            reel_error *error) {
    return guard(error, [&]() -> reel_status {
        std::vector<size_t> order(docid_count);
        std::vector<rl_docid> sorted;
        for (size_t i = 0; i < docid_count; i++) {
            order[i] = i;
        }
        std::sort(order.begin(), order.end(), [&](size_t a, size_t b) { return docids[a] < docids[b]; });
        for (size_t index : order) {
            sorted.push_back(docids[index]);
        }
        std::vector<std::string> values;
        reel_status status = reading(store, error, [&]() -> reel_status {
            values.assign(docid_count, std::string());
            take_values(store, slot, sorted, [&](size_t i, rl_str found) { set(values[order[i]], found); });
            return REEL_OK;
        });
        for (size_t i = 0; status == REEL_OK && i < docid_count && value(user, i, slice_of(values[i])); i++) {
        }
        return status;
    });
}

extern "C" void rl_store_encode_number(double number, rl_buffer *out) {
    char bytes[16]; /* Xapian asks for 9 */
    size_t length = Xapian::sortable_serialise_(number, bytes);
    rl_buffer_add(out, bytes, length);
}

extern "C" double rl_store_decode_number(rl_str bytes) {
    double number = 0;
    (void)guard(nullptr, [&]() -> reel_status {
        number = Xapian::sortable_unserialise(string_of(bytes));
        return REEL_OK;
    });
    return number;
}

/* --- walks: rows are copied out before any callback, so that no callback ever runs beside a live
 * iterator, and a read that starts over never gives a row twice --- */

namespace {

struct row_batch {
    std::string bytes;
    std::vector<size_t> ends;
    std::vector<uint32_t> numbers;

    void clear() {
        bytes.clear();
        ends.clear();
        numbers.clear();
    }
    void add(const std::string &text, uint32_t number) {
        bytes += text;
        ends.push_back(bytes.size());
        numbers.push_back(number);
    }
    size_t size() const { return ends.size(); }
    rl_str text(size_t i) const {
        size_t start = i == 0 ? 0 : ends[i - 1];
        return rl_str{bytes.data() + start, ends[i] - start};
    }
};

size_t next_size(size_t size) {
    return std::min<size_t>(size * 4, LARGEST_BATCH);
}

/* Sorted strings: begin() gives an iterator, number() what to tell of its row; each batch starts
 * anew behind the last row delivered. */
template <typename Begin, typename Number, typename Deliver>
reel_status walk_strings(rl_store *store, std::string from, Begin begin, Number number, Deliver deliver,
                         reel_error *error) {
    row_batch batch;
    for (size_t wanted = FIRST_BATCH;; wanted = next_size(wanted)) {
        reel_status status = reading(store, error, [&]() -> reel_status {
            batch.clear();
            Xapian::TermIterator at = begin();
            const Xapian::TermIterator end;
            if (!from.empty() && at != end) {
                at.skip_to(from);
            }
            for (; at != end && batch.size() < wanted; ++at) {
                batch.add(*at, number(at));
            }
            return REEL_OK;
        });
        if (status != REEL_OK) {
            return status;
        }
        for (size_t i = 0; i < batch.size(); i++) {
            if (!deliver(batch.text(i), batch.numbers[i])) {
                return REEL_OK;
            }
        }
        if (batch.size() < wanted) {
            return REEL_OK;
        }
        set(from, batch.text(batch.size() - 1));
        from.push_back('\0');
    }
}

} // namespace

namespace {

bool starts(const std::string &text, const std::string &prefix) {
    return text.compare(0, prefix.size(), prefix) == 0;
}

/* Copied first: the callback may change the metadata. */
reel_status walk_memory_keys(const std::set<std::string> &all, const std::string &prefix,
                             bool (*key)(void *user, rl_str key), void *user) {
    const std::set<std::string> keys(all);
    for (auto at = keys.lower_bound(prefix); at != keys.end() && starts(*at, prefix) && key(user, slice_of(*at));
         ++at) {
    }
    return REEL_OK;
}

} // namespace

extern "C" reel_status rl_store_metadata_each(rl_store *store, rl_str prefix, bool (*key)(void *user, rl_str key),
                                              void *user, reel_error *error) {
    return guard(error, [&]() -> reel_status {
        std::string start = string_of(prefix);
        if (store->memory_keys != nullptr) {
            return walk_memory_keys(*store->memory_keys, start, key, user);
        }
        return walk_strings(
            store, std::string(), [&] { return store->db.metadata_keys_begin(start); },
            [](Xapian::TermIterator &) { return 0u; }, [&](rl_str text, uint32_t) { return key(user, text); }, error);
    });
}

extern "C" reel_status rl_store_terms_each(rl_store *store, rl_str prefix, rl_str start,
                                           bool (*term)(void *user, rl_str term, uint32_t documents), void *user,
                                           reel_error *error) {
    return guard(error, [&]() -> reel_status {
        std::string all = string_of(prefix);
        return walk_strings(
            store, start.length > prefix.length ? string_of(start) : std::string(),
            [&] { return store->db.allterms_begin(all); }, [](Xapian::TermIterator &at) { return at.get_termfreq(); },
            [&](rl_str text, uint32_t documents) { return term(user, text, documents); }, error);
    });
}

extern "C" reel_status rl_store_term_names_each(rl_store *store, rl_str prefix, bool (*term)(void *user, rl_str term),
                                                void *user, reel_error *error) {
    return guard(error, [&]() -> reel_status {
        std::string all = string_of(prefix);
        return walk_strings(
            store, std::string(), [&] { return store->db.allterms_begin(all); }, [](Xapian::TermIterator &) { return 0u; },
            [&](rl_str text, uint32_t) { return term(user, text); }, error);
    });
}

extern "C" reel_status rl_store_postings_each(rl_store *store, rl_str term,
                                              bool (*posting)(void *user, rl_docid docid, uint32_t wdf), void *user,
                                              reel_error *error) {
    return guard(error, [&]() -> reel_status {
        std::string name = string_of(term);
        std::vector<std::pair<rl_docid, uint32_t>> batch;
        rl_docid from = 0;
        for (size_t wanted = FIRST_BATCH;; wanted = next_size(wanted)) {
            reel_status status = reading(store, error, [&]() -> reel_status {
                batch.clear();
                Xapian::PostingIterator at = store->db.postlist_begin(name);
                const Xapian::PostingIterator end;
                if (from > 0 && at != end) {
                    at.skip_to(from);
                }
                for (; at != end && batch.size() < wanted; ++at) {
                    batch.emplace_back(*at, at.get_wdf());
                }
                return REEL_OK;
            });
            if (status != REEL_OK) {
                return status;
            }
            for (const auto &row : batch) {
                if (!posting(user, row.first, row.second)) {
                    return REEL_OK;
                }
            }
            if (batch.size() < wanted || batch.back().first == UINT32_MAX) {
                return REEL_OK;
            }
            from = batch.back().first + 1;
        }
    });
}

extern "C" reel_status rl_store_document_terms_each(rl_store *store, rl_docid docid,
                                                    bool (*term)(void *user, rl_str term, uint32_t wdf), void *user,
                                                    reel_error *error) {
    return guard(error, [&]() -> reel_status {
        row_batch batch;
        reel_status status = reading(store, error, [&]() -> reel_status {
            batch.clear();
            const Xapian::TermIterator end;
            for (Xapian::TermIterator at = store->db.termlist_begin(docid); at != end; ++at) {
                batch.add(*at, at.get_wdf());
            }
            return REEL_OK;
        });
        for (size_t i = 0; status == REEL_OK && i < batch.size(); i++) {
            if (!term(user, batch.text(i), batch.numbers[i])) {
                break;
            }
        }
        return status;
    });
}

extern "C" reel_status rl_store_positions_each(rl_store *store, rl_docid docid, rl_str term,
                                               bool (*position)(void *user, uint32_t position), void *user,
                                               reel_error *error) {
    return guard(error, [&]() -> reel_status {
        std::string name = string_of(term);
        std::vector<uint32_t> batch;
        reel_status status = reading(store, error, [&]() -> reel_status {
            batch.clear();
            const Xapian::PositionIterator end;
            for (Xapian::PositionIterator at = store->db.positionlist_begin(docid, name); at != end; ++at) {
                batch.push_back(*at);
            }
            return REEL_OK;
        });
        for (size_t i = 0; status == REEL_OK && i < batch.size(); i++) {
            if (!position(user, batch[i])) {
                break;
            }
        }
        return status;
    });
}

/* --- weighting --- */

namespace {

double idf_of(double documents, double term_documents) {
    double without = std::max(documents - term_documents, 0.0);
    return std::log1p((without + 0.5) / (term_documents + 0.5));
}

/* Length over average, not below the least that counts. */
double relative_length(const rl_weighting &weighting, double length, double average) {
    double relative = average > 0 ? length / average : 1;
    return std::max(relative, weighting.min_length);
}

double saturation(const rl_weighting &weighting, double wdf, double relative) {
    double below = wdf + weighting.k1 * (1 - weighting.b + weighting.b * relative);
    return below > 0 ? wdf * (weighting.k1 + 1) / below : 0;
}

/* The weighting of store.h. A term of wdf 0 is there or not: its weight has no length in it. */
class term_weight : public Xapian::Weight {
    rl_weighting weighting;
    double scaled_idf = 0;
    double slope = 0, flat = 0;  /* of the wdf that halves a weight, over length */
    double shortest_counted = 0; /* in the unit of lengths */

  public:
    explicit term_weight(const rl_weighting &given) : weighting(given) {
        need_stat(COLLECTION_SIZE);
        need_stat(AVERAGE_LENGTH);
        need_stat(TERMFREQ);
        need_stat(WDF);
        need_stat(WDF_MAX);
        need_stat(DOC_LENGTH);
        need_stat(DOC_LENGTH_MIN);
    }
    term_weight *clone() const override { return new term_weight(weighting); }
    std::string name() const override { return "reel::term_weight"; }

    std::string serialise() const override {
        std::string bytes;
        for (double number : {weighting.k1, weighting.b, weighting.min_length, weighting.binary}) {
            std::string one = Xapian::sortable_serialise(number);
            bytes += static_cast<char>(one.size());
            bytes += one;
        }
        return bytes;
    }

    term_weight *unserialise(const std::string &bytes) const override {
        double numbers[4];
        size_t at = 0;
        for (double &number : numbers) {
            size_t length = at < bytes.size() ? static_cast<unsigned char>(bytes[at]) : bytes.size();
            if (length > bytes.size() - std::min(at + 1, bytes.size())) {
                throw Xapian::SerialisationError("a weighting is four numbers");
            }
            number = Xapian::sortable_unserialise(bytes.substr(at + 1, length));
            at += 1 + length;
        }
        return new term_weight(rl_weighting{numbers[0], numbers[1], numbers[2], numbers[3]});
    }

    /* Also called with 0 for the part of the weight without a term, which is none here. */
    void init(double factor) override {
        double average = get_average_length();
        scaled_idf = factor > 0 ? factor * idf_of(get_collection_size(), get_termfreq()) : 0;
        slope = average > 0 ? weighting.k1 * weighting.b / average : 0;
        flat = weighting.k1 * (1 - weighting.b) + (average > 0 ? 0 : weighting.k1 * weighting.b);
        shortest_counted = weighting.min_length * average;
    }

    /* saturation() with what is the same for all documents worked out before. */
    double get_sumpart(Xapian::termcount wdf, Xapian::termcount length, Xapian::termcount) const override {
        if (wdf == 0) {
            return scaled_idf * weighting.binary;
        }
        double below = wdf + flat + slope * std::max<double>(length, shortest_counted);
        return below > 0 ? scaled_idf * (weighting.k1 + 1) * wdf / below : 0;
    }

    /* The weight grows with wdf and falls with length, and no document is shorter than the wdf of
     * one of its terms. The bound is widened by a hair against rounding. */
    double get_maxpart() const override {
        double most = 0;
        if (get_wdf_upper_bound() > 0) {
            double shortest = std::max(get_wdf_upper_bound(), get_doclength_lower_bound());
            most = saturation(weighting, get_wdf_upper_bound(),
                              relative_length(weighting, shortest, get_average_length()));
        }
        return scaled_idf * std::max(most, weighting.binary) * (1 + 1e-12);
    }

    double get_sumextra(Xapian::termcount, Xapian::termcount) const override { return 0; }
    double get_maxextra() const override { return 0; }
};

} // namespace

extern "C" double rl_store_weight(const rl_weighting *weighting, uint32_t documents, uint32_t term_documents,
                                  uint32_t wdf, double length, double average_length) {
    double idf = idf_of(documents, term_documents);
    if (wdf == 0) {
        return idf * weighting->binary;
    }
    return idf * saturation(*weighting, wdf, relative_length(*weighting, length, average_length));
}

/* --- queries --- */

namespace {

using queries = std::vector<Xapian::Query>;

/* Documents whose data a check keeps; asked for candidates of the query beside it only. */
class check_source : public Xapian::PostingSource {
    rl_store *store;
    const rl_check *check_with;
    Xapian::Database part;
    Xapian::PostingIterator at;
    bool started = false;

    void start() {
        if (!started) {
            at = part.postlist_begin(std::string());
            started = true;
        }
    }
    bool kept() const {
        return check_with->keep(check_with->user, data_to_check(store, part.get_document(*at)));
    }
    void settle() {
        while (!at_end() && !kept()) {
            ++at;
        }
    }

  public:
    check_source(rl_store *reader, const rl_check *given) : store(reader), check_with(given) {}
    check_source *clone() const override { return new check_source(store, check_with); }

    void init(const Xapian::Database &db) override {
        part = db;
        started = false;
    }
    Xapian::doccount get_termfreq_min() const override { return 0; }
    Xapian::doccount get_termfreq_est() const override { return part.get_doccount(); }
    Xapian::doccount get_termfreq_max() const override { return part.get_doccount(); }
    bool at_end() const override { return started && at == Xapian::PostingIterator(); }
    Xapian::docid get_docid() const override { return *at; }
    void next(double) override {
        if (started) {
            ++at;
        }
        start();
        settle();
    }
    void skip_to(Xapian::docid docid, double) override {
        start();
        at.skip_to(docid);
        settle();
    }
    bool check(Xapian::docid docid, double) override {
        start();
        at.skip_to(docid);
        return at_end() || (*at == docid && kept());
    }
};

/* Xapian's own empty query matches nothing, and so does one built from nothing. */
bool is_nothing(const Xapian::Query &query) {
    return query.empty();
}

/* Stands behind every document, and so is none of them. */
class nowhere_source : public Xapian::PostingSource {
  public:
    nowhere_source *clone() const override { return new nowhere_source; }
    void init(const Xapian::Database &) override {}
    Xapian::doccount get_termfreq_min() const override { return 0; }
    Xapian::doccount get_termfreq_est() const override { return 0; }
    Xapian::doccount get_termfreq_max() const override { return 1; }
    bool at_end() const override { return false; }
    Xapian::docid get_docid() const override { return UINT32_MAX; }
    void next(double) override {}
    void skip_to(Xapian::docid, double) override {}
    bool check(Xapian::docid, double) override { return true; }
};

class query_builder {
    rl_store *store;
    Xapian::Database &db;
    const rl_weighting *remote;
    size_t nodes = 0;
    size_t ors = 0; /* above the node that is built */

    void count_node(size_t depth) {
        if (depth > MAX_QUERY_DEPTH) {
            throw Xapian::RangeError("the query is nested too deeply");
        }
        if (++nodes > MAX_QUERY_NODES) {
            throw Xapian::RangeError("the query has too many parts");
        }
    }

    /* Xapian's own BM25 gives a term of wdf 0 no weight; over the network, where ours is not known, such a term
     * gets its fixed weight from a source beside it. */
    Xapian::Query term_of(rl_str given) const {
        if (!is_term(given)) {
            return Xapian::Query();
        }
        std::string term(given.at, given.length);
        Xapian::Query query(term);
        if (remote == nullptr || db.get_collection_freq(term) != 0) {
            return query;
        }
        double weight = rl_store_weight(remote, db.get_doccount(), db.get_termfreq(term), 0, 0, 1);
        Xapian::Query source((new Xapian::FixedWeightPostingSource(weight))->release());
        return Xapian::Query(Xapian::Query::OP_AND, Xapian::Query(Xapian::Query::OP_SCALE_WEIGHT, query, 0), source);
    }

    static Xapian::Query join(Xapian::Query::op op, const queries &parts) {
        if (parts.empty()) {
            return Xapian::Query();
        }
        return parts.size() == 1 ? parts[0] : Xapian::Query(op, parts.begin(), parts.end());
    }

    /* The most frequent terms with a prefix, the first in byte order among equals. */
    std::vector<std::string> expand(const rl_query &node) {
        size_t limit = node.limit;
        if (limit == 0 || limit > MAX_QUERY_NODES) {
            limit = RL_MAX_WILDCARD_TERMS;
        }
        using row = std::pair<uint32_t, std::string>;
        auto better = [](const row &a, const row &b) {
            return a.first != b.first ? a.first > b.first : a.second < b.second;
        };
        std::vector<row> best; /* a heap with the worst on top */
        const Xapian::TermIterator end;
        if (node.term.length == 0 || node.term.length > RL_MAX_TERM_BYTES) {
            return {};
        }
        for (Xapian::TermIterator at = db.allterms_begin(string_of(node.term)); at != end; ++at) {
            uint32_t documents = at.get_termfreq();
            if (best.size() == limit) {
                if (documents <= best.front().first) {
                    continue; /* terms come in byte order: an equal one is worse */
                }
                std::pop_heap(best.begin(), best.end(), better);
                best.pop_back();
            }
            best.emplace_back(documents, *at);
            std::push_heap(best.begin(), best.end(), better);
        }
        std::sort_heap(best.begin(), best.end(), better);
        std::vector<std::string> terms;
        for (row &one : best) {
            count_node(0);
            terms.push_back(std::move(one.second));
        }
        return terms;
    }

    Xapian::Query prefix_of(const rl_query &node) {
        queries parts;
        for (const std::string &term : expand(node)) {
            parts.emplace_back(term);
        }
        return join(Xapian::Query::OP_SYNONYM, parts);
    }

    /* A range never holds documents without a value, whichever end is open. */
    static Xapian::Query range_of(const rl_query &node) {
        std::string low = node.low.length == 0 ? std::string(1, '\0') : string_of(node.low);
        if (node.high.length == 0) {
            return Xapian::Query(Xapian::Query::OP_VALUE_GE, node.slot, low);
        }
        std::string high = string_of(node.high);
        return low > high ? Xapian::Query() : Xapian::Query(Xapian::Query::OP_VALUE_RANGE, node.slot, low, high);
    }

    queries children_of(const rl_query &node, size_t depth, size_t from = 0) {
        queries parts;
        for (size_t i = from; i < node.child_count; i++) {
            parts.push_back(build(*node.children[i], depth + 1));
        }
        return parts;
    }

    static void drop_nothing(queries &parts) {
        parts.erase(std::remove_if(parts.begin(), parts.end(), is_nothing), parts.end());
    }

    static bool any_nothing(const queries &parts) { return std::any_of(parts.begin(), parts.end(), is_nothing); }

    Xapian::Query any_of(Xapian::Query::op op, const rl_query &node, size_t depth) {
        ors += node.child_count > 1;
        queries parts = children_of(node, depth);
        ors -= node.child_count > 1;
        drop_nothing(parts);
        return join(op, parts);
    }

    Xapian::Query all_of(Xapian::Query::op op, const rl_query &node, size_t depth) {
        queries parts = children_of(node, depth);
        return any_nothing(parts) ? Xapian::Query() : join(op, parts);
    }

    static bool is_phrase(const Xapian::Query &query) {
        Xapian::Query::op type = query.get_type();
        return type == Xapian::Query::OP_PHRASE || type == Xapian::Query::OP_NEAR ||
               (type == Xapian::Query::OP_SCALE_WEIGHT && is_phrase(query.get_subquery(0)));
    }

    /* Asked about one document, an OR in Xapian 1.4.22 adds the weight of a phrase whose words are there but do not
     * stand together. Below an OR a phrase is therefore put where it can only be asked for its next document. */
    Xapian::Query guarded(const Xapian::Query &phrase) const {
        if (ors == 0 || remote != nullptr) {
            return phrase;
        }
        return Xapian::Query(Xapian::Query::OP_AND_NOT, phrase, Xapian::Query((new nowhere_source)->release()));
    }

    /* Phrases that only add weight stand outside of the OR, where they are asked about few documents. */
    static void part_phrases(const Xapian::Query &query, queries &plain, queries &phrases) {
        if (is_phrase(query)) {
            phrases.push_back(query);
        } else if (query.get_type() == Xapian::Query::OP_AND_NOT && is_phrase(query.get_subquery(0)) &&
                   query.get_subquery(1).get_type() == Xapian::Query::LEAF_POSTING_SOURCE) {
            phrases.push_back(query.get_subquery(0));
        } else if (query.get_type() == Xapian::Query::OP_OR) {
            for (size_t i = 0; i < query.get_num_subqueries(); i++) {
                part_phrases(query.get_subquery(i), plain, phrases);
            }
        } else {
            plain.push_back(query);
        }
    }

    /* A first child, and others that change what it finds or weighs. */
    Xapian::Query first_with(Xapian::Query::op op, const rl_query &node, size_t depth) {
        if (node.child_count == 0) {
            return Xapian::Query();
        }
        Xapian::Query first = build(*node.children[0], depth + 1);
        ors++;
        queries others = children_of(node, depth, 1);
        ors--;
        drop_nothing(others);
        if (is_nothing(first) || others.empty()) {
            return first;
        }
        queries plain;
        queries phrases;
        for (const Xapian::Query &other : others) {
            part_phrases(other, plain, op == Xapian::Query::OP_AND_MAYBE ? phrases : plain);
        }
        if (!plain.empty()) {
            first = Xapian::Query(op, first, join(Xapian::Query::OP_OR, plain));
        }
        for (const Xapian::Query &phrase : phrases) {
            first = Xapian::Query(op, first, phrase);
        }
        return first;
    }

    Xapian::Query scaled(const rl_query &node, size_t depth) {
        if (!(node.scale >= 0) || std::isinf(node.scale)) {
            throw Xapian::InvalidArgumentError("a weight is scaled by a number from 0");
        }
        if (node.child_count != 1) {
            return Xapian::Query();
        }
        Xapian::Query child = build(*node.children[0], depth + 1);
        return is_nothing(child) || node.scale == 1 ? child
                                                    : Xapian::Query(Xapian::Query::OP_SCALE_WEIGHT, child, node.scale);
    }

    Xapian::Query checked(const rl_query &node, size_t depth) {
        if (node.child_count != 1 || node.check == nullptr) {
            return Xapian::Query();
        }
        Xapian::Query child = build(*node.children[0], depth + 1);
        return is_nothing(child) ? child
                                 : Xapian::Query(Xapian::Query::OP_FILTER, child,
                                                 Xapian::Query((new check_source(store, node.check))->release()));
    }

    /* Terms that may stand in one place of a phrase; false where the child is no choice of terms. */
    bool alternatives(const rl_query &child, size_t depth, std::vector<std::string> &out) {
        count_node(depth);
        switch (child.op) {
        case RL_QUERY_NOTHING:
            return true;
        case RL_QUERY_TERM:
            if (is_term(child.term)) {
                out.push_back(string_of(child.term));
            }
            return true;
        case RL_QUERY_PREFIX:
            for (std::string &term : expand(child)) {
                out.push_back(std::move(term));
            }
            return true;
        case RL_QUERY_OR:
        case RL_QUERY_SYNONYM:
        case RL_QUERY_SCALE:
            for (size_t i = 0; i < child.child_count; i++) {
                if (!alternatives(*child.children[i], depth + 1, out)) {
                    return false;
                }
            }
            return true;
        case RL_QUERY_ALL:
        case RL_QUERY_AND:
        case RL_QUERY_FILTER:
        case RL_QUERY_MAYBE:
        case RL_QUERY_NOT:
        case RL_QUERY_PHRASE:
        case RL_QUERY_NEAR:
        case RL_QUERY_VALUE_RANGE:
        case RL_QUERY_CHECK:
            return false;
        }
        return false;
    }

    /* Xapian takes terms only in a phrase: one with alternatives becomes several plain ones, whose weights
     * add up, and where these would be too many, or a child is no choice of terms, all of its children.
     * (Xapian 1.4.22 reads a freed list where all children of an OP_MAX end at once: it is not used.) */
    Xapian::Query phrase_of(Xapian::Query::op op, const rl_query &node, size_t depth) {
        std::vector<std::vector<std::string>> places(node.child_count);
        size_t combinations = 1;
        for (size_t i = 0; i < node.child_count; i++) {
            if (!alternatives(*node.children[i], depth + 1, places[i])) {
                return all_of(Xapian::Query::OP_AND, node, depth);
            }
            if (places[i].empty()) {
                return Xapian::Query();
            }
            combinations = std::min<size_t>(combinations * places[i].size(), MAX_PHRASES + 1);
        }
        if (node.child_count < 2 || combinations > MAX_PHRASES) {
            return all_of(Xapian::Query::OP_AND, node, depth);
        }
        auto window = static_cast<Xapian::termcount>(std::max<size_t>(node.window, node.child_count));
        queries phrases;
        ors += combinations > 1;
        for (size_t combination = 0; combination < combinations; combination++) {
            std::vector<std::string> terms;
            size_t rest = combination;
            for (const auto &place : places) {
                terms.push_back(place[rest % place.size()]);
                rest /= place.size();
            }
            phrases.push_back(guarded(Xapian::Query(op, terms.begin(), terms.end(), window)));
        }
        ors -= combinations > 1;
        return join(Xapian::Query::OP_OR, phrases);
    }

  public:
    /* remote_weighting is not NULL where some part is remote. */
    query_builder(rl_store *given, const rl_weighting *weighting)
        : store(given), db(given->db), remote(given->remote ? weighting : nullptr) {}

    Xapian::Query build(const rl_query &node, size_t depth) {
        count_node(depth);
        switch (node.op) {
        case RL_QUERY_NOTHING:
            return Xapian::Query();
        case RL_QUERY_ALL:
            return Xapian::Query::MatchAll;
        case RL_QUERY_TERM:
            return term_of(node.term);
        case RL_QUERY_OR:
            return any_of(Xapian::Query::OP_OR, node, depth);
        case RL_QUERY_AND:
            return all_of(Xapian::Query::OP_AND, node, depth);
        case RL_QUERY_SYNONYM:
            return any_of(Xapian::Query::OP_SYNONYM, node, depth);
        case RL_QUERY_FILTER:
            return all_of(Xapian::Query::OP_FILTER, node, depth);
        case RL_QUERY_MAYBE:
            return first_with(Xapian::Query::OP_AND_MAYBE, node, depth);
        case RL_QUERY_NOT:
            return first_with(Xapian::Query::OP_AND_NOT, node, depth);
        case RL_QUERY_SCALE:
            return scaled(node, depth);
        case RL_QUERY_CHECK:
            return checked(node, depth);
        case RL_QUERY_PHRASE:
            return phrase_of(Xapian::Query::OP_PHRASE, node, depth);
        case RL_QUERY_NEAR:
            return phrase_of(Xapian::Query::OP_NEAR, node, depth);
        case RL_QUERY_VALUE_RANGE:
            return range_of(node);
        case RL_QUERY_PREFIX:
            return prefix_of(node);
        }
        throw Xapian::InvalidArgumentError("an unknown kind of query");
    }
};

/* --- matching --- */

/* Values are kept until the match is done: it may have to start over. */
class value_spy : public Xapian::MatchSpy {
    const rl_match_options &options;
    std::vector<const value_column *> columns; /* NULL where values are read from the document */
    std::string bytes;
    std::vector<size_t> ends;

  public:
    value_spy(const rl_match_options &given, rl_store *store) : options(given) {
        for (size_t i = 0; options.count != nullptr && i < options.count_slot_count; i++) {
            /* Of several databases a spy is told docids of a part. */
            columns.push_back(store->db.size() == 1 ? used_column(store, options.count_slots[i]) : nullptr);
        }
    }

    void operator()(const Xapian::Document &document, double) override {
        for (size_t i = 0; i < columns.size(); i++) {
            if (columns[i] == nullptr) {
                bytes += document.get_value(options.count_slots[i]);
            } else {
                rl_str value = columns[i]->of(document.get_docid());
                bytes.append(value.at, value.length);
            }
            ends.push_back(bytes.size());
        }
    }
    void clear() {
        bytes.clear();
        ends.clear();
    }
    void deliver() const {
        size_t start = 0;
        for (size_t i = 0; i < ends.size(); i++) {
            options.count(options.user, i % options.count_slot_count, rl_str{bytes.data() + start, ends[i] - start});
            start = ends[i];
        }
    }
};

class check_decider : public Xapian::MatchDecider {
    rl_store *store;
    const rl_match_options &options;

  public:
    check_decider(rl_store *reader, const rl_match_options &given) : store(reader), options(given) {}
    bool operator()(const Xapian::Document &document) const override {
        rl_str data = data_to_check(store, document);
        return std::all_of(options.checks, options.checks + options.check_count,
                           [&](const rl_check &check) { return check.keep(check.user, data); });
    }
};

/* Remote parts run only Xapian's own spies; these count, so each value is told that often. */
void deliver_counts(const rl_match_options &options, size_t slot, Xapian::ValueCountMatchSpy &spy) {
    for (Xapian::TermIterator at = spy.values_begin(); at != spy.values_end(); ++at) {
        std::string value = *at;
        for (uint32_t i = 0; i < at.get_termfreq(); i++) {
            options.count(options.user, slot, slice_of(value));
        }
    }
}

/* Sorting by a value within equal weights makes Xapian read the value of every candidate. Few hits are
 * equal in the end: these are sorted here, unless equals of the last hit may have been cut off. */
class tie_breaker {
    const rl_match_options &options;

    static double comparable(double weight) {
        /* Sums in another order of the same parts differ in their last bits. */
        return std::round(weight * 4294967296.0) / 4294967296.0;
    }

  public:
    explicit tie_breaker(const rl_match_options &given) : options(given) {}
    bool applies() const { return !options.sort_by_value && options.sort_slot != UINT32_MAX; }
    Xapian::doccount wanted() const { return options.first + options.limit; }

    bool cuts_a_tie(const Xapian::MSet &found) const {
        if (options.limit == 0 || found.size() < wanted() + MORE_FOR_TIES) {
            return false;
        }
        return comparable(found[wanted() - 1].get_weight()) == comparable(found[found.size() - 1].get_weight());
    }

    void sort(rl_store *store, std::vector<rl_match_hit> &hits) const {
        for (rl_match_hit &hit : hits) {
            hit.weight = comparable(hit.weight);
        }
        auto better = [](const rl_match_hit &a, const rl_match_hit &b) {
            return a.weight != b.weight ? a.weight > b.weight : a.docid < b.docid;
        };
        std::sort(hits.begin(), hits.end(), better);
        std::vector<rl_docid> docids;
        for (size_t i = 0; i < hits.size(); i++) {
            bool tied = (i > 0 && hits[i - 1].weight == hits[i].weight) ||
                        (i + 1 < hits.size() && hits[i + 1].weight == hits[i].weight);
            if (tied) {
                docids.push_back(hits[i].docid);
            }
        }
        if (docids.empty()) {
            return;
        }
        std::sort(docids.begin(), docids.end());
        std::vector<std::string> values(docids.size());
        take_values(store, options.sort_slot, docids, [&](size_t i, rl_str value) { set(values[i], value); });
        auto value_of = [&](rl_docid docid) -> const std::string & {
            return values[static_cast<size_t>(std::lower_bound(docids.begin(), docids.end(), docid) - docids.begin())];
        };
        std::stable_sort(hits.begin(), hits.end(), [&](const rl_match_hit &a, const rl_match_hit &b) {
            return a.weight != b.weight ? a.weight > b.weight : value_of(a.docid) < value_of(b.docid);
        });
    }
};

void set_order(Xapian::Enquire &enquire, const rl_match_options &options, bool remote) {
    if (options.sort_by_value && options.break_ties && !remote) {
        auto *key = new Xapian::MultiValueKeyMaker();
        enquire.set_sort_by_key_then_relevance(key->release(), false); /* no two are equal, but weights are wanted */
        key->add_value(options.sort_slot, options.sort_descending);
        key->add_value(options.tie_slot);
    } else if (options.sort_by_value) {
        enquire.set_sort_by_value_then_relevance(options.sort_slot, options.sort_descending);
    } else if (options.sort_slot != UINT32_MAX) {
        enquire.set_sort_by_relevance_then_value(options.sort_slot, false);
    }
}

void set_weighting(Xapian::Enquire &enquire, const rl_weighting *weighting, bool remote) {
    if (weighting == nullptr) {
        enquire.set_weighting_scheme(Xapian::BoolWeight());
    } else if (remote) {
        enquire.set_weighting_scheme(Xapian::BM25Weight(weighting->k1, 0, 1, weighting->b, weighting->min_length));
    } else {
        enquire.set_weighting_scheme(term_weight(*weighting));
    }
}

/* The hits asked for, of all found from the first on. */
reel_status copy_hits(const Xapian::MSet &found, const std::vector<rl_match_hit> &all, const rl_match_options &options,
                      rl_arena *arena, rl_match *out_match, reel_error *error) {
    size_t first = std::min<size_t>(options.first, all.size());
    size_t count = std::min<size_t>(options.limit, all.size() - first);
    auto hits = static_cast<rl_match_hit *>(rl_arena_array(arena, count + 1, sizeof(rl_match_hit)));
    if (hits == nullptr) {
        return rl_fail_nomem(error);
    }
    std::copy_n(all.begin() + static_cast<std::ptrdiff_t>(first), count, hits);
    out_match->hits = hits;
    out_match->count = count;
    out_match->total = found.get_matches_estimated();
    out_match->total_is_exact = found.get_matches_lower_bound() == found.get_matches_upper_bound();
    out_match->max_possible = found.get_max_possible();
    return REEL_OK;
}

/* The store is marked for as long as a match runs. */
struct matching_mark {
    bool &flag;
    explicit matching_mark(bool &given) : flag(given) { flag = true; }
    ~matching_mark() { flag = false; }
    matching_mark(const matching_mark &) = delete;
    matching_mark &operator=(const matching_mark &) = delete;
};

reel_status run_match(rl_store *store, rl_arena *arena, const rl_query *query, const rl_weighting *weighting,
                      const rl_match_options &options, rl_match *out_match, reel_error *error) {
    Xapian::Enquire enquire(store->db);
    Xapian::Query built = query_builder(store, weighting).build(*query, 1);
    enquire.set_query(built);
    set_weighting(enquire, weighting, store->remote);
    if (options.seconds_limit > 0) {
        enquire.set_time_limit(options.seconds_limit);
    }
    bool counts = options.count != nullptr && options.count_slot_count > 0;
    value_spy spy(options, store);
    std::vector<std::unique_ptr<Xapian::ValueCountMatchSpy>> counters;
    if (counts && !store->remote) {
        enquire.add_matchspy(&spy);
    } else if (counts) {
        for (size_t i = 0; i < options.count_slot_count; i++) {
            counters.push_back(std::make_unique<Xapian::ValueCountMatchSpy>(options.count_slots[i]));
            enquire.add_matchspy(counters.back().get());
        }
    }
    check_decider decider(store, options);
    uint32_t at_least = std::min(options.check_at_least, store->db.get_doccount());
    tie_breaker ties(options);
    bool breaks_ties = ties.applies() && !store->remote;
    auto search = [&](Xapian::doccount count) {
        spy.clear();
        return enquire.get_mset(0, count, at_least, nullptr, options.check_count == 0 ? nullptr : &decider);
    };
    Xapian::MSet found;
    {
        matching_mark mark(store->matching);
        if (breaks_ties) {
            found = search(ties.wanted() + MORE_FOR_TIES);
        }
        if (!breaks_ties || ties.cuts_a_tie(found)) {
            set_order(enquire, options, store->remote);
            found = search(ties.wanted());
        }
    }
    std::vector<rl_match_hit> hits;
    for (Xapian::MSetIterator at = found.begin(); at != found.end(); ++at) {
        hits.push_back(rl_match_hit{*at, at.get_weight()});
    }
    if (breaks_ties) {
        ties.sort(store, hits);
    }
    reel_status status = copy_hits(found, hits, options, arena, out_match, error);
    if (status == REEL_OK && counts) {
        spy.deliver();
        for (size_t i = 0; i < counters.size(); i++) {
            deliver_counts(options, i, *counters[i]);
        }
    }
    return status;
}

} // namespace

extern "C" reel_status rl_store_match(rl_store *store, rl_arena *arena, const rl_query *query,
                                      const rl_weighting *weighting, const rl_match_options *options,
                                      rl_match *out_match, reel_error *error) {
    *out_match = rl_match{};
    return reading(store, error, [&]() -> reel_status {
        return run_match(store, arena, query, weighting, *options, out_match, error);
    });
}

/* --- writing --- */

namespace {

uint64_t now_ms() {
    struct timespec now;
    (void)clock_gettime(CLOCK_MONOTONIC, &now);
    return static_cast<uint64_t>(now.tv_sec) * 1000 + static_cast<uint64_t>(now.tv_nsec) / 1000000;
}

/* Xapian's own waiting has no end, so a locked database is tried again until the time is over. */
class lock_patience {
    uint64_t until;

  public:
    explicit lock_patience(uint32_t wait_ms) : until(now_ms() + wait_ms) {}
    bool operator()(const Xapian::Error &thrown) noexcept {
        if (!is_a(thrown, "DatabaseLockError") || now_ms() >= until) {
            return false;
        }
        struct timespec pause = {0, LOCK_POLL_MS * 1000000L};
        (void)nanosleep(&pause, nullptr);
        return true;
    }
};

uint64_t size_of_tables(const std::string &path) {
    uint64_t bytes = 0;
    for (const char *table : {"postlist", "docdata", "termlist", "position"}) {
        struct stat state;
        bytes += stat((path + "/" + table + ".glass").c_str(), &state) == 0 ? static_cast<uint64_t>(state.st_size) : 0;
    }
    return bytes;
}

/* A disk that fills up while Xapian merges values ends the process: it throws in a destructor. So the room is looked
 * for before, generously: what was handed over, twice, and for an update of old tables the blocks that are copied. */
reel_status find_room(rl_writer *writer, reel_error *error) noexcept {
    struct statvfs disk;
    writer->looked_at = writer->bytes;
    if (writer->path.empty() || statvfs(writer->path.c_str(), &disk) != 0) {
        return REEL_OK;
    }
    uint64_t room = uint64_t{disk.f_bavail} * disk.f_frsize;
    uint64_t need = 2 * writer->bytes + std::min(writer->tables, writer->postings * COPIED_A_POSTING) + LEAST_ROOM;
    if (room >= need) {
        return REEL_OK;
    }
    return rl_fail_at(error, REEL_IO, writer->path.c_str(), 0, "%s: %s (%llu MB are free, about %llu MB are needed)", writer->path.c_str(),
                      strerror(ENOSPC), static_cast<unsigned long long>(room / 1000000), static_cast<unsigned long long>(need / 1000000 + 1));
}

/* A change. Xapian drops everything since the last commit when one throws; so that this holds in
 * every case, the transaction is dropped and begun anew. A temporary database cannot go back: beginning anew would commit
 * what is there. It is only closed, and what Xapian says of going back hides why it had to. */
template <typename Body> reel_status writing(rl_writer *writer, reel_error *error, Body body) noexcept {
    reel_status status = guard(error, body);
    if (status == REEL_INVALID && writer->temporary && (status = find_room(writer, error)) == REEL_OK) {
        status = rl_fail_at(error, REEL_IO, writer->path.c_str(), 0, "%s could not be written", writer->path.c_str());
    }
    if (status != REEL_OK && writer->transactional && !writer->temporary) {
        (void)guard(nullptr, [&]() -> reel_status {
            writer->db.cancel_transaction();
            return REEL_OK;
        });
        (void)guard(nullptr, [&]() -> reel_status {
            writer->db.begin_transaction(true);
            return REEL_OK;
        });
    }
    return status;
}

/* Before a document is handed over. */
reel_status count_document(rl_writer *writer, const rl_store_document *document, reel_error *error) noexcept {
    writer->bytes += document->data.length;
    writer->postings += document->posting_count;
    for (size_t i = 0; i < document->posting_count; i++) {
        writer->bytes += document->postings[i].term.length + 2 + 4 * document->postings[i].position_count;
    }
    for (size_t i = 0; i < document->value_count; i++) {
        writer->bytes += document->values[i].value.length + 2;
    }
    return writer->bytes - writer->looked_at < LOOK_EVERY ? REEL_OK : find_room(writer, error);
}

reel_status check_document(const rl_store_document *document, reel_error *error) noexcept {
    for (size_t i = 0; i < document->posting_count; i++) {
        rl_str term = document->postings[i].term;
        if (!is_term(term)) {
            return rl_fail(error, REEL_INVALID, "a term of %zu bytes cannot be stored: '%.*s'", term.length,
                           static_cast<int>(std::min<size_t>(term.length, 60)), term.length == 0 ? "" : term.at);
        }
    }
    size_t size = document->data.length;
    for (size_t i = 0; i < document->value_count && size <= RL_MAX_STORED_BYTES; i++) {
        size += document->values[i].value.length;
    }
    if (size > RL_MAX_STORED_BYTES) {
        return rl_fail(error, REEL_INVALID, "a record of more than %d bytes cannot be stored", +RL_MAX_STORED_BYTES);
    }
    return REEL_OK;
}

reel_status fill_document(rl_writer *writer, const rl_store_document *from, Xapian::Document &to, reel_error *error) {
    std::string &key = writer->key;
    for (size_t i = 0; i < from->posting_count; i++) {
        const rl_posting &posting = from->postings[i];
        set(key, posting.term);
        if (posting.position_count == 0) {
            to.add_term(key, posting.wdf);
            continue;
        }
        to.add_posting(key, posting.positions[0], posting.wdf);
        for (size_t p = 1; p < posting.position_count; p++) {
            to.add_posting(key, posting.positions[p], 0);
        }
    }
    for (size_t i = 0; i < from->value_count; i++) {
        to.add_value(from->values[i].slot, string_of(from->values[i].value));
    }
    rl_buffer *packed = &writer->packer.bytes;
    rl_buffer_clear(packed);
    reel_status status = writer->packer.pack(from->data, packed, error);
    if (status == REEL_OK) {
        to.set_data(string_of(rl_buffer_str(packed)));
    }
    return status;
}

} // namespace

extern "C" reel_status rl_writer_open(const char *path, rl_writer_mode mode, uint32_t wait_ms, rl_writer **out_writer,
                                      reel_error *error) {
    *out_writer = nullptr;
    return guard(
        error,
        [&]() -> reel_status {
            auto writer = std::make_unique<rl_writer>();
            writer->path = path;
            writer->temporary = mode == RL_WRITER_TEMPORARY;
            writer->tables = mode == RL_WRITER_UPDATE ? size_of_tables(writer->path) : 0;
            int action = mode == RL_WRITER_UPDATE ? Xapian::DB_OPEN : Xapian::DB_CREATE;
            action |= mode == RL_WRITER_TEMPORARY ? Xapian::DB_NO_SYNC | Xapian::DB_DANGEROUS : 0;
            writer->db = Xapian::WritableDatabase(path, action | Xapian::DB_BACKEND_GLASS);
            /* Outside a transaction every 10,000th document would commit what was added so far. */
            writer->db.begin_transaction(true);
            writer->transactional = true;
            *out_writer = writer.release();
            return REEL_OK;
        },
        path, lock_patience(wait_ms));
}

extern "C" reel_status rl_writer_open_memory(rl_writer **out_writer, reel_error *error) {
    *out_writer = nullptr;
    return guard(error, [&]() -> reel_status {
        auto writer = std::make_unique<rl_writer>();
        writer->db = Xapian::WritableDatabase(std::string(), Xapian::DB_BACKEND_INMEMORY);
        *out_writer = writer.release();
        return REEL_OK;
    });
}

extern "C" void rl_writer_close(rl_writer *writer) {
    if (writer == nullptr) {
        return;
    }
    (void)guard(nullptr, [&]() -> reel_status {
        writer->db.close();
        return REEL_OK;
    });
    (void)guard(nullptr, [&]() -> reel_status {
        delete writer;
        return REEL_OK;
    });
}

extern "C" reel_status rl_writer_add(rl_writer *writer, const rl_store_document *document, rl_docid *out_docid,
                                     reel_error *error) {
    rl_docid docid = 0;
    reel_status status = check_document(document, error);
    if (status == REEL_OK) {
        status = count_document(writer, document, error);
    }
    if (status == REEL_OK) {
        status = writing(writer, error, [&]() -> reel_status {
            Xapian::Document filled;
            reel_status filling = fill_document(writer, document, filled, error);
            if (filling == REEL_OK) {
                docid = writer->db.add_document(filled);
            }
            return filling;
        });
    }
    if (out_docid != nullptr) {
        *out_docid = docid;
    }
    return status;
}

extern "C" reel_status rl_writer_replace(rl_writer *writer, rl_docid docid, const rl_store_document *document,
                                         reel_error *error) {
    reel_status status = check_document(document, error);
    if (status != REEL_OK) {
        return status;
    }
    if (docid == 0) {
        return rl_fail(error, REEL_INVALID, "there is no document 0");
    }
    status = count_document(writer, document, error);
    return status != REEL_OK ? status : writing(writer, error, [&]() -> reel_status {
        Xapian::Document filled;
        reel_status filling = fill_document(writer, document, filled, error);
        if (filling == REEL_OK) {
            writer->db.replace_document(docid, filled);
        }
        return filling;
    });
}

extern "C" reel_status rl_writer_delete(rl_writer *writer, rl_docid docid, reel_error *error) {
    /* Asked before: a document that is not there must not cost the batch. */
    reel_status status = guard(error, [&]() -> reel_status {
        (void)writer->db.get_doclength(docid);
        return REEL_OK;
    });
    if (status != REEL_OK) {
        return status;
    }
    return writing(writer, error, [&]() -> reel_status {
        writer->db.delete_document(docid);
        return REEL_OK;
    });
}

extern "C" reel_status rl_writer_set_metadata(rl_writer *writer, rl_str key, rl_str value, reel_error *error) {
    if (!is_term(key)) {
        return rl_fail(error, REEL_INVALID, "a metadata key of %zu bytes cannot be stored", key.length);
    }
    if (value.length > RL_MAX_STORED_BYTES) {
        return rl_fail(error, REEL_INVALID, "metadata of more than %d bytes cannot be stored", +RL_MAX_STORED_BYTES);
    }
    writer->bytes += key.length + value.length;
    return writing(writer, error, [&]() -> reel_status {
        writer->db.set_metadata(set(writer->key, key), string_of(value));
        if (!writer->transactional && value.length > 0) {
            writer->memory_keys.insert(writer->key);
        } else if (!writer->transactional) {
            writer->memory_keys.erase(writer->key);
        }
        return REEL_OK;
    });
}

extern "C" reel_status rl_writer_commit(rl_writer *writer, reel_error *error) {
    reel_status status = find_room(writer, error);
    if (status != REEL_OK) {
        return status;
    }
    status = writing(writer, error, [&]() -> reel_status {
        if (writer->transactional) {
            writer->db.commit_transaction();
            writer->db.begin_transaction(true);
        } else {
            writer->db.commit();
        }
        return REEL_OK;
    });
    writer->bytes = writer->postings = writer->looked_at = 0;
    return status;
}

/* --- whole databases --- */

namespace {

/* Equal metadata keys: the first database's value. Xapian gives the values in no certain order. */
class first_metadata : public Xapian::Compactor {
    const std::vector<Xapian::Database> &parts;

  public:
    explicit first_metadata(const std::vector<Xapian::Database> &given) : parts(given) {}
    std::string resolve_duplicate_metadata(const std::string &key, size_t count, const std::string tags[]) override {
        for (const Xapian::Database &part : parts) {
            std::string value = part.get_metadata(key);
            if (!value.empty()) {
                return value;
            }
        }
        return count > 0 ? tags[0] : std::string();
    }
};

} // namespace

extern "C" reel_status rl_store_compact(const char *const *paths, size_t path_count, const char *path, bool renumber,
                                        reel_error *error) {
    return guard(
        error,
        [&]() -> reel_status {
            Xapian::Database all;
            std::vector<Xapian::Database> parts;
            for (size_t i = 0; i < path_count; i++) {
                parts.emplace_back(std::string(paths[i]));
                all.add_database(parts.back());
            }
            first_metadata compactor(parts);
            unsigned flags = Xapian::Compactor::FULL | (renumber ? 0u : unsigned{Xapian::DBCOMPACT_NO_RENUMBER});
            all.compact(path, flags, 0, compactor);
            return REEL_OK;
        },
        path);
}

namespace {

/* Xapian gives a heading "postlist:" and some lines on each table; this makes them one line. */
std::string line_per_table(const std::string &told) {
    std::istringstream lines(told);
    std::string report;
    std::string line;
    std::string table;
    while (std::getline(lines, line)) {
        if (line.size() > 1 && line.back() == ':' && line.find(' ') == std::string::npos) {
            table = line.substr(0, line.size() - 1) + " ";
            report += (report.empty() ? "" : "\n") + line;
        } else if (!line.empty()) {
            report += (report.empty() ? "" : " ") + (starts(line, table) ? line.substr(table.size()) : line);
        }
    }
    return report.empty() ? report : report + "\n";
}

} // namespace

/* Xapian 1.4.22 frees a table in check() as one of another size, which only the address sanitizer
 * minds: the asan test preset sets new_delete_type_mismatch=0. */
extern "C" reel_status rl_store_check(const char *path, rl_buffer *report, reel_error *error) {
    return guard(error, [&]() -> reel_status {
        std::ostringstream told;
        size_t errors = 0;
        reel_status status = guard(
            error,
            [&]() -> reel_status {
                errors = Xapian::Database::check(path, 0, &told);
                return REEL_OK;
            },
            path);
        if (status == REEL_OK && errors > 0) {
            status = rl_fail_at(error, REEL_CORRUPT, path, 0, "%zu errors in the tables of the index", errors);
        }
        if (report != nullptr) {
            std::string lines = line_per_table(told.str());
            rl_buffer_add(report, lines.data(), lines.size());
        }
        return status;
    });
}

/* --- stemming --- */

extern "C" reel_status rl_stemmer_new(const char *language, rl_stemmer **out_stemmer, reel_error *error) {
    *out_stemmer = nullptr;
    return guard(error, [&]() -> reel_status {
        auto stemmer = std::make_unique<rl_stemmer>();
        stemmer->stem = Xapian::Stem(language);
        if (stemmer->stem.is_none()) {
            return rl_fail(error, REEL_INVALID, "no stemmer for '%s'", language);
        }
        *out_stemmer = stemmer.release();
        return REEL_OK;
    });
}

extern "C" void rl_stemmer_free(rl_stemmer *stemmer) {
    (void)guard(nullptr, [&]() -> reel_status {
        delete stemmer;
        return REEL_OK;
    });
}

extern "C" void rl_stemmer_stem(rl_stemmer *stemmer, rl_str word, rl_buffer *out) {
    (void)guard(nullptr, [&]() -> reel_status {
        std::string stem = stemmer->stem(set(stemmer->word, word));
        rl_buffer_add(out, stem.data(), stem.size());
        return REEL_OK;
    });
}
