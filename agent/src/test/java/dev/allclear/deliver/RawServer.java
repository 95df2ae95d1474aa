package dev.allclear.deliver;

import dev.allclear.testing.WireServer;
import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** A server for one request after the other, whose scripts see the whole of it. */
final class RawServer implements AutoCloseable {

    /** Answers one request. */
    interface Script {
        void answer(String request, Socket socket) throws Exception;
    }

    private final WireServer wire;

    RawServer(Script script) throws IOException {
        wire = new WireServer((head, socket) -> {
            List<String> all = requests();
            script.answer(all.get(all.size() - 1), socket);
        });
    }

    static String http(int status, String headers, String body) {
        return "HTTP/1.1 " + status + " Words\r\n" + headers + "Content-Length: "
                + body.getBytes(StandardCharsets.UTF_8).length + "\r\n\r\n" + body;
    }

    static void write(Socket socket, String text) throws IOException {
        WireServer.write(socket, text);
    }

    int port() {
        return wire.port();
    }

    /** Heads and bodies. */
    List<String> requests() {
        List<String> requests = new ArrayList<>();
        for (int i = 0; i < wire.heads().size(); i++) {
            requests.add(wire.heads().get(i) + wire.bodies().get(i));
        }
        return requests;
    }

    @Override
    public void close() throws IOException {
        wire.close();
    }
}
