"""A TCP proxy between the program and one broker: the network that a test can cut, slow down and listen to. Faults of the
network are made here and not with tc or iptables, which need rights that a fresh machine may not give.

Threads: one event loop in a thread of its own for all proxies; the methods may be called from any thread. Kafka's
requests are frames of a 4-byte length and then the 2-byte api key, so the proxy knows where each request begins and can
act before a chosen one is passed on.
"""
import asyncio
import random
import struct
import threading

CHUNK = 64 * 1024
ADD_OFFSETS_TO_TXN, END_TXN = 25, 26  # https://kafka.apache.org/protocol#protocol_api_keys


class Network:
    """What the proxies of one cluster share: the loop's thread, and the weather."""

    def __init__(self):
        self.loop = asyncio.new_event_loop()
        self.delay = self.jitter = 0.0  # seconds, each way
        self.dice = random.Random(1)
        self.watched = None  # (api key, what to do, whether the request is still passed on): once
        threading.Thread(target=self.loop.run_forever, name="proxy", daemon=True).start()

    def call(self, function, *arguments):
        """Runs it in the loop's thread and waits."""
        async def run():
            return function(*arguments)
        return asyncio.run_coroutine_threadsafe(run(), self.loop).result(30)

    def proxy(self, port, target_port):
        return asyncio.run_coroutine_threadsafe(Proxy.open(self, port, target_port), self.loop).result(30)

    def slow(self, delay, jitter):
        self.delay, self.jitter = delay, jitter

    def on_request(self, api_key, action, pass_on):
        """Calls `action` in the loop's thread when the next request of that kind arrives; the request is passed on, or the
        connection ends before it."""
        self.watched = (api_key, action, pass_on)

    def latency(self):
        return max(0.0, self.delay + self.dice.uniform(-self.jitter, self.jitter)) if self.delay or self.jitter else 0.0


class Proxy:
    def __init__(self, network, target_port):
        self.network, self.target_port = network, target_port
        self.open_gate = asyncio.Event()
        self.open_gate.set()
        self.refusing = False
        self.writers = set()

    @classmethod
    async def open(cls, network, port, target_port):
        proxy = cls(network, target_port)
        proxy.server = await asyncio.start_server(proxy.connected, "127.0.0.1", port, limit=CHUNK)
        return proxy

    def cut(self, silent):
        """Silent: nothing passes any more and nobody is told, as when a cable is pulled. Otherwise connections are reset
        and new ones refused at once, as when a host reboots."""
        self.network.call(self._cut, silent)

    def _cut(self, silent):
        self.refusing = not silent
        self.open_gate.clear()
        if not silent:
            self.drop_connections()

    def heal(self):
        """What was under way in a silent cut arrives now, late."""
        self.network.call(self._heal)

    def _heal(self):
        self.refusing = False
        self.open_gate.set()

    def drop_connections(self):
        for writer in list(self.writers):
            writer.transport.abort()

    async def connected(self, reader, writer):
        if self.refusing:
            writer.transport.abort()
            return
        self.writers.add(writer)
        upstream = None
        try:
            await self.open_gate.wait()
            broker, upstream = await asyncio.open_connection("127.0.0.1", self.target_port, limit=CHUNK)
            self.writers.add(upstream)
            await asyncio.gather(self.pump(reader, upstream, Frames()), self.pump(broker, writer, None))
        except (OSError, asyncio.CancelledError):
            pass
        finally:
            for w in (writer, upstream):
                if w is not None:
                    self.writers.discard(w)
                    w.transport.abort()

    async def pump(self, reader, writer, frames):
        """One direction. Bytes keep their order and wait their turn: the reader goes on while they are under way."""
        loop = asyncio.get_running_loop()
        under_way = asyncio.Queue(64)

        async def deliver():
            while True:
                due, data = await under_way.get()
                if data is None:
                    return
                if due > loop.time():
                    await asyncio.sleep(due - loop.time())
                await self.open_gate.wait()
                writer.write(data)
                await writer.drain()

        delivering = asyncio.ensure_future(deliver())
        due = 0.0
        try:
            while data := await reader.read(CHUNK):
                kept = self.inspect(frames, data) if frames else data
                due = max(due, loop.time() + self.network.latency())
                await under_way.put((due, kept))
                if len(kept) < len(data):
                    break
            await under_way.put((due, None))
            await delivering
        finally:
            delivering.cancel()
            writer.transport.abort()

    def inspect(self, frames, data):
        """What of `data` is to be passed on."""
        for begin, api_key in frames.read(data):
            watched = self.network.watched
            if watched and watched[0] == api_key:
                self.network.watched = None
                _, action, pass_on = watched
                action()
                if not pass_on:
                    return data[:max(0, begin)]
        return data


class Frames:
    """Where in a stream of bytes Kafka's requests begin, and of what kind they are."""

    def __init__(self):
        self.skip = 0  # bytes of the current request that are still to come
        self.head = b""

    def read(self, data):
        """(position, api key) of each request whose head is complete with `data`; negative: it began before."""
        found, at = [], 0
        while at < len(data):
            if self.skip:
                step = min(self.skip, len(data) - at)
                self.skip -= step
                at += step
                continue
            need = 6 - len(self.head)
            begin = at - len(self.head)
            self.head += data[at:at + need]
            at += min(need, len(data) - at)
            if len(self.head) == 6:
                size, api_key = struct.unpack(">ih", self.head)
                found.append((begin, api_key))
                self.skip, self.head = size - 2, b""
        return found
