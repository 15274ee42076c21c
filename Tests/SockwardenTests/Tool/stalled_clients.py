"""Opens TLS connections to a port, and holds them until standard input ends: COUNT that ask nothing, or COUNT that send BYTES of a body and stall.

usage: stalled_clients.py PORT COUNT [BYTES]
"""
import resource, socket, ssl, sys, threading

port, count = int(sys.argv[1]), int(sys.argv[2])
size = int(sys.argv[3]) if len(sys.argv) > 3 else 0
resource.setrlimit(resource.RLIMIT_NOFILE, (min(count + 64, resource.getrlimit(resource.RLIMIT_NOFILE)[1]),) * 2)
context = ssl.create_default_context()
context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
head = f"POST /validate HTTP/1.1\r\nHost: h\r\nContent-Type: application/json\r\nContent-Length: {size + 1}\r\n\r\n".encode()
held, refused = [], 0


def connect(share):
    global refused
    for _ in range(share):
        try:
            client = context.wrap_socket(socket.create_connection(("127.0.0.1", port)))
            held.append(client)
            if size:
                client.sendall(head + b" " * size)
        except OSError:
            refused += 1


threads = [threading.Thread(target=connect, args=[count // 8]) for _ in range(8)]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
print(f"{len(held)} connected, {refused} refused", flush=True)
sys.stdin.read()
