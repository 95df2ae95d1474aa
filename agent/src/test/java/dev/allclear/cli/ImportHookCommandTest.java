package dev.allclear.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ImportHookCommandTest {
    @TempDir
    private Path directory;

    private SampleHost host;

    @BeforeEach
    void makeHost() throws IOException {
        host = new SampleHost(directory).pve("01-ok-1-guest").hook();
    }

    private Terminal.Result importHook(String file, String... more) {
        List<String> args = new ArrayList<>(
                List.of("import-hook", directory.resolve(file).toString(), "--root", directory.toString()));
        args.addAll(List.of(more));
        return Terminal.run(args.toArray(String[]::new));
    }

    @Test
    void printsTheStanzaThatPushesToTheSameMonitorForTheJobThatCallsIt() {
        Terminal.Result result = importHook("usr/local/bin/hook.sh");
        assertThat(result.out())
                .endsWith("heartbeat: nightly\n\tjob backup-2f6c1d0e-91aa\n\turl http://10.0.0.5:3001/api/push/"
                        + SampleHost.TOKEN + "\n");
        assertThat(result.code()).isZero();
    }

    @Test
    void saysWhatIsWrongWithTheLine() {
        assertThat(importHook("usr/local/bin/hook.sh").out())
                .contains("  line 3: `job-end` is called also when guests failed")
                .contains("  line 4: the URL as copied has status, msg and ping already");
    }

    @Test
    void writesTheTokenWithoutShowingIt() throws IOException {
        Terminal.Result result = importHook("usr/local/bin/hook.sh", "--write");
        assertThat(result.code()).isZero();
        assertThat(result.out() + result.err()).doesNotContain(SampleHost.TOKEN).contains("/api/push/***");
        assertThat(Files.readString(host.agentPrivConf())).contains(SampleHost.TOKEN);
        assertThat(Files.readString(host.agentConf())).doesNotContain(SampleHost.TOKEN);
    }

    @Test
    void addsNoSecondHeartbeatForTheSameMonitor() {
        importHook("usr/local/bin/hook.sh", "--write");
        Terminal.Result again = importHook("usr/local/bin/hook.sh", "--write", "--name", "other");
        assertThat(again.err()).contains("pushes to this monitor already");
        assertThat(again.code()).isEqualTo(ExitCode.NO);
    }

    @Test
    void aScriptWithoutAUrlIsToldSo() throws IOException {
        host.file("hook", "#!/bin/sh\n[ \"$1\" = job-end ] && curl -fsS \"$(cat /etc/kuma-url)\"\n");
        Terminal.Result result = importHook("hook");
        assertThat(result.err()).contains("pushes to a URL that it does not contain");
        assertThat(result.code()).isEqualTo(ExitCode.NO);
    }

    @Test
    void aScriptThatIsNoHookIsToldSo() throws IOException {
        host.file("hello", "#!/bin/sh\necho hello\n");
        Terminal.Result result = importHook("hello");
        assertThat(result.err()).contains("is no vzdump hook script");
        assertThat(result.code()).isEqualTo(ExitCode.NO);
    }

    @Test
    void aMissingFileIsWrongUsage() {
        assertThat(importHook("nowhere").code()).isEqualTo(ExitCode.USAGE);
    }
}
