package dev.allclear.deliver.sendmail;

import dev.allclear.deliver.Answer;
import dev.allclear.deliver.Answer.Delivered;
import dev.allclear.deliver.Answer.Retry;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** One run of sendmail: the mail on its standard input, what it says kept for the reason. */
final class SendmailCall {
    private static final int KEPT = 2000;
    private static final int SHOWN = 400;
    /** What it started in the background may hold the pipe open for longer. */
    private static final Duration LAST_WORDS = Duration.ofSeconds(1);

    private final List<String> command;
    private final byte[] mail;
    private final StringBuilder said = new StringBuilder();
    private @Nullable Process process;
    private boolean killed;

    SendmailCall(List<String> command, byte[] mail) {
        this.command = command;
        this.mail = mail;
    }

    /** @param remark to be told when it is delivered */
    Answer run(String remark) throws InterruptedException {
        Process started;
        try {
            started = start();
        } catch (IOException e) {
            return new Retry(
                    command.get(0) + " could not be started (" + e.getMessage() + "). Nothing was sent.", true, null);
        }
        Thread reading = new Thread(
                () -> read(started.getInputStream()), Thread.currentThread().getName() + "-says");
        reading.setDaemon(true);
        reading.start();
        boolean taken = write(started.getOutputStream());
        int status = started.waitFor();
        reading.join(LAST_WORDS.toMillis());
        if (status == 0) {
            return taken
                    ? new Delivered(remark)
                    : new Retry(
                            command.get(0) + " ended well before it had read the whole mail, so it did not take it"
                                    + words() + ".",
                            true,
                            null);
        }
        return ExitStatus.answer(command.get(0), status, words());
    }

    private synchronized Process start() throws IOException {
        if (killed) {
            throw new IOException("given up");
        }
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.directory(Path.of("/").toFile());
        Map<String, String> environment = builder.environment();
        environment.clear();
        environment.put("PATH", "/usr/sbin:/usr/bin:/sbin:/bin");
        environment.put("LC_ALL", "C");
        Process started = builder.start();
        process = started;
        return started;
    }

    /** Whether it took all of it. */
    private boolean write(OutputStream stdin) {
        try (stdin) {
            stdin.write(mail);
            stdin.flush();
            return true;
        } catch (IOException e) {
            // It ended without reading: its exit status tells more than the broken pipe.
            return false;
        }
    }

    private void read(InputStream output) {
        byte[] buffer = new byte[1024];
        try (output) {
            for (int length = output.read(buffer); length >= 0; length = output.read(buffer)) {
                synchronized (said) {
                    if (said.length() < KEPT) {
                        said.append(new String(buffer, 0, length, StandardCharsets.UTF_8));
                    }
                }
            }
        } catch (IOException e) {
            // The pipe went with the process; what was said so far stays.
            return;
        }
    }

    synchronized void kill() {
        killed = true;
        if (process != null) {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly();
        }
    }

    Retry tooLong(Duration limit) {
        return new Retry(
                command.get(0) + " did not end within "
                        + (limit.toSeconds() > 0 ? limit.toSeconds() + " s" : limit.toMillis() + " ms") + words()
                        + ". It was stopped; the mail may be in the queue all the same.",
                said().contains("ermission denied") || said().contains("Read-only"),
                null);
    }

    private String said() {
        synchronized (said) {
            return said.toString().replaceAll("[\\p{Cntrl}\\s]+", " ").strip();
        }
    }

    private String words() {
        String text = said();
        if (text.isEmpty()) {
            return "";
        }
        String shown = text.length() <= SHOWN ? text : text.substring(0, SHOWN) + "…";
        return " and said: " + shown;
    }
}
