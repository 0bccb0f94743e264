# SPDX-License-Identifier: GPL-2.0-or-later
"""Full-text film search: libreel for Python, through ctypes and the standard library alone.

    import reel

    with reel.open("films.reel") as films:
        for hit in films.search("black and white Sundance 1992"):
            print(hit.title, hit.year)

    with reel.Indexer("films.reel") as writer:
        writer.put("soup.jsonl", {"title": "In the Soup", "year": 1992})

Each class stands for a handle of <reel.h> and closes it when its `with` block ends, or when it is
forgotten. Each status is an exception of its own. As in C, a handle belongs to one thread at a time,
and any number of them to any number of threads: two threads in one Searcher or Indexer raise
RuntimeError. The library is libreel.so.0, or what REEL_LIBRARY in the environment names.
"""
from __future__ import annotations

import ctypes
import json
import os
import threading
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from enum import IntEnum
from typing import Any, Optional, TypeVar, Union, overload

__all__ = [
    "Answer", "Cancelled", "Correction", "Corrupt", "Event", "EventKind", "FormatError", "Hit", "Indexer", "InternalError", "InvalidArgument",
    "IOFailure", "LimitReached", "Locked", "NoMemory", "NotFound", "QueryError", "Reading", "ReelError", "Report", "Searcher", "Snippet",
    "Stale", "Status", "Suggestion", "audit", "explain_document", "fields", "index", "open", "status", "version",
]

Path = Union[str, bytes, "os.PathLike[str]", "os.PathLike[bytes]"]


class _OpenEnum(IntEnum):
    """Takes values of a newer library for what they are: docs/abi.md says that there may be some."""

    @classmethod
    def _missing_(cls, value: object) -> Any:
        if not isinstance(value, int):
            return None
        member = int.__new__(cls, value)
        member._name_, member._value_ = f"UNKNOWN_{value}", value
        return member


class Status(_OpenEnum):
    """reel_status."""

    OK = 0
    NOMEM = 1
    INVALID = 2
    NOTFOUND = 3
    IO = 4
    FORMAT = 5
    QUERY = 6
    LOCKED = 7
    STALE = 8
    CORRUPT = 9
    LIMIT = 10
    CANCELLED = 11
    INTERNAL = 12


class ReelError(Exception):
    """A call that failed: its status, one line that says what happened, and where."""

    status: Status = Status.INTERNAL

    def __init__(self, message: str, path: str = "", line: int = 0, offset: int = 0) -> None:
        super().__init__(message)
        self.path = path
        self.line = line
        self.offset = offset


class NoMemory(ReelError, MemoryError):
    status = Status.NOMEM


class InvalidArgument(ReelError, ValueError):
    status = Status.INVALID


class NotFound(ReelError, LookupError):
    status = Status.NOTFOUND


class IOFailure(ReelError, OSError):
    status = Status.IO


class FormatError(ReelError, ValueError):
    status = Status.FORMAT


class QueryError(ReelError, ValueError):
    status = Status.QUERY


class Locked(ReelError):
    status = Status.LOCKED


class Stale(ReelError):
    status = Status.STALE


class Corrupt(ReelError):
    """report is what reel.status(verify=True) found, else None."""

    status = Status.CORRUPT
    report: Optional[dict[str, Any]] = None


class LimitReached(ReelError):
    status = Status.LIMIT


class Cancelled(ReelError):
    status = Status.CANCELLED


class InternalError(ReelError):
    status = Status.INTERNAL


_EXCEPTIONS = {kind.status: kind for kind in
               (NoMemory, InvalidArgument, NotFound, IOFailure, FormatError, QueryError, Locked, Stale, Corrupt, LimitReached, Cancelled,
                InternalError)}


# --- the structs of <reel.h>

class _Error(ctypes.Structure):
    _fields_ = [("status", ctypes.c_int), ("line", ctypes.c_uint32), ("offset", ctypes.c_uint64), ("path", ctypes.c_char * 256),
                ("message", ctypes.c_char * 512)]


class _Range(ctypes.Structure):
    _fields_ = [("start", ctypes.c_size_t), ("end", ctypes.c_size_t)]


class _SearchOptions(ctypes.Structure):
    _fields_ = [("size", ctypes.c_size_t), ("limit", ctypes.c_uint32), ("offset", ctypes.c_uint32), ("sort", ctypes.c_char_p),
                ("facets", ctypes.POINTER(ctypes.c_char_p)), ("facet_count", ctypes.c_size_t), ("facet_limit", ctypes.c_uint32),
                ("snippet_count", ctypes.c_uint32), ("snippet_bytes", ctypes.c_uint32), ("no_sense", ctypes.c_bool),
                ("no_correction", ctypes.c_bool), ("ids_only", ctypes.c_bool), ("plain", ctypes.POINTER(_Range)),
                ("plain_count", ctypes.c_size_t)]


class _Reading(ctypes.Structure):
    _fields_ = [("text", ctypes.c_char_p), ("start", ctypes.c_size_t), ("end", ctypes.c_size_t), ("field", ctypes.c_char_p),
                ("value", ctypes.c_char_p), ("alternatives", ctypes.POINTER(ctypes.c_char_p)), ("alternative_count", ctypes.c_size_t)]


class _Correction(ctypes.Structure):
    _fields_ = [("start", ctypes.c_size_t), ("end", ctypes.c_size_t), ("text", ctypes.c_char_p), ("suggestion", ctypes.c_char_p),
                ("field", ctypes.c_char_p), ("query", ctypes.c_char_p), ("applied", ctypes.c_bool)]


class _Snippet(ctypes.Structure):
    _fields_ = [("field", ctypes.c_char_p), ("source", ctypes.c_char_p), ("text", ctypes.c_char_p), ("highlights", ctypes.POINTER(_Range)),
                ("highlight_count", ctypes.c_size_t)]


class _FacetValue(ctypes.Structure):
    _fields_ = [("value", ctypes.c_char_p), ("count", ctypes.c_uint64)]


class _Facet(ctypes.Structure):
    _fields_ = [("field", ctypes.c_char_p), ("values", ctypes.POINTER(_FacetValue)), ("value_count", ctypes.c_size_t)]


class _Suggestion(ctypes.Structure):
    _fields_ = [("text", ctypes.c_char_p), ("kind", ctypes.c_char_p), ("field", ctypes.c_char_p), ("film_id", ctypes.c_char_p),
                ("year", ctypes.c_int), ("films", ctypes.c_uint64)]


class _Event(ctypes.Structure):
    _fields_ = [("kind", ctypes.c_int), ("done", ctypes.c_uint64), ("total", ctypes.c_uint64), ("status", ctypes.c_int),
                ("path", ctypes.c_char_p), ("line", ctypes.c_uint32), ("message", ctypes.c_char_p)]


_PROGRESS = ctypes.CFUNCTYPE(ctypes.c_bool, ctypes.c_void_p, ctypes.POINTER(_Event))
_WRITE = ctypes.CFUNCTYPE(ctypes.c_bool, ctypes.c_void_p, ctypes.c_void_p, ctypes.c_size_t)


class _IndexOptions(ctypes.Structure):
    _fields_ = [("size", ctypes.c_size_t), ("full", ctypes.c_bool), ("dry_run", ctypes.c_bool), ("jobs", ctypes.c_uint32),
                ("memory_bytes", ctypes.c_uint64), ("lock_wait_ms", ctypes.c_uint32), ("progress", _PROGRESS), ("user", ctypes.c_void_p)]


class _Report(ctypes.Structure):
    _fields_ = [("films", ctypes.c_uint64), ("documents", ctypes.c_uint64), ("added", ctypes.c_uint64), ("updated", ctypes.c_uint64),
                ("removed", ctypes.c_uint64), ("unchanged", ctypes.c_uint64), ("failed", ctypes.c_uint64), ("repaired", ctypes.c_uint64),
                ("seconds", ctypes.c_double)]


# --- the functions of <reel.h>

def _load() -> Any:
    name = os.environ.get("REEL_LIBRARY") or "libreel.so.0"  # the structs above are those of this SONAME
    try:
        return ctypes.CDLL(name)
    except OSError as problem:
        raise ImportError(f"libreel cannot be loaded ({problem}): install it, or name the file in REEL_LIBRARY") from problem


_P, _S, _Z, _E = ctypes.c_void_p, ctypes.c_char_p, ctypes.c_size_t, ctypes.POINTER(_Error)
_PP = ctypes.POINTER(ctypes.c_void_p)
_SIGNATURES: dict[str, tuple[Any, list[Any]]] = {
    "reel_version": (_S, []),
    "reel_status_name": (_S, [ctypes.c_int]),
    "reel_status_text": (_S, [ctypes.c_int]),
    "reel_open_many": (ctypes.c_int, [ctypes.POINTER(_S), _Z, _PP, _E]),
    "reel_close": (None, [_P]),
    "reel_refresh": (ctypes.c_int, [_P, ctypes.POINTER(ctypes.c_bool), _E]),
    "reel_generation": (_S, [_P]),
    "reel_search_bytes": (ctypes.c_int, [_P, _S, _Z, ctypes.POINTER(_SearchOptions), _PP, _E]),
    "reel_hits_free": (None, [_P]),
    "reel_hits_count": (_Z, [_P]),
    "reel_hits_at": (_P, [_P, _Z]),
    "reel_hits_total": (ctypes.c_uint64, [_P]),
    "reel_hits_total_is_exact": (ctypes.c_bool, [_P]),
    "reel_hits_took_ms": (ctypes.c_double, [_P]),
    "reel_hits_reading_count": (_Z, [_P]),
    "reel_hits_reading_at": (ctypes.POINTER(_Reading), [_P, _Z]),
    "reel_hits_correction_count": (_Z, [_P]),
    "reel_hits_correction_at": (ctypes.POINTER(_Correction), [_P, _Z]),
    "reel_hits_relaxed_count": (_Z, [_P]),
    "reel_hits_relaxed_at": (_S, [_P, _Z]),
    "reel_hits_note_count": (_Z, [_P]),
    "reel_hits_note_at": (_S, [_P, _Z]),
    "reel_hit_id": (_S, [_P]),
    "reel_hit_title": (_S, [_P]),
    "reel_hit_year": (ctypes.c_int, [_P]),
    "reel_hit_rank": (ctypes.c_uint32, [_P]),
    "reel_hit_score": (ctypes.c_double, [_P]),
    "reel_hit_value_count": (_Z, [_P, _S]),
    "reel_hit_value_at": (_S, [_P, _S, _Z]),
    "reel_hit_why_count": (_Z, [_P]),
    "reel_hit_why_at": (_S, [_P, _Z]),
    "reel_hit_source_count": (_Z, [_P]),
    "reel_hit_source_at": (_S, [_P, _Z]),
    "reel_hit_snippet_count": (_Z, [_P]),
    "reel_hit_snippet_at": (ctypes.POINTER(_Snippet), [_P, _Z]),
    "reel_hits_facet_count": (_Z, [_P]),
    "reel_hits_facet_at": (ctypes.POINTER(_Facet), [_P, _Z]),
    "reel_hits_render": (ctypes.c_int, [_P, _S, _P, _WRITE, _P, _E]),
    "reel_show": (ctypes.c_int, [_P, _S, _S, _P, _WRITE, _P, _E]),
    "reel_similar": (ctypes.c_int, [_P, _S, ctypes.POINTER(_SearchOptions), _PP, _E]),
    "reel_suggest": (ctypes.c_int, [_P, _S, ctypes.c_uint32, _PP, _E]),
    "reel_suggestions_count": (_Z, [_P]),
    "reel_suggestions_at": (ctypes.POINTER(_Suggestion), [_P, _Z]),
    "reel_suggestions_free": (None, [_P]),
    "reel_explain_document": (ctypes.c_int, [_S, _S, _S, _Z, _S, _WRITE, _P, _E]),
    "reel_explain_query": (ctypes.c_int, [_P, _S, _S, _S, ctypes.POINTER(_SearchOptions), _S, _WRITE, _P, _E]),
    "reel_fields": (ctypes.c_int, [_S, _P, _WRITE, _P, _E]),
    "reel_export": (ctypes.c_int, [_P, _WRITE, _P, _E]),
    "reel_index_status": (ctypes.c_int, [_S, ctypes.c_bool, _S, _WRITE, _P, _E]),
    "reel_audit": (ctypes.c_int, [_S, _S, _WRITE, _P, _E]),
    "reel_index_paths": (ctypes.c_int, [_S, ctypes.POINTER(_S), _Z, ctypes.POINTER(_IndexOptions), ctypes.POINTER(_Report), _E]),
    "reel_indexer_open": (ctypes.c_int, [_S, ctypes.POINTER(_IndexOptions), _PP, _E]),
    "reel_indexer_put": (ctypes.c_int, [_P, _S, _S, _Z, _E]),
    "reel_indexer_drop": (ctypes.c_int, [_P, _S, _E]),
    "reel_indexer_commit": (ctypes.c_int, [_P, ctypes.POINTER(_Report), _E]),
    "reel_indexer_close": (None, [_P]),
}

_lib = _load()
for _name, (_result, _arguments) in _SIGNATURES.items():
    _function = getattr(_lib, _name)
    _function.restype = _result
    _function.argtypes = _arguments


def _text(data: Optional[bytes]) -> str:
    return "" if data is None else data.decode("utf-8", "replace")


def _maybe(text: Optional[str]) -> Optional[bytes]:
    if text is not None and "\0" in text:
        raise ValueError(f"a NUL would cut this text short: {text!r}")
    return None if text is None else text.encode("utf-8", "surrogateescape")


def _uint32(**numbers: int) -> None:
    """ctypes would cut what does not fit to another number, silently."""
    for name, number in numbers.items():
        if not 0 <= number < 1 << 32:
            raise ValueError(f"{name} is a number from 0 to {(1 << 32) - 1}, not {number}")


def _path(path: Path) -> bytes:
    name = os.fsencode(path)
    if b"\0" in name:
        raise ValueError(f"a NUL would cut this path short: {path!r}")
    return name


def _paths(paths: Sequence[Path]) -> Any:
    return (_S * len(paths))(*[_path(path) for path in paths])


def _call(name: str, *arguments: Any) -> None:
    """Calls a function whose last argument is a reel_error; raises what it says."""
    error = _Error()
    code = getattr(_lib, name)(*arguments, ctypes.byref(error))
    if code != Status.OK:
        kind = _EXCEPTIONS.get(code, ReelError)
        message = _text(error.message) or _text(_lib.reel_status_text(code))
        exception = kind(message, _text(error.path), error.line, error.offset)
        exception.status = Status(code)
        raise exception


_C = TypeVar("_C", bound="_Callback")


class _Callback:
    """A function for C to call. No exception may pass through C: it stops the call, and is raised when that has ended."""

    def __init__(self, prototype: Any, run: Callable[..., Any]) -> None:
        self.raised: Optional[BaseException] = None
        self._run = run
        self.function = prototype(self._called)

    def _called(self, _user: Any, *arguments: Any) -> bool:
        try:
            return self.raised is None and self._run(*arguments) is not False
        except BaseException as exception:
            self.raised = exception
            return False

    def __enter__(self: _C) -> _C:
        return self

    def __exit__(self, *_: Any) -> None:
        raised, self.raised = self.raised, None
        if raised is not None:
            raise raised


class _Output(_Callback):
    """A reel_write that keeps what it is given."""

    def __init__(self) -> None:
        self._pieces: list[bytes] = []
        super().__init__(_WRITE, self._keep)

    def _keep(self, address: int, length: int) -> None:
        self._pieces.append(ctypes.string_at(address, length))

    def __exit__(self, *raised: Any) -> None:
        del self.function  # it holds this object, which would wait for the garbage collector
        super().__exit__(*raised)

    def text(self) -> str:
        return b"".join(self._pieces).decode("utf-8", "replace")


def _written(name: str, *arguments: Any) -> str:
    """What a function writes whose last arguments are a reel_write, its user and a reel_error."""
    with _Output() as out:
        _call(name, *arguments, out.function, None)
    return out.text()


def _object(text: str) -> dict[str, Any]:
    value: dict[str, Any] = json.loads(text)
    return value


_H = TypeVar("_H", bound="_Handle")


class _Handle:
    """Owns a pointer; closes it once."""

    _close_name = ""

    def __init__(self, pointer: int) -> None:
        self._pointer: Optional[int] = pointer
        self._busy = threading.Lock()

    @property
    def _open(self) -> int:
        if self._pointer is None:
            raise ValueError(f"this {type(self).__name__} is closed")
        return self._pointer

    def _alone(self) -> threading.Lock:
        """Taken, for the caller to release. A second user while C works would read what is being changed."""
        if not self._busy.acquire(blocking=False):
            raise RuntimeError(f"this {type(self).__name__} is in use: open one for each thread, and none in its own callback")
        return self._busy

    def _ask(self, name: str, *arguments: Any) -> None:
        """Calls a function of this handle."""
        lock = self._alone()
        try:
            _call(name, self._open, *arguments)
        finally:
            lock.release()

    def close(self) -> None:
        """Frees the handle; a second time does nothing."""
        if getattr(self, "_pointer", None) is None:
            return
        lock = self._alone()
        try:
            pointer, self._pointer = self._pointer, None
            if pointer is not None:
                getattr(_lib, self._close_name)(pointer)
        finally:
            lock.release()

    def __enter__(self: _H) -> _H:
        return self

    def __exit__(self, *_: Any) -> None:
        self.close()

    def __del__(self) -> None:
        self.close()


# --- answers

@dataclass(frozen=True)
class Reading:
    """How a part of the query was understood; start and end count its bytes in UTF-8."""

    text: str
    start: int
    end: int
    field: str
    value: str
    alternatives: tuple[str, ...]


@dataclass(frozen=True)
class Correction:
    """A word that was replaced (applied), or that could be."""

    text: str
    start: int
    end: int
    suggestion: str
    field: str
    query: str
    applied: bool


@dataclass(frozen=True)
class Snippet:
    """A passage; highlights are ranges of characters of text, ready to slice with."""

    field: str
    source: str
    text: str
    highlights: tuple[tuple[int, int], ...]

    def marked(self, before: str = "[", after: str = "]") -> str:
        """The text with its highlights between two marks."""
        parts, at = [], 0
        for start, end in self.highlights:
            parts += [self.text[at:start], before, self.text[start:end], after]
            at = end
        return "".join(parts) + self.text[at:]


@dataclass(frozen=True)
class Suggestion:
    """A completion of what was typed."""

    text: str
    kind: str
    field: str
    film_id: Optional[str]
    year: Optional[int]
    films: int


class Hit:
    """One film of an answer. Reads from the answer it belongs to, which it keeps alive."""

    def __init__(self, answer: Answer, index: int) -> None:
        self._answer = answer
        self._index = index

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Hit) and (self._answer, self._index) == (other._answer, other._index)

    def __hash__(self) -> int:
        return hash((id(self._answer), self._index))

    @property
    def _at(self) -> int:
        return int(_lib.reel_hits_at(self._answer._open, self._index))

    @property
    def id(self) -> str:
        return _text(_lib.reel_hit_id(self._at))

    @property
    def title(self) -> str:
        return _text(_lib.reel_hit_title(self._at))

    @property
    def year(self) -> Optional[int]:
        return _lib.reel_hit_year(self._at) or None

    @property
    def rank(self) -> int:
        """From 1, the answer's offset included."""
        return int(_lib.reel_hit_rank(self._at))

    @property
    def score(self) -> float:
        return float(_lib.reel_hit_score(self._at))

    def __getitem__(self, name: str) -> list[str]:
        """Values of a field, best first: hit["director"]."""
        at, key = self._at, _maybe(name)
        return [_text(_lib.reel_hit_value_at(at, key, i)) for i in range(_lib.reel_hit_value_count(at, key))]

    @property
    def why(self) -> list[str]:
        """The facts that answer the query, as "field: value"."""
        at = self._at
        return [_text(_lib.reel_hit_why_at(at, i)) for i in range(_lib.reel_hit_why_count(at))]

    @property
    def sources(self) -> list[str]:
        """The documents behind the film."""
        at = self._at
        return [_text(_lib.reel_hit_source_at(at, i)) for i in range(_lib.reel_hit_source_count(at))]

    @property
    def snippets(self) -> list[Snippet]:
        at = self._at
        return [_snippet(_lib.reel_hit_snippet_at(at, i).contents) for i in range(_lib.reel_hit_snippet_count(at))]

    def __repr__(self) -> str:
        return f"<reel.Hit {self.rank} {self.id!r}>"


def _snippet(raw: _Snippet) -> Snippet:
    data = raw.text or b""

    def characters(offset: int) -> int:
        return len(data[:offset].decode("utf-8", "replace"))

    marks = tuple((characters(raw.highlights[i].start), characters(raw.highlights[i].end)) for i in range(raw.highlight_count))
    return Snippet(_text(raw.field), _text(raw.source), _text(data), marks)


class Answer(_Handle, Sequence[Hit]):
    """The films that answer a query, best first: a sequence of Hit, with what was understood."""

    _close_name = "reel_hits_free"

    def __len__(self) -> int:
        return int(_lib.reel_hits_count(self._open))

    @overload
    def __getitem__(self, index: int) -> Hit: ...
    @overload
    def __getitem__(self, index: slice) -> list[Hit]: ...

    def __getitem__(self, index: Union[int, slice]) -> Union[Hit, list[Hit]]:
        if isinstance(index, slice):
            return [Hit(self, i) for i in range(*index.indices(len(self)))]
        length = len(self)
        if not -length <= index < length:
            raise IndexError(index)
        return Hit(self, index % length)

    def __iter__(self) -> Iterator[Hit]:
        return (Hit(self, i) for i in range(len(self)))

    @property
    def total(self) -> int:
        """Films that match in the whole index."""
        return int(_lib.reel_hits_total(self._open))

    @property
    def total_is_exact(self) -> bool:
        return bool(_lib.reel_hits_total_is_exact(self._open))

    @property
    def took_ms(self) -> float:
        return float(_lib.reel_hits_took_ms(self._open))

    @property
    def readings(self) -> list[Reading]:
        found = []
        for i in range(_lib.reel_hits_reading_count(self._open)):
            raw = _lib.reel_hits_reading_at(self._open, i).contents
            others = tuple(_text(raw.alternatives[a]) for a in range(raw.alternative_count))
            found.append(Reading(_text(raw.text), raw.start, raw.end, _text(raw.field), _text(raw.value), others))
        return found

    @property
    def corrections(self) -> list[Correction]:
        found = []
        for i in range(_lib.reel_hits_correction_count(self._open)):
            raw = _lib.reel_hits_correction_at(self._open, i).contents
            found.append(Correction(_text(raw.text), raw.start, raw.end, _text(raw.suggestion), _text(raw.field), _text(raw.query), raw.applied))
        return found

    @property
    def relaxed(self) -> list[str]:
        """What was given up to find anything."""
        return [_text(_lib.reel_hits_relaxed_at(self._open, i)) for i in range(_lib.reel_hits_relaxed_count(self._open))]

    @property
    def notes(self) -> list[str]:
        """What was cut or not known."""
        return [_text(_lib.reel_hits_note_at(self._open, i)) for i in range(_lib.reel_hits_note_count(self._open))]

    @property
    def facets(self) -> dict[str, dict[str, int]]:
        """Counts over the whole result, most frequent first: answer.facets["genre"]["Comedy"]."""
        found = {}
        for i in range(_lib.reel_hits_facet_count(self._open)):
            raw = _lib.reel_hits_facet_at(self._open, i).contents
            found[_text(raw.field)] = {_text(raw.values[v].value): raw.values[v].count for v in range(raw.value_count)}
        return found

    def render(self, format: str = "text") -> str:
        """The answer as "text", "json", "jsonl", "tsv" or "trec"."""
        return _written("reel_hits_render", self._open, _maybe(format), None)

    def to_dict(self) -> dict[str, Any]:
        """The answer as in docs/json.md."""
        return _object(self.render("json"))


# --- searching

class Searcher(_Handle):
    """An index, or several as one, open for reading. Use reel.open."""

    _close_name = "reel_close"

    def __init__(self, *paths: Path) -> None:
        pointer = ctypes.c_void_p()
        _call("reel_open_many", _paths(paths), len(paths), ctypes.byref(pointer))
        assert pointer.value is not None
        super().__init__(pointer.value)

    def search(self, query: Union[str, bytes], *, limit: int = 10, offset: int = 0, sort: Optional[str] = None, facets: Iterable[str] = (),
               facet_limit: int = 20, snippets: int = 3, snippet_bytes: int = 240, sense: bool = True, correction: bool = True,
               ids_only: bool = False, plain: Iterable[tuple[int, int]] = ()) -> Answer:
        """Answers a query. Nothing a person types is an error; see reel_search_options for the rest.
        plain are ranges of bytes of the query that are words and nothing else."""
        options = self._options(limit, offset, sort, facets, facet_limit, snippets, snippet_bytes, sense, correction, ids_only, plain)
        data = query if isinstance(query, bytes) else query.encode("utf-8", "surrogatepass")
        return self._answer("reel_search_bytes", data, len(data), options)

    def each(self, query: Union[str, bytes], *, page: int = 100, **options: Any) -> Iterator[Hit]:
        """All films that match, page by page."""
        if page < 1:
            raise ValueError(f"a page holds at least one film, not {page}")
        offset = 0
        while True:
            answer = self.search(query, limit=page, offset=offset, **options)
            yield from answer
            offset += len(answer)
            if len(answer) < page:
                return

    def similar(self, film_id: str, *, limit: int = 10) -> Answer:
        """Films most like one; each hit's `why` says in what."""
        return self._answer("reel_similar", _maybe(film_id), self._options(limit))

    def suggest(self, prefix: str, limit: int = 10) -> list[Suggestion]:
        """Completions of what was typed so far."""
        _uint32(limit=limit)
        pointer = ctypes.c_void_p()
        self._ask("reel_suggest", _maybe(prefix), limit, ctypes.byref(pointer))
        try:
            rows = [_lib.reel_suggestions_at(pointer, i).contents for i in range(_lib.reel_suggestions_count(pointer))]
            return [Suggestion(_text(row.text), _text(row.kind), _text(row.field), None if row.film_id is None else _text(row.film_id),
                               row.year or None, row.films) for row in rows]
        finally:
            _lib.reel_suggestions_free(pointer)

    def show(self, film_id: str) -> dict[str, Any]:
        """One film with every fact, its sources and conflicts."""
        return _object(self._told("reel_show", _maybe(film_id), b"json", None))

    def explain(self, stage: str, query: str, film_id: Optional[str] = None) -> dict[str, Any]:
        """A stage of a query: "parse", "sense", "query", or "score" of a film."""
        return _object(self._told("reel_explain_query", _maybe(stage), _maybe(query), _maybe(film_id), None, b"json"))

    def export(self) -> Iterator[dict[str, Any]]:
        """All films as records, in order of their ids. Their text is read at once, so that what is told is one state of the index."""
        return (_object(line) for line in self._told("reel_export").split("\n") if line)

    def refresh(self) -> bool:
        """Moves to the newest state of the index; whether it is another one."""
        changed = ctypes.c_bool()
        self._ask("reel_refresh", ctypes.byref(changed))
        return changed.value

    @property
    def generation(self) -> str:
        """Names the state that is read: changes when the index's content does."""
        lock = self._alone()
        try:
            return _text(_lib.reel_generation(self._open))
        finally:
            lock.release()

    def _told(self, name: str, *arguments: Any) -> str:
        with _Output() as out:
            self._ask(name, *arguments, out.function, None)
        return out.text()

    def _answer(self, name: str, *arguments: Any) -> Answer:
        pointer = ctypes.c_void_p()
        self._ask(name, *arguments, ctypes.byref(pointer))
        assert pointer.value is not None
        return Answer(pointer.value)

    @staticmethod
    def _options(limit: int = 10, offset: int = 0, sort: Optional[str] = None, facets: Iterable[str] = (), facet_limit: int = 20,
                 snippets: int = 3, snippet_bytes: int = 240, sense: bool = True, correction: bool = True, ids_only: bool = False,
                 plain: Iterable[tuple[int, int]] = ()) -> Any:
        _uint32(limit=limit, offset=offset, facet_limit=facet_limit, snippets=snippets, snippet_bytes=snippet_bytes)
        if isinstance(facets, str):
            raise TypeError(f"facets is a list of names: [{facets!r}]")
        names = [_maybe(name) for name in facets]
        ranges = [_Range(start, end) for start, end in plain]
        return ctypes.byref(_SearchOptions(ctypes.sizeof(_SearchOptions), limit, offset, _maybe(sort), (_S * len(names))(*names), len(names),
                                           facet_limit, snippets, snippet_bytes, not sense, not correction, ids_only,
                                           (_Range * len(ranges))(*ranges), len(ranges)))


def open(*paths: Path) -> Searcher:  # noqa: A001  as in reel_open
    """Opens an index for reading, or several as one. Never writes to them."""
    return Searcher(*paths)


# --- indexing

class EventKind(_OpenEnum):
    """reel_event_kind."""

    SCAN = 1
    DOCUMENT = 2
    WRITE = 3
    FINISH = 4
    PROBLEM = 5
    PLAN = 6


@dataclass(frozen=True)
class Event:
    """Progress of a run, or a problem of one document."""

    kind: EventKind
    done: int
    total: int
    status: Status
    path: str
    line: int
    message: str


@dataclass(frozen=True)
class Report:
    """What a run did. films and documents are those of the index afterwards, problems the documents left out or mended."""

    films: int = 0
    documents: int = 0
    added: int = 0
    updated: int = 0
    removed: int = 0
    unchanged: int = 0
    failed: int = 0
    repaired: int = 0
    seconds: float = 0.0
    problems: tuple[Event, ...] = field(default=(), compare=False)


def _report(raw: _Report, problems: Iterable[Event] = ()) -> Report:
    return Report(**{name: getattr(raw, name) for name, *_ in _Report._fields_}, problems=tuple(problems))


Progress = Callable[[Event], Any]


class _Progress(_Callback):
    """A reel_progress for a function of Python; keeps the problems it is told of."""

    def __init__(self, progress: Optional[Progress]) -> None:
        self.problems: list[Event] = []
        self._progress = progress
        super().__init__(_PROGRESS, self._tell)

    def _tell(self, raw: Any) -> Any:
        at = raw.contents
        event = Event(EventKind(at.kind), at.done, at.total, Status(at.status), _text(at.path), at.line, _text(at.message))
        if event.kind == EventKind.PROBLEM:
            self.problems.append(event)
        return None if self._progress is None else self._progress(event)


def index(path: Path, documents: Union[Path, Sequence[Path]] = (), *, full: bool = False, dry_run: bool = False, jobs: int = 0,
          memory_bytes: int = 0, lock_wait_ms: int = 5000, progress: Optional[Progress] = None) -> Report:
    """Brings the index at path up to date with files and folders. progress is told of each event; it stops the
    run by returning False (which raises Cancelled) or by raising, which passes through."""
    _uint32(jobs=jobs, lock_wait_ms=lock_wait_ms)
    if not 0 <= memory_bytes < 1 << 64:
        raise ValueError(f"memory_bytes is a number of bytes, not {memory_bytes}")
    listed: Sequence[Path] = [documents] if isinstance(documents, (str, bytes, os.PathLike)) else list(documents)
    report = _Report()
    with _Progress(progress) as told:
        options = _IndexOptions(ctypes.sizeof(_IndexOptions), full, dry_run, jobs, memory_bytes, lock_wait_ms, told.function, None)
        _call("reel_index_paths", _path(path), _paths(listed), len(listed), ctypes.byref(options), ctypes.byref(report))
    return _report(report, told.problems)


class Indexer(_Handle):
    """Documents that are not files. A `with` block commits at its end; an exception in it drops what was not committed.
    progress is told of WRITE and FINISH by each commit, and stops it as in reel.index: what was put since the last commit
    is forgotten, and the indexer goes on."""

    _close_name = "reel_indexer_close"

    def __init__(self, path: Path, *, lock_wait_ms: int = 5000, progress: Optional[Progress] = None) -> None:
        _uint32(lock_wait_ms=lock_wait_ms)
        self._progress = _Progress(progress)  # C keeps the function until the handle is closed
        options = _IndexOptions(size=ctypes.sizeof(_IndexOptions), lock_wait_ms=lock_wait_ms, progress=self._progress.function)
        pointer = ctypes.c_void_p()
        with self._progress:
            _call("reel_indexer_open", _path(path), ctypes.byref(options), ctypes.byref(pointer))
            assert pointer.value is not None
            super().__init__(pointer.value)

    def put(self, name: str, document: Union[str, bytes, dict[str, Any]]) -> None:
        """Adds or replaces the document called name: a page, or a film record as a dict (name it "....jsonl")."""
        if isinstance(document, dict):
            document = json.dumps(document, ensure_ascii=False)
        data = document.encode("utf-8", "surrogatepass") if isinstance(document, str) else document
        self._ask("reel_indexer_put", _maybe(name), data, len(data))

    def drop(self, name: str) -> None:
        """Drops the document called name; NotFound where there is none."""
        self._ask("reel_indexer_drop", _maybe(name))

    def commit(self) -> Report:
        """Makes all puts and drops visible to readers, at once."""
        report = _Report()
        with self._progress:
            self._ask("reel_indexer_commit", ctypes.byref(report))
        return _report(report)

    def __exit__(self, *raised: Any) -> None:
        try:
            if raised[0] is None and self._pointer is not None:
                self.commit()
        finally:
            self.close()


# --- the rest

def version() -> str:
    """The version of the library."""
    return _text(_lib.reel_version())


def fields() -> list[dict[str, Any]]:
    """The field table."""
    rows: list[dict[str, Any]] = json.loads(_written("reel_fields", b"json", None))
    return rows


def status(path: Path, *, verify: bool = False) -> dict[str, Any]:
    """State of an index; verify checks every part of it and raises Corrupt, whose `report` has the findings."""
    out = _Output()
    try:
        with out:
            _call("reel_index_status", _path(path), verify, b"json", out.function, None)
    except Corrupt as damage:
        damage.report = _object(out.text()) if out.text() else None
        raise
    return _object(out.text())


def audit(path: Path) -> list[dict[str, Any]]:
    """Documents and blocks that did not become facts of a film."""
    documents: list[dict[str, Any]] = _object(_written("reel_audit", _path(path), b"json"))["documents"]
    return documents


def explain_document(stage: str, name: str, document: Union[str, bytes]) -> Any:
    """A stage of a document: "format", "facts", "film", "tokens" or "terms"."""
    data = document.encode("utf-8", "surrogatepass") if isinstance(document, str) else document
    return json.loads(_written("reel_explain_document", _maybe(stage), _maybe(name), data, len(data), b"json"))
