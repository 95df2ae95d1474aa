package dev.allclear.daemon.notify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ServiceManagerTest {
    @TempDir
    private Path scratch;

    private DatagramSocket systemd;
    private ServiceManager manager;

    @BeforeEach
    void listen() throws IOException {
        String path = scratch.resolve("notify").toString();
        systemd = new DatagramSocket(path);
        manager = ServiceManager.of(Map.of("NOTIFY_SOCKET", path), 1);
    }

    @AfterEach
    void close() {
        systemd.close();
    }

    @Test
    void saysWhatItIsToldOneAfterTheOther() {
        manager.ready();
        manager.alive();
        manager.stopping();
        assertThat(systemd.messages()).containsExactly("READY=1", "WATCHDOG=1", "STOPPING=1");
    }

    @Test
    void saysWhenAReloadBeganByTheClockThatSystemdUses() {
        long before = TimeUnit.NANOSECONDS.toMicros(System.nanoTime());
        manager.reloading();
        List<String> lines = systemd.messages().get(0).lines().toList();
        assertThat(lines.get(0)).isEqualTo("RELOADING=1");
        assertThat(Long.parseLong(lines.get(1).substring("MONOTONIC_USEC=".length())))
                .isBetween(before, TimeUnit.NANOSECONDS.toMicros(System.nanoTime()));
    }

    @Test
    void sendsTheSameStatusOnce() {
        manager.status("3 sources seeing");
        manager.status("3 sources seeing");
        manager.status("2 of 3 sources seeing");
        assertThat(systemd.messages()).containsExactly("STATUS=3 sources seeing", "STATUS=2 of 3 sources seeing");
    }

    @Test
    void aStatusWithLineBreaksIsOneLineAndNoOtherMessage() {
        manager.status("agent.conf:3: wrong\nREADY=1\n\tGrüße");
        assertThat(systemd.messages()).containsExactly("STATUS=agent.conf:3: wrong READY=1 Grüße");
    }

    @Test
    void findsAnAbstractSocket() throws IOException {
        String name = "@allclear-test-" + ProcessHandle.current().pid();
        try (DatagramSocket hidden = new DatagramSocket(name)) {
            ServiceManager.of(Map.of("NOTIFY_SOCKET", name), 1).ready();
            assertThat(hidden.messages()).containsExactly("READY=1");
        }
    }

    @Test
    void isSilentWithoutASocket() {
        ServiceManager nobody = ServiceManager.of(Map.of("WATCHDOG_USEC", "1000000"), 1);
        nobody.ready();
        assertThat(nobody.listens()).isFalse();
        assertThat(nobody.watchdog()).isEqualTo(Watchdog.Setting.NONE);
    }

    @Test
    void goesOnWhenNobodyListensAnyMore() {
        systemd.close();
        manager.ready();
        assertThat(manager.listens()).isTrue();
    }

    @Test
    void refusesANameThatIsNeitherAPathNorAbstract() {
        assertThatThrownBy(() -> NotifySocket.of("vsock:2:1234")).isInstanceOf(IOException.class);
        assertThat(ServiceManager.of(Map.of("NOTIFY_SOCKET", "vsock:2:1234"), 1).listens())
                .isFalse();
    }
}
