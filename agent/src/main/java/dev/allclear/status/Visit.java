package dev.allclear.status;

import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.MessageConstraintException;
import org.apache.hc.core5.http.UnsupportedHttpVersionException;
import org.apache.hc.core5.http.impl.EnglishReasonPhraseCatalog;
import org.apache.hc.core5.http.protocol.HttpDateGenerator;
import org.jspecify.annotations.Nullable;

/**
 * One connection, which is good for one question: a page is three, to this host or near it, and nothing has to be kept
 * open, watched and cut in between. However slowly the other side sends or reads, it ends in time. What goes wrong with
 * it is the other side's affair, and not told.
 */
final class Visit implements Runnable {
    /** Bounds of what is thrown away after the answer. */
    private static final int REST_MILLIS = 1000;

    private static final int REST_BYTES = 65_536;

    private final Socket socket;
    private final Door door;
    private final Patience patience;
    private final ScheduledExecutorService timer;
    /** Of the visit's own thread. */
    private @Nullable ScheduledFuture<?> limit;

    /**
     * How long it may take.
     *
     * @param ask for the whole question
     * @param take from the first byte of the answer until the other side has hung up
     */
    record Patience(Duration ask, Duration take) {}

    /** @param timer cuts it when its time is over */
    Visit(Socket socket, Door door, Patience patience, ScheduledExecutorService timer) {
        this.socket = socket;
        this.door = door;
        this.patience = patience;
        this.timer = timer;
    }

    @Override
    public void run() {
        try (socket) {
            socket.setTcpNoDelay(true);
            allow(patience.ask());
            byte[] answer = answer(socket.getInputStream());
            allow(patience.take());
            socket.getOutputStream().write(answer);
            hangUp();
        } catch (IOException | RejectedExecutionException gone) {
            // Cut by the timer, by the end of the server, or by the other side.
        } finally {
            noLimit();
        }
    }

    private void allow(Duration time) {
        noLimit();
        limit = timer.schedule(this::cut, time.toMillis(), TimeUnit.MILLISECONDS);
    }

    private void noLimit() {
        if (limit != null) {
            limit.cancel(false);
        }
    }

    /** Ends it from any thread. */
    void cut() {
        try {
            socket.close();
        } catch (IOException closed) {
            // Then it is.
        }
    }

    private byte[] answer(InputStream in) throws IOException {
        try {
            Question question = Question.read(in);
            // The time that the answer takes to be made is ours.
            noLimit();
            return bytes(door.reply(question), question.method().equals("HEAD"));
        } catch (MessageConstraintException e) {
            return bytes(Reply.text(431, "This question is too long.\n"), false);
        } catch (UnsupportedHttpVersionException e) {
            return bytes(Reply.text(505, "Ask with HTTP/1.1.\n"), false);
        } catch (HttpException e) {
            return bytes(Reply.text(400, "This is no HTTP.\n"), false);
        }
    }

    private static byte[] bytes(Reply reply, boolean head) {
        byte[] body = reply.body().getBytes(StandardCharsets.UTF_8);
        Map<String, String> headers = new TreeMap<>(Door.ALWAYS);
        headers.putAll(reply.headers());
        headers.put("Content-Type", reply.type());
        headers.put("Content-Length", Integer.toString(body.length));
        headers.put("Connection", "close");
        headers.put("Date", HttpDateGenerator.INSTANCE.getCurrentDate());
        StringBuilder text = new StringBuilder(1024)
                .append("HTTP/1.1 ")
                .append(reply.status())
                .append(' ')
                .append(EnglishReasonPhraseCatalog.INSTANCE.getReason(reply.status(), Locale.ROOT))
                .append("\r\n");
        headers.forEach(
                (name, value) -> text.append(name).append(": ").append(value).append("\r\n"));
        byte[] first = text.append("\r\n").toString().getBytes(StandardCharsets.ISO_8859_1);
        byte[] all = new byte[first.length + (head ? 0 : body.length)];
        System.arraycopy(first, 0, all, 0, first.length);
        System.arraycopy(body, 0, all, first.length, all.length - first.length);
        return all;
    }

    /**
     * Waits a little for the other side to do so. What it has sent and nobody has read, such as a body, would make the
     * kernel reset the connection, and with it throw away the answer.
     */
    private void hangUp() throws IOException {
        socket.shutdownOutput();
        socket.setSoTimeout(REST_MILLIS);
        InputStream in = socket.getInputStream();
        byte[] rest = new byte[1024];
        int count = 0;
        int read = 0;
        while (read >= 0 && count < REST_BYTES) {
            read = in.read(rest);
            count += read;
        }
    }
}
