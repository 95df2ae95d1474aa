package dev.allclear.it.kuma;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.time.Duration;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** One connection to the fake server: reads requests as Node does, and lets faults happen. */
final class Connection implements Runnable {
    /** Node's limit for the head of a request. */
    private static final int LARGEST_HEAD = 16 * 1024;

    /** Node's keep-alive time. */
    private static final Duration IDLE = Duration.ofSeconds(5);

    /** Socket.IO ends upgrades that are not its own after this time. */
    private static final Duration UPGRADE_TRAP = Duration.ofSeconds(1);

    private final FakeKuma kuma;
    private final Socket socket;

    Connection(FakeKuma kuma, Socket socket) {
        this.kuma = kuma;
        this.socket = socket;
    }

    @Override
    public void run() {
        try (socket) {
            socket.setSoTimeout((int) IDLE.toMillis());
            InputStream in = new BufferedInputStream(socket.getInputStream());
            boolean more = true;
            while (more) {
                String head = head(in);
                if (head == null) {
                    return;
                }
                more = serve(head, in);
            }
        } catch (IOException e) {
            // The client went away or stayed silent; Node says nothing about it either.
            return;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            kuma.forget(socket);
        }
    }

    /** Null at the end; longer than the limit when it is too large. */
    private static @Nullable String head(InputStream in) throws IOException {
        StringBuilder head = new StringBuilder();
        while (head.length() <= LARGEST_HEAD) {
            int b = in.read();
            if (b < 0) {
                return null;
            }
            head.append((char) b);
            if (b == '\n' && head.indexOf("\r\n\r\n", head.length() - 4) >= 0) {
                return head.toString();
            }
        }
        return head.toString();
    }

    private boolean serve(String head, InputStream in) throws IOException, InterruptedException {
        String[] lines = head.split("\r\n", -1);
        String[] start = lines[0].split(" ", -1);
        if (head.length() > LARGEST_HEAD) {
            write(new Response(431, "", "", Map.of()).bytes(true, false));
            in.skipNBytes(in.available());
            return false;
        }
        if (start.length != 3 || !start[1].startsWith("/") || !start[2].startsWith("HTTP/1.")) {
            if (!start[start.length - 1].equals("HTTP/2.0")) {
                write(new Response(400, "", "", Map.of()).bytes(true, false));
            }
            return false;
        }
        String[] target = start[1].split("\\?", 2);
        Request request = new Request(start[0], target[0], target.length > 1 ? target[1] : "", headers(lines));
        if (request.wantsUpgrade()) {
            Thread.sleep(UPGRADE_TRAP.toMillis());
            return false;
        }
        in.skipNBytes(Long.parseLong(request.headers().getOrDefault("content-length", "0")));
        kuma.received(request);
        return answer(request, kuma.takeFault()) && request.keepsAlive();
    }

    private static Map<String, String> headers(String[] lines) {
        Map<String, String> headers = new HashMap<>();
        for (int i = 1; i < lines.length; i++) {
            int colon = lines[i].indexOf(':');
            if (colon > 0) {
                headers.put(
                        lines[i].substring(0, colon).toLowerCase(Locale.ROOT),
                        lines[i].substring(colon + 1).strip());
            }
        }
        return Map.copyOf(headers);
    }

    /** Whether the connection may be used again. */
    private boolean answer(Request request, Optional<Fault> fault) throws IOException, InterruptedException {
        Fault wrong = fault.orElse(null);
        if (wrong == null || wrong instanceof Fault.RefuseConnections) {
            return finish(request, kuma.handle(request));
        } else if (wrong instanceof Fault.Delay delay) {
            Thread.sleep(delay.duration().toMillis());
            return finish(request, kuma.handle(request));
        } else if (wrong instanceof Fault.HtmlFrontPage) {
            return finish(request, Response.frontPage());
        } else if (wrong instanceof Fault.Status status) {
            return finish(request, new Response(status.code(), status.contentType(), status.body(), Map.of()));
        } else if (wrong instanceof Fault.Redirect redirect) {
            return finish(request, new Response(301, "", "", Map.of("Location", redirect.location())));
        } else if (wrong instanceof Fault.CloseWithoutAnswer close) {
            if (close.stored()) {
                kuma.handle(request);
            }
            return false;
        } else if (wrong instanceof Fault.AnswerThenHang) {
            finish(request, kuma.handle(request));
            hang();
            return false;
        } else if (wrong instanceof Fault.DripSlowly drip) {
            for (byte b : kuma.handle(request).bytes(true, true)) {
                write(new byte[] {b});
                Thread.sleep(drip.betweenBytes().toMillis());
            }
            kuma.answered(request);
            return true;
        }
        throw new IllegalStateException("Unknown fault " + wrong);
    }

    private boolean finish(Request request, Response response) throws IOException {
        write(response.bytes(!request.method().equals("HEAD"), request.keepsAlive()));
        kuma.answered(request);
        return true;
    }

    /** Reads and forgets until the client or a stop ends the connection. */
    private void hang() throws IOException {
        socket.setSoTimeout(0);
        socket.getInputStream().transferTo(OutputStream.nullOutputStream());
    }

    private void write(byte[] bytes) throws IOException {
        socket.getOutputStream().write(bytes);
        socket.getOutputStream().flush();
    }
}
