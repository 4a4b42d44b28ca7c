"""The server's answers; each visitor has a process that tells what it was told in place of the tutor."""

import asyncio
import json
import re
from pathlib import Path

import pytest
from aiohttp import WSMsgType, WSServerHandshakeError
from helpers.visits import ECHOES, TELLS, alive, gone, serving, soon, told

from tutor.web import visitor
from tutor.web.learner import folder


async def test_the_page_has_the_lesson_s_title_and_takes_everything_from_this_server():
    async with serving(title="<b>[3, 2] & “δ”</b>") as client:
        answer = await client.get("/")
        page = await answer.text()
        assert answer.status == 200
        assert "<title>&lt;b&gt;[3, 2] &amp; “δ”&lt;/b&gt;</title>" in page
        assert "://" not in page
        for address in re.findall(r'(?:src|href)="([^":]+)"|url\("([^"]+)"\)', page):
            assert (await client.get("/" + "".join(address))).status == 200, address
        script = await (await client.get("/page.js")).text()
        assert "://" not in script
        (loaded,) = re.findall(r'script\.src = "([^"]+)"', script)
        assert (await client.get("/" + loaded)).status == 200
        policy = answer.headers["Content-Security-Policy"]
        assert "default-src 'none'" in policy
        assert "frame-ancestors 'none'" in policy
        assert answer.headers["Referrer-Policy"] == "no-referrer"


@pytest.mark.parametrize(
    "path", ["/nothing", "/static/", "/static/../pages.py", "/static/%2e%2e/server.py", "/page.css"]
)
async def test_there_is_nothing_else(path):
    async with serving() as client:
        answer = await client.get(path)
        assert answer.status in (403, 404)
        assert "There is nothing at this address." in await answer.text()


@pytest.mark.parametrize("path", ["/", "/ws", "/page.js", "/static/js/textual.js", "/nothing"])
async def test_a_server_that_is_called_by_another_s_name_gives_nothing(path):
    async with serving() as client:
        answer = await client.get(path, headers={"Host": "evil.example"})
        assert answer.status == 421
        assert "This server has another address." in await answer.text()


@pytest.mark.parametrize("origin", ["https://evil.example", "http://127.0.0.1", "null", None])
async def test_a_page_of_anybody_else_s_opens_no_socket(origin):
    async with serving() as client:
        with pytest.raises(WSServerHandshakeError) as refused:
            await client.enter(origin=origin)
        assert refused.value.status == 403


async def test_behind_a_proxy_the_page_comes_from_the_public_address():
    public = serving(public="https://school.example/bp/")
    async with public as client, client.enter(origin="https://school.example") as visit:
        assert (await told(visit))["BP_TUTOR_HOME"]


async def test_a_process_is_told_who_its_learner_is_and_has_their_folder():
    async with serving() as client, client.enter("&learner=Zo%C3%AB%2F..") as visit:
        found = await told(visit)
        assert found["BP_TUTOR_LEARNER"] == "Zoë/.."
        assert found["BP_TUTOR_HOME"] == str(folder("Zoë/.."))
        assert Path(found["BP_TUTOR_HOME"]).is_dir()
        assert (found["COLUMNS"], found["ROWS"]) == ("100", "30")
        assert found["TEXTUAL_DRIVER"] == "tutor.tui.web:Driver"


async def test_two_visitors_are_apart_and_a_nameless_one_leaves_nothing(passing):
    async with serving() as client:
        async with client.enter() as one, client.enter() as other, client.enter("&learner=ann") as ann:
            found = [await told(visit) for visit in (one, other, ann)]
            assert len({each["pid"] for each in found}) == len({each["BP_TUTOR_HOME"] for each in found}) == 3
            assert [each.get("BP_TUTOR_LEARNER") for each in found] == [None, None, "ann"]
            assert len(list(passing.iterdir())) == 2
        for each in found:
            assert await gone(each["pid"])
        assert await soon(lambda: not list(passing.iterdir()))
        assert folder("ann").is_dir()


async def test_with_a_header_the_address_says_nothing():
    async with serving(header="X-Remote-User") as client:
        async with client.enter("&learner=mallory", headers={"x-remote-user": "ann"}) as visit:
            assert (await told(visit))["BP_TUTOR_LEARNER"] == "ann"
        async with client.enter("&learner=mallory") as visit:
            assert "BP_TUTOR_LEARNER" not in await told(visit)
        assert (await client.get("/?learner=%00", headers={"X-Remote-User": "ann"})).status == 200


async def test_without_one_no_header_says_anything():
    async with serving() as client, client.enter("&learner=ann", headers={"X-Remote-User": "mallory"}) as visit:
        assert (await told(visit))["BP_TUTOR_LEARNER"] == "ann"


@pytest.mark.parametrize("query", ["learner=%00", "learner=a%0Ab", "learner=" + "x" * 201, "learner=a&learner=b"])
async def test_an_id_that_cannot_be_one_is_told_in_a_page(query):
    async with serving() as client:
        for path in ("/?", "/ws?"):
            answer = await client.get(path + query, headers={"Origin": client.origin})
            assert answer.status == 400
            assert re.search("learner", await answer.text())


async def test_beyond_the_most_visitors_there_is_a_page_that_says_so_until_somebody_leaves():
    async with serving(most=2) as client, client.enter() as one, client.enter() as other:
        pid = (await told(one))["pid"]
        await told(other)
        answer = await client.get("/")
        assert answer.status == 503
        assert "All places are taken." in await answer.text()
        async with client.enter() as third:
            assert (await third.receive(timeout=5)).type is WSMsgType.CLOSE
            assert third.close_code == 1013
        await one.close()
        assert await gone(pid)
        for _ in range(200):
            if (await client.get("/")).status == 200:
                break
            await asyncio.sleep(0.02)
        else:
            pytest.fail("the place was not given up")


async def test_what_is_typed_and_the_size_reach_the_process_and_nonsense_does_not():
    async with serving(ECHOES) as client, client.enter() as visit:
        await told(visit)
        nonsense = [
            "",
            "{",
            "[]",
            "1",
            '"stdin"',
            '["stdin"]',
            '["stdin", 1]',
            '["resize", 1]',
            '["nope", 1]',
            "[" * 10**5,
        ]
        for text in (*nonsense, '["stdin", "0.25\\r\\ud800"]', '["resize", {"width": 1e9, "height": "x"}]'):
            await visit.send_str(text)
        await visit.send_bytes(b'["stdin", "x"]')
        await visit.send_json(["blur"])
        await visit.send_json(["focus", None])
        await visit.send_json(["stdin", "end"])
        assert await visit.receive_bytes(timeout=10) == b"D=0.25\r?"
        kind, _, size = (await visit.receive_bytes(timeout=10)).partition(b"=")
        assert kind == b"M"
        assert json.loads(size) == {"type": "resize", "width": 400, "height": 24}
        rest = [await visit.receive_bytes(timeout=10) for _ in range(3)]
        assert rest == [b'M={"type": "blur"}', b'M={"type": "focus"}', b"D=end"]


@pytest.mark.parametrize("after", ["sys.exit(0)", "send(b'M', b'{\"type\": \"exit\"}')"])
async def test_a_session_that_ends_says_how_it_went(after):
    program = f"{TELLS}\nsys.stderr.write('Stopped at\\n  step 2.\\x1b[0m')\nsys.stderr.flush()\n{after}"
    async with serving(program) as client, client.enter() as visit:
        await told(visit)
        assert json.loads((await visit.receive(timeout=10)).data) == ["ended", "Stopped at step 2.␛[0m"]
        assert (await visit.receive(timeout=10)).type is WSMsgType.CLOSE
        assert visit.close_code == 1000
        assert client.said == []


@pytest.mark.parametrize("begins", ["", TELLS], ids=["at once", "in the lesson"])
async def test_a_process_that_breaks_is_told_to_whoever_serves_and_the_visitor_hears_no_details(begins):
    program = f"{begins}\nimport sys; sys.exit('It broke; see report.txt')"
    async with serving(program) as client, client.enter() as visit:
        heard = [message async for message in visit if message.type is WSMsgType.TEXT]
        assert visit.close_code == 1011
        assert "stopped because of a mistake of its own" in heard[-1].data
        assert "report.txt" not in heard[-1].data
        assert client.said == ["It broke; see report.txt"]


async def test_a_process_that_cannot_be_started_is_told(monkeypatch):
    async with serving() as client:
        monkeypatch.setattr(
            asyncio, "create_subprocess_exec", lambda *_, **__: (_ for _ in ()).throw(OSError(11, "no more"))
        )
        async with client.enter() as visit:
            assert "mistake" in (await visit.receive(timeout=5)).data
        assert client.said == ["No process could be started for a visitor: no more."]


STUBBORN = TELLS + "\nimport signal\nsignal.signal(signal.SIGTERM, signal.SIG_IGN)\nwhile True: time.sleep(1)"


async def test_a_process_that_does_not_end_is_made_to(monkeypatch):
    monkeypatch.setattr(visitor, "GRACE", 0.1)
    async with serving(STUBBORN) as client:
        async with client.enter() as visit:
            pid = (await told(visit))["pid"]
        assert await gone(pid)


async def test_a_process_that_takes_nothing_is_given_up(monkeypatch):
    monkeypatch.setattr(visitor, "GRACE", 0.1)
    monkeypatch.setattr(visitor, "PATIENCE", 0.1)
    async with serving(STUBBORN) as client, client.enter() as visit:
        pid = (await told(visit))["pid"]
        for _ in range(4):
            await visit.send_json(["stdin", "x" * 100_000])
        assert await gone(pid)


async def test_a_server_that_stops_ends_every_visit():
    async with serving() as client:
        visits = [await client.enter() for _ in range(2)]
        pids = [(await told(visit))["pid"] for visit in visits]
        heard = [asyncio.create_task(visit.receive(timeout=5)) for visit in visits]
        await client.server.close()
        assert not any(map(alive, pids))
        assert [(await each).data for each in heard] == [1001, 1001]


async def test_an_error_of_the_server_s_own_is_a_page_and_a_report(monkeypatch):
    def broken(*_):
        raise RuntimeError("boom")

    monkeypatch.setattr("tutor.web.pages.identified", broken)
    async with serving() as client:
        answer = await client.get("/")
        assert answer.status == 500
        page = await answer.text()
        assert "mistake of its own" in page
        assert "boom" not in page
        (said,) = client.said
        assert "the report is in" in said
