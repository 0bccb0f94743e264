# SPDX-License-Identifier: GPL-2.0-or-later
"""Starts the server over an index of the sample corpus and asks it. Python's standard library only."""
import contextlib, gzip, http.client, json, os, shutil, signal, socket, subprocess, sys, tempfile, time, urllib.parse

REEL, SOURCE = sys.argv[1], sys.argv[2]

# A film and a text that would be markup, were they not escaped.
HOSTILE = {"id": "hostile", "title": "<script>alert(1)</script>", "year": 2001,
           "plot": 'A "quoted" word & a <b>bold</b> one meet xylophone&"<> in a snippet.',
           "directors": ['Ann "Q" <i>Dash</i>'], "keywords": ["<img src=x onerror=alert(2)>"]}


def make_index(folder, extra=()):
    """An index of corpus/, the hostile film and more records."""
    records = os.path.join(folder, "records.jsonl")
    with open(records, "w", encoding="utf-8") as out:
        for record in (HOSTILE, *extra):
            out.write(json.dumps(record) + "\n")
    index = os.path.join(folder, "films.reel")
    subprocess.run([REEL, "index", "--quiet", "--index", index, os.path.join(SOURCE, "corpus"), records], check=True,
                   stdout=subprocess.DEVNULL)
    return index


@contextlib.contextmanager
def folder():
    path = tempfile.mkdtemp(prefix="reel-serve-")
    try:
        yield path
    finally:
        shutil.rmtree(path, ignore_errors=True)


class Server:
    """A running server; a context manager that stops it."""

    def __init__(self, index, *options):
        self.process = subprocess.Popen([REEL, "serve", "--index", index, "--listen", "127.0.0.1:0", *options],
                                        stderr=subprocess.PIPE, text=True)
        line = self.process.stderr.readline()
        if "http://" not in line:
            raise SystemExit("the server did not start: " + line)
        self.port = int(line.split("http://")[1].split("/")[0].rsplit(":", 1)[1])

    def __enter__(self):
        return self

    def __exit__(self, *_):
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGTERM)
        code = self.process.wait(timeout=60)
        rest = self.process.stderr.read()
        self.process.stderr.close()
        if code != 0:
            raise SystemExit(f"the server ended with {code}: {rest}")

    def connect(self, timeout=20):
        return http.client.HTTPConnection("127.0.0.1", self.port, timeout=timeout)

    def raw(self, sent, timeout=20):
        """Sends bytes, and returns all that comes back until the server closes or falls silent."""
        with socket.create_connection(("127.0.0.1", self.port), timeout=timeout) as link:
            got = b""
            try:
                link.sendall(sent)
            except ConnectionError:
                pass  # refused before it was all sent; the answer can still be read
            try:
                while True:
                    more = link.recv(65536)
                    if not more:
                        break
                    got += more
            except (TimeoutError, ConnectionError):
                pass
            return got

    def get(self, path, method="GET", headers=None, body=None, **parameters):
        """An Answer. Parameters are added to the path; a list repeats one."""
        if parameters:
            path += "?" + urllib.parse.urlencode(parameters, doseq=True)
        link = self.connect()
        try:
            link.request(method, path, body=body, headers=headers or {})
            return Answer(link.getresponse())
        finally:
            link.close()

    def grew(self, before):
        """Kilobytes since `before`; 0 under a sanitizer, which keeps freed memory back."""
        return 0 if os.environ.get("REEL_SANITIZED") else self.memory_kb() - before

    def memory_kb(self):
        with open(f"/proc/{self.process.pid}/status", encoding="ascii") as lines:
            return next(int(line.split()[1]) for line in lines if line.startswith("VmRSS"))


class Answer:
    def __init__(self, response):
        self.code = response.status
        self.headers = {name.lower(): value for name, value in response.getheaders()}
        self.body = response.read()
        if self.headers.get("content-encoding") == "gzip":
            self.packed = self.body
            self.body = gzip.decompress(self.body)

    @property
    def text(self):
        return self.body.decode("utf-8")

    @property
    def json(self):
        return json.loads(self.body)


def run(tests):
    """Runs functions named test_...; says which failed."""
    failed = 0
    for name, test in tests:
        started = time.monotonic()
        try:
            test()
            print(f"ok    {name} ({time.monotonic() - started:.2f} s)", flush=True)
        except Exception as problem:  # every test gets its turn
            import traceback
            failed += 1
            print(f"FAIL  {name}: {problem!r}", flush=True)
            traceback.print_exc(limit=-3)
    sys.exit(1 if failed else 0)
