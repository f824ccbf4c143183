"""Far end of rtp-spacing: prints its UDP port, then takes packets of RTP until its input ends, and then prints a line for each: source, timestamp,
arrival in ms. Arrival is the kernel's own time of a packet, and packets are fetched a few ms together: a receiver that is woken for each of them
would be measured with them, and would make each dearer to the sender."""

import select
import socket
import struct
import sys

SO_TIMESTAMPNS = 35
SO_RCVBUFFORCE = 33
FETCH_S = 0.004
MOST_BYTES = 2048

sound = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
sound.setsockopt(socket.SOL_SOCKET, SO_TIMESTAMPNS, 1)
try:
    sound.setsockopt(socket.SOL_SOCKET, SO_RCVBUFFORCE, 16 << 20)
except PermissionError:
    sound.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 16 << 20)
sound.setblocking(False)
sound.bind(("127.0.0.1", 0))
print(sound.getsockname()[1], flush=True)

packets = []


def fetch():
    while True:
        try:
            data, notes, _, _ = sound.recvmsg(MOST_BYTES, 64)
        except BlockingIOError:
            return
        seconds, nanoseconds = struct.unpack("qq", notes[0][2])
        timestamp, source = struct.unpack(">II", data[4:12])
        packets.append((source, timestamp, seconds * 1e3 + nanoseconds / 1e6))


while not select.select([sys.stdin], [], [], FETCH_S)[0]:
    fetch()
fetch()
for source, timestamp, at in packets:
    print(source, timestamp, f"{at:.3f}")
