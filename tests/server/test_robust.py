# SPDX-License-Identifier: GPL-2.0-or-later
"""What a server meets: malformed requests by the thousand, slow clients, crowds, a new index, and being told to stop."""
import random, threading
from serving import *


def well(server):
    assert server.get("/search", q="soup").json["hits"][0]["id"] == "in-the-soup-1992"


def malformed(chance):
    """One request no client should send."""
    good = b"GET /search?q=in+the+soup&limit=3 HTTP/1.1\r\nHost: localhost\r\nAccept-Encoding: gzip\r\n\r\n"
    kind = chance.randrange(9)
    if kind == 0:
        return chance.randbytes(chance.randrange(1, 400))
    if kind == 1:  # some bytes changed
        spoilt = bytearray(good)
        for _ in range(chance.randrange(1, 8)):
            spoilt[chance.randrange(len(spoilt))] = chance.randrange(256)
        return bytes(spoilt)
    if kind == 2:  # cut
        return good[:chance.randrange(1, len(good))]
    if kind == 3:  # query of anything
        return b"GET /search?q=" + b"".join(b"%%%02x" % chance.randrange(256) for _ in range(chance.randrange(60))) + b" HTTP/1.1\r\nHost: x\r\n\r\n"
    if kind == 4:  # parameters of anything
        words = [b"q", b"limit", b"plain", b"facet", b"year", b"sort", b"=", b"&", b"%", b"%0", b"..", b"-", b"9" * 30, b'"', b"(", b"\xff", b"film", b"<", b":"]
        return b"GET /?" + b"".join(chance.choice(words) for _ in range(30)) + b" HTTP/1.1\r\nHost: x\r\n\r\n"
    if kind == 5:  # headers without end
        return b"GET / HTTP/1.1\r\n" + b"X: y\r\n" * chance.randrange(400)
    if kind == 6:  # bodies that are not as told
        return b"POST /search HTTP/1.1\r\nHost: x\r\nContent-Length: " + chance.choice([b"-1", b"99999999999999999999", b"x", b"5"]) + b"\r\n\r\nab"
    if kind == 7:  # bad chunks
        return b"GET /search HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n" + chance.randbytes(20)
    return b"GET " + b"/" * chance.randrange(1, 3000) + b" HTTP/" + chance.choice([b"1.1", b"9.9", b"", b"1.0"]) + b"\r\n\r\n"


HEAD = b" HTTP/1.1\r\nHost: x\r\n"
REFUSED = [  # what is sent, and the code of its problem document
    (b"GET /\r\n\r\n", 400),
    (b"get /healthz http/1.1\r\nHost: x\r\n\r\n", 400),
    (b"GET / HTTP/9.9\r\nHost: x\r\n\r\n", 505),
    (b"GET / HTTP/0.9\r\n\r\n", 505),
    (b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", 505),
    (b"GET / HTTP/1.1\r\n\r\n", 400),  # no Host
    (b"GET /a b c" + HEAD + b"\r\n", 400),
    (b"GET http://x/healthz" + HEAD + b"\r\n", 400),
    (b"OPTIONS *" + HEAD + b"\r\n", 400),
    (b"CONNECT x:80" + HEAD + b"\r\n", 400),
    (b"TRACE /" + HEAD + b"\r\n", 405),
    (b"BREW /" + HEAD + b"\r\n", 405),
    (b"GET /" + HEAD + b"nonsense\r\n\r\n", 400),
    (b"GET /healthz HTTP/1.1\r\n folded\r\nHost: x\r\n\r\n", 400),
    (b"GET /healthz" + HEAD + b"Content-Length: zz\r\n\r\n", 400),
    (b"GET /healthz" + HEAD + b"Content-Length: -1\r\n\r\n", 400),
    (b"GET /healthz" + HEAD + b"Content-Length: 1\r\nContent-Length: 2\r\n\r\nab", 400),
    (b"GET /healthz" + HEAD + b"Content-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n", 400),
    (b"GET /healthz" + HEAD + b"Content-Length: 99999999999999999999999\r\n\r\n", 413),
    (b"GET /healthz" + HEAD + b"Content-Length: 99999\r\n\r\n", 413),
    (b"GET /healthz" + HEAD + b"Transfer-Encoding: chunked\r\n\r\nzz\r\n", 413),
    (b"GET /healthz" + HEAD + b"Transfer-Encoding: gzip\r\n\r\n", 413),
    (b"POST /healthz" + HEAD + b"Transfer-Encoding: chunked\r\n\r\nzz\r\n", 405),
    (b"GET /" + b"a" * 20000 + HEAD + b"\r\n", 414),
    (b"GET /" + b"a" * 200000 + HEAD + b"\r\n", 414),
    (b"GET /" + HEAD + b"X: " + b"a" * 20000 + b"\r\n\r\n", 431),
    (b"GET /" + HEAD + b"X: " + b"a" * 200000 + b"\r\n\r\n", 431),
    (b"GET /" + HEAD + b"X: y\r\n" * 9000 + b"\r\n", 431),
    (b"GET /nowhere" + HEAD + b"Connection: close\r\n\r\n", 404),
    (b"GET /search?limit=x" + HEAD + b"Connection: close\r\n\r\n", 400),
    (b"GET /film/nowhere" + HEAD + b"Connection: close\r\n\r\n", 404),
]


def check_refusal(got):
    """The code of the first answer of what came; a refusal is a problem document, the page's own are HTML."""
    head, _, rest = got.partition(b"\r\n\r\n")
    lines = head.split(b"\r\n")
    headers = {line.partition(b":")[0].lower(): line.partition(b":")[2].strip() for line in lines[1:]}
    code = int(lines[0].split()[1])
    body = rest[:int(headers.get(b"content-length", 0))]
    if code >= 400 and headers[b"content-type"] != b"text/html; charset=utf-8":
        assert headers[b"content-type"] == b"application/problem+json", got
        problem = json.loads(body)
        assert problem["status"] == code and problem["title"] and problem["detail"] and problem["type"], got
    elif code >= 400:
        assert b'<main id="main"' in body, got
    assert headers[b"x-content-type-options"] == b"nosniff" and b"content-security-policy" in headers, got
    return code


def ask_all_the_time(server, paths, stop, failures, answers):
    """Keeps one connection busy; counts answers, tells everything that is not one."""
    link = server.connect()
    at = 0
    while not stop.is_set():
        try:
            link.request("GET", paths[at % len(paths)])
            answer = Answer(link.getresponse())
            if answer.code != 200:
                failures.append(f"{answer.code} {answer.text[:200]}")
            answers.append(answer.code)
            if answer.headers.get("connection") == "close":
                link.close()
        except Exception as problem:
            failures.append(repr(problem))
            link.close()
            link = server.connect()
        at += 1
    link.close()


def tests(place, index):
    def test_malformed__thousands_leave_it_serving():
        with Server(index, "--timeout", "5") as server:
            chance = random.Random(7)
            well(server)
            for _ in range(500):
                server.get("/search", q="soup")
            before = server.memory_kb()
            refused = 0
            for _ in range(3000):
                got = b""
                with socket.create_connection(("127.0.0.1", server.port), timeout=5) as link:
                    try:
                        link.sendall(malformed(chance))
                        link.settimeout(0.005)  # half of them wait for more: leave
                        got = link.recv(65536)
                    except (ConnectionError, TimeoutError):
                        pass
                if b"\r\n\r\n" in got:
                    refused += check_refusal(got) >= 400
            well(server)
            assert refused > 300, refused
            assert server.grew(before) < 16000, (before, server.memory_kb())

    def test_refused__what_is_no_http_gets_a_problem_document():
        with Server(index) as server:
            for sent, code in REFUSED:
                got = server.raw(sent)
                assert got and check_refusal(got) == code, (code, sent[:80], got)
            counted = [line for line in server.get("/metrics").text.splitlines() if 'route="other",code="4xx"' in line]
            assert counted and int(counted[0].split()[-1]) > 15, counted

    def test_slow_client__is_cut_off_and_holds_up_nobody():
        with Server(index, "--timeout", "1") as server:
            links = [socket.create_connection(("127.0.0.1", server.port), timeout=8) for _ in range(20)]
            started = time.monotonic()
            for link in links:
                link.sendall(b"GET /search?q=so")
            well(server)
            cut, sent = set(), 0
            while len(cut) < len(links) and time.monotonic() - started < 8:
                time.sleep(0.2)
                sent += 1
                for link in links:
                    try:  # a byte now and then, so that the connection is never idle
                        link.sendall(b"o")
                        link.setblocking(False)
                        if link.recv(1000) == b"":
                            cut.add(link)
                    except BlockingIOError:
                        pass
                    except ConnectionError:
                        cut.add(link)
            for link in links:
                link.close()
            assert len(cut) == len(links), f"{len(cut)} of {len(links)} were cut off"
            assert time.monotonic() - started < 5
            well(server)

    def test_slow_reader__holds_up_nobody():
        with Server(index) as server:
            with socket.socket() as link:
                link.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 2048)
                link.connect(("127.0.0.1", server.port))
                link.sendall(b"GET /search?q=film&limit=60 HTTP/1.1\r\nHost: x\r\n\r\n" * 20)
                for _ in range(20):
                    well(server)

    def test_connections__of_one_address_are_limited():
        with Server(index, "--per-address", "10") as server:
            links = [socket.create_connection(("127.0.0.1", server.port), timeout=3) for _ in range(30)]
            answered = 0
            for link in links:
                try:
                    link.sendall(b"GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n")
                    answered += link.recv(1000).startswith(b"HTTP/1.1 200")
                except (ConnectionError, TimeoutError):
                    pass
            for link in links:
                link.close()
            assert answered == 10, answered

    def test_pipelined__requests_are_answered_in_order():
        with Server(index) as server:
            ids = ["in-the-soup-1992", "stalker-1979", "hostile"] * 20
            got = server.raw(b"".join(b"GET /film/%s HTTP/1.1\r\nHost: x\r\n\r\n" % i.encode() for i in ids) + b"GET /healthz HTTP/1.0\r\n\r\n")
            places = [got.split(b'{"schema":1,"id":"')[i + 1].split(b'"')[0].decode() for i in range(len(ids))]
            assert places == ids

    def test_stop__requests_in_flight_are_answered():
        for _ in range(5):
            with Server(index, "--workers", "1") as server:
                results = []

                def ask():
                    try:
                        results.append(server.get("/search", q="film", limit=60, facet=["year", "genre"]).code)
                    except Exception as problem:
                        results.append(repr(problem))

                # accepted and read before the signal: the counter says so
                threads = [threading.Thread(target=ask) for _ in range(12)]
                for thread in threads:
                    thread.start()
                deadline = time.monotonic() + 5
                while server_count(server) < 13 and time.monotonic() < deadline:
                    pass
                server.process.send_signal(signal.SIGTERM)
                for thread in threads:
                    thread.join()
                assert results == [200] * 12, results
                assert server.process.wait(timeout=20) == 0

    def test_stop__idle_and_half_sent_connections_do_not_hold_it():
        with Server(index, "--timeout", "30") as server:
            links = [socket.create_connection(("127.0.0.1", server.port)) for _ in range(5)]
            links[0].sendall(b"GET /sea")
            well(server)
            started = time.monotonic()
            server.process.send_signal(signal.SIGTERM)
            assert server.process.wait(timeout=15) == 0 and time.monotonic() - started < 5
            for link in links:
                link.close()

    def test_reload__two_hundred_clients_notice_nothing():
        grown = os.path.join(place, "grown")
        os.makedirs(grown)
        mine = os.path.join(grown, "films.reel")
        shutil.copytree(index, mine, symlinks=True)
        paths = ["/search?q=soup", "/search?q=film&facet=year", "/suggest?q=in", "/film/in-the-soup-1992", "/?q=nosferatu", "/similar/stalker-1979"]
        with Server(mine, "--workers", "2") as server:
            stop, failures, answers = threading.Event(), [], []
            threads = [threading.Thread(target=ask_all_the_time, args=(server, paths[i % 6:] + paths[:i % 6], stop, failures, answers)) for i in range(200)]
            for thread in threads:
                thread.start()
            tags = set()
            for turn in range(3):
                time.sleep(1)
                tags.add(server.get("/search", q="soup").headers["etag"])
                records = os.path.join(grown, f"more{turn}.jsonl")
                with open(records, "w", encoding="utf-8") as out:
                    out.write(json.dumps({"id": f"added-{turn}", "title": f"Zanzibarland {turn}", "year": 2000 + turn}) + "\n")
                full = ["--full"] if turn > 0 else []
                subprocess.run([REEL, "index", "--quiet", *full, "--index", mine, records], check=True, stdout=subprocess.DEVNULL)
            time.sleep(1.5)
            found = server.get("/search", q="zanzibarland").json["total"]
            tags.add(server.get("/search", q="soup").headers["etag"])
            stop.set()
            for thread in threads:
                thread.join()
            assert not failures, failures[:3]
            assert found == 3 and len(tags) == 4, (found, tags)
            assert len(answers) > 400, len(answers)

    def test_memory__does_not_grow():
        with Server(index, "--workers", "2") as server:
            link = server.connect()
            paths = ["/search?q=soup&facet=year", "/?q=film", "/?film=in-the-soup-1992", "/suggest?q=s", "/nothing", "/search?limit=x", "/explain?q=soup", "/metrics", "/status"]

            def many(turns):
                for turn in range(turns):
                    link.request("GET", paths[turn % len(paths)], headers={"Accept-Encoding": "gzip"})
                    link.getresponse().read()

            many(1500)
            before = server.memory_kb()
            many(3000)
            assert server.grew(before) < 3000, (before, server.memory_kb())
            link.close()

    def test_start__what_is_wrong_is_said_in_a_line():
        for options, code, word in ((["--index", "/nowhere", "--listen", "127.0.0.1:0"], 4, "nowhere"), (["--index", index, "--listen", "nonsense"], 2, "nonsense"),
                                    (["--index", index, "--workers", "0"], 2, "0"), (["--index", index, "--listen", "127.0.0.1:99999"], 2, "65535"),
                                    (["--index", __file__, "--listen", "127.0.0.1:0"], 4, "not an index folder")):
            ended = subprocess.run([REEL, "serve", *options], capture_output=True, text=True, timeout=20)
            assert ended.returncode == code and word in ended.stderr and ended.stderr.count("\n") == 1, (options, ended.returncode, ended.stderr)

    def test_start__an_index_that_cannot_be_opened_is_told_before_the_address_is_taken():
        with socket.create_server(("127.0.0.1", 0)) as taken:
            where = f"127.0.0.1:{taken.getsockname()[1]}"
            for path, code, word in (("/nowhere", 4, "no index"), (index, 5, "cannot listen")):
                ended = subprocess.run([REEL, "serve", "--index", path, "--listen", where], capture_output=True, text=True, timeout=20)
                assert ended.returncode == code and word in ended.stderr, (path, ended.returncode, ended.stderr)

    def test_listen__loopback_unless_told_otherwise():
        with Server(index) as server:
            with open(f"/proc/{server.process.pid}/net/tcp", encoding="ascii") as lines:
                listening = [line.split()[1] for line in lines if line.split()[3] == "0A" and line.split()[1].endswith(f":{server.port:04X}")]
            assert listening == [f"0100007F:{server.port:04X}"], listening

    return [(name, test) for name, test in locals().items() if name.startswith("test_")]


def server_count(server):
    """Connections accepted, this one included."""
    for line in server.get("/metrics").text.splitlines():
        if line.startswith("reel_http_requests_total") and "/search" in line:
            return 99  # some are answered already
        if line.startswith("reel_http_in_flight "):
            return int(line.split()[1])
    return 0


with folder() as place:
    run(tests(place, make_index(place)))
