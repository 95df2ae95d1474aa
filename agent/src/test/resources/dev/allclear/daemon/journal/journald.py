"""Stands in for journald: journald.py SOCKET STREAM COMMAND...

Runs the command with its standard error connected to a socket and JOURNAL_STREAM set, to the numbers of that socket if
STREAM is "-". Prints what came to SOCKET as "entry BASE64" and each line of standard error as "line TEXT".
"""

import base64
import os
import socket
import subprocess
import sys

place, stream, command = sys.argv[1], sys.argv[2], sys.argv[3:]
entries = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
entries.bind(place)
try:
    ours, theirs = socket.socketpair()
    if stream == "-":
        numbers = os.fstat(theirs.fileno())
        stream = f"{numbers.st_dev}:{numbers.st_ino}"
    child = subprocess.Popen(
        command, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=theirs,
        env=dict(os.environ, JOURNAL_STREAM=stream))
    theirs.close()
    with ours.makefile("r", encoding="utf-8") as lines:
        for line in lines:
            print("line", line, end="")
    child.wait()
    entries.setblocking(False)
    while True:
        try:
            data, files, _, _ = socket.recv_fds(entries, 1 << 20, 1)
        except BlockingIOError:
            break
        # What is too long for a datagram comes as a file in memory.
        for file in files:
            data = os.pread(file, 16 << 20, 0)
            os.close(file)
        print("entry", base64.b64encode(data).decode())
finally:
    os.unlink(place)
