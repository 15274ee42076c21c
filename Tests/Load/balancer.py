"""Stands for a Service: passes each new connection to the next of some ports of loopback. usage: balancer.py PORTS-FILE

Prints the port that it listens on. The file has the ports, and may be replaced at any time: like a Service's endpoints, what it says is for new
connections; those that are open stay where they are until one side ends them."""

import asyncio
import itertools
import sys
from pathlib import Path

turns = itertools.count()


class Side(asyncio.Protocol):
    """One connection of a pair: what it receives goes to the other."""

    def __init__(self, other=None):
        self.other, self.transport, self.early, self.ended = other, None, [], False

    def connection_made(self, transport):
        self.transport = transport
        if self.other:
            # The other has been receiving already.
            self.other.other = self
            for data in self.other.early:
                transport.write(data)
            if self.other.ended:
                transport.close()
        else:
            asyncio.get_running_loop().create_task(self.connect())

    async def connect(self):
        ports = Path(sys.argv[1]).read_text().split()
        try:
            await asyncio.get_running_loop().create_connection(lambda: Side(self), "127.0.0.1", int(ports[next(turns) % len(ports)]))
        except OSError:
            self.transport.abort()

    def data_received(self, data):
        if self.other and self.other.transport:
            self.other.transport.write(data)
        else:
            self.early.append(data)

    def eof_received(self):
        if self.other and self.other.transport and self.other.transport.can_write_eof():
            self.other.transport.write_eof()
            return True
        return False

    def connection_lost(self, error):
        self.ended = True
        if self.other and self.other.transport:
            self.other.transport.abort() if error else self.other.transport.close()

    def pause_writing(self):
        if self.other and self.other.transport:
            self.other.transport.pause_reading()

    def resume_writing(self):
        if self.other and self.other.transport and not self.other.ended:
            self.other.transport.resume_reading()


async def main():
    server = await asyncio.get_running_loop().create_server(Side, "127.0.0.1", 0, backlog=1024)
    print(server.sockets[0].getsockname()[1], flush=True)
    await server.serve_forever()


asyncio.run(main())
