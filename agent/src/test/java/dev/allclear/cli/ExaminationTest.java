package dev.allclear.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.allclear.config.AgentConf;
import dev.allclear.config.SourceConf;
import dev.allclear.deliver.kuma.PushUrl;
import dev.allclear.verdict.Cluster;
import dev.allclear.verdict.Cluster.Resident;
import dev.allclear.verdict.Heartbeat.JobWatch;
import dev.allclear.verdict.Job;
import dev.allclear.verdict.StoreJob;
import dev.allclear.watch.Sighting;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What {@code check} says of sources, jobs, schedules and intervals. */
class ExaminationTest {
    private static final Instant NOW = Instant.parse("2026-11-21T12:00:00Z");
    private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");
    private static final String API =
            "\n\npve: cluster\n\turl https://10.0.0.11:8006\n\turl https://10.0.0.12:8006\n\ttoken-id allclear@pve!agent"
                    + "\n\ttoken ToKeN-secret\n\tlocal no";
    private static final String STORE = "\n\npbs: vault\n\turl https://10.0.0.20:8007\n\ttoken-id allclear@pbs!agent"
            + "\n\ttoken ToKeN-secret\n\tlocal no";

    @TempDir
    private Path directory;

    /** A probe for which every source shows this. */
    private record Shown(List<Sighting> sightings) implements ApiProbe {
        @Override
        public List<Sighting> look(SourceConf source) {
            return sightings;
        }
    }

    private static ApiProbe shows(Sighting... sightings) {
        return new Shown(List.of(sightings));
    }

    private List<String> checkOf(String heartbeat, ApiProbe probe) throws IOException {
        return check(Terminal.conf(directory, heartbeat), probe);
    }

    private static List<String> check(String conf, ApiProbe probe) {
        AgentConf.Reading read = AgentConf.read(Path.of(conf), null, Map.of(), PushUrl::fault);
        assertThat(read).isInstanceOf(AgentConf.Reading.Good.class);
        return Examination.of(((AgentConf.Reading.Good) read).conf(), probe, NOW, BERLIN).stream()
                .map(Finding::toString)
                .toList();
    }

    private List<String> checkJob(String options) throws IOException {
        String conf = Terminal.conf(directory, "heartbeat: nightly\n\tjob backup-1");
        Files.writeString(directory.resolve("jobs.cfg"), "vzdump: backup-1\n" + options);
        return check(conf, ApiProbe.NONE);
    }

    private static Sighting cluster(Integer... vmids) {
        TreeMap<Integer, Resident> guests = new TreeMap<>();
        for (Integer vmid : vmids) {
            guests.put(vmid, new Resident(vmid, "qemu", "pve" + vmid / 100, null, Set.of()));
        }
        return new Sighting.Nodes(new Cluster(
                new TreeMap<>(Map.of("pve1", true, "pve2", true)),
                true,
                new TreeSet<>(Set.of("pve1", "pve2")),
                guests,
                true));
    }

    @Test
    void theScheduleIsSaidInWordsWithTheNextDueTimeOfThisHost() throws IOException {
        assertThat(checkJob("\tschedule mon..fri 22:30\n"))
                .contains(
                        "ok       nightly: job backup-1, schedule mon..fri 22:30 (Monday to Friday at 22:30), next due"
                                + " 2026-11-23 22:30:00 Europe/Berlin");
    }

    @Test
    void aDailyJobWantsTwentySixHours() throws IOException {
        assertThat(checkJob("\tschedule 01:00\n"))
                .anySatisfy(line -> assertThat(line)
                        .startsWith("ok       nightly: set the Kuma heartbeat interval between ")
                        .endsWith(" seconds, 93600 is a good choice"));
    }

    @Test
    void theUsualDurationOfRunsWidensTheInterval() throws IOException {
        String conf = Terminal.conf(directory, "heartbeat: nightly\n\tjob backup-1");
        try (JobLedger ledger = new JobLedger(directory, null, new JobWatch("backup-1"))) {
            ledger.tick(JobLedger.DUE.plusSeconds(1));
            ledger.ends("pve1", 101);
            ledger.ends("pve2", 102, 103);
            ledger.ends("pve3");
        }
        // The longest gap is 25 hours, when the clocks change; then 9:58 minutes of the run, 15 of grace, and more.
        assertThat(check(conf, ApiProbe.NONE)).anyMatch(line -> line.contains("between 91500 and"));
    }

    @Test
    void aDisabledJobNeverRunsByItself() throws IOException {
        assertThat(checkJob("\tschedule 01:00\n\tenabled 0\n"))
                .contains("warning  nightly: job backup-1 is disabled, so it never runs by itself")
                .noneMatch(line -> line.contains("next due"));
    }

    @Test
    void aJobWithoutAScheduleIsStartedByHandOnly() throws IOException {
        assertThat(checkJob("\tvmid 101\n"))
                .anyMatch(
                        line -> line.startsWith(
                                "warning  nightly: job backup-1 has no schedule and is started by hand only, so a run that is"));
    }

    @Test
    void aScheduleThatIsNoneIsWarnedOf() throws IOException {
        assertThat(checkJob("\tschedule every night\n"))
                .contains(
                        "warning  nightly: job backup-1 has the schedule 'every night', which Proxmox does not understand:"
                                + " it is never started by itself");
    }

    @Test
    void aScheduleThatIsNeverDueIsWarnedOf() throws IOException {
        assertThat(checkJob("\tschedule 2020-01-01 01:00\n"))
                .anyMatch(line -> line.startsWith("warning  nightly: job backup-1, schedule 2020-01-01 01:00")
                        && line.endsWith(", is never due again"));
    }

    @Test
    void aJobThatRunsOnAnotherNodeOnlyIsWarnedOf() throws IOException {
        Path proc = Files.createDirectories(directory.resolve("proc/sys/kernel"));
        Files.writeString(proc.resolve("hostname"), "pve1.example.com\n");
        String conf = Terminal.conf(directory, "heartbeat: nightly\n\tjob backup-1");
        Files.writeString(
                Path.of(conf),
                Files.readString(Path.of(conf))
                        .replace("pve: local\n", "pve: local\n\tproc " + directory.resolve("proc") + "\n"));
        Files.writeString(directory.resolve("jobs.cfg"), "vzdump: backup-1\n\tschedule 01:00\n\tnode pve2\n");
        assertThat(check(conf, ApiProbe.NONE))
                .contains(
                        "warning  nightly: job backup-1 runs on node pve2 only, whose tasks the source local does not see,"
                                + " so nothing will be pushed: run the agent there, or give the source a `url`");
    }

    @Test
    void withoutKnowledgeOfTheClusterTheRunsLogTellsTheGuests() throws IOException {
        assertThat(checkJob("\tschedule 01:00\n\tvmid 101\n"))
                .contains("ok       nightly: guests: as the run's log says");
    }

    @Test
    void theGuestsAndNodesOfARunAreNamed() throws IOException {
        assertThat(checkOf("heartbeat: nightly\n\tjob backup-1", shows(cluster(101))))
                .contains("ok       nightly: a run must cover: node pve1: guest 101");
    }

    @Test
    void aGuestThatDoesNotExistMakesTheJobHopeless() throws IOException {
        assertThat(checkOf("heartbeat: nightly\n\tjob backup-1", shows(cluster(201))))
                .contains(
                        "warning  nightly: a run must cover: node pve1: a task, and no guest; node pve2: a task, and no"
                                + " guest; guest 101 is on the job's list and did not exist; so no run can be an all-clear");
    }

    @Test
    void aJobOfAnApiThatWasNotAskedIsNotCalledMissing() throws IOException {
        String conf = Terminal.conf(directory, "heartbeat: nightly\n\tsource cluster\n\tjob backup-9" + API);
        assertThat(check(conf, ApiProbe.NONE))
                .contains(
                        "warning  nightly: job backup-9: whether it exists is not known, as the jobs of cluster could not"
                                + " be read here");
    }

    @Test
    void aJobIsFoundInWhatAnApiShows() throws IOException {
        String conf = Terminal.conf(directory, "heartbeat: nightly\n\tsource cluster\n\tjob backup-9" + API);
        Job job = new Job("backup-9", true, Map.of("schedule", List.of("sat 02:00"), "all", List.of("1")));
        assertThat(check(conf, shows(new Sighting.Jobs(List.of(job)), cluster(101, 201))))
                .anyMatch(line ->
                        line.startsWith("ok       nightly: job backup-9, schedule sat 02:00 (every Saturday at"))
                .contains("ok       nightly: a run must cover: node pve1: guest 101; node pve2: guest 201");
    }

    @Test
    void anApiIsNamedWithItsTokenAndItsTrustAndNoSecret() throws IOException {
        String conf = Terminal.conf(directory, "heartbeat: nightly\n\tjob backup-1" + API);
        assertThat(check(conf, ApiProbe.NONE))
                .contains("ok       source cluster: https://10.0.0.11:8006, then https://10.0.0.12:8006, as"
                        + " allclear@pve!agent, the server known by this host's own CA of Proxmox VE if it has one, else by"
                        + " those of the system")
                .noneMatch(line -> line.contains("ToKeN"));
    }

    @Test
    void aPinnedFingerprintIsCountedAndAFileNamed() throws IOException {
        String pin = "\n\tfingerprint " + "AB:".repeat(31) + "AB";
        String conf = Terminal.conf(
                directory, "heartbeat: nightly\n\tjob backup-1" + API + pin + STORE + "\n\tca-file /etc/ssl/vault.pem");
        assertThat(check(conf, ApiProbe.NONE))
                .anyMatch(line -> line.endsWith("the server known by 1 pinned fingerprint"))
                .anyMatch(line -> line.endsWith("the server known by the certificates in /etc/ssl/vault.pem"));
    }

    @Test
    void anApiThatAnswersIsTold() throws IOException {
        assertThat(checkOf(
                        "heartbeat: nightly\n\tjob backup-1" + API,
                        shows(new Sighting.Health(Sighting.Sight.SEEING, "", 3, 3))))
                .contains("ok       source cluster: the API answers, the token may look, 3 of 3 nodes seen");
    }

    @Test
    void whatAnApiDoesNotShowIsAProblem() throws IOException {
        assertThat(checkOf(
                        "heartbeat: nightly\n\tjob backup-1" + API,
                        shows(new Sighting.Blind("node pve2", "no route to host"))))
                .contains("PROBLEM  source cluster, node pve2: no route to host");
    }

    @Test
    void aBackupServersDirectoryIsLookedAt() throws IOException {
        String conf = Terminal.withStore(Terminal.conf(directory, "heartbeat: nightly\n\tjob backup-1"));
        assertThat(check(conf, ApiProbe.NONE))
                .contains("ok       task directory " + directory.resolve("pbs-tasks") + " can be read");
    }

    @Test
    void aBackupServersDirectoryThatIsNotThereIsAProblem() throws IOException {
        String conf = Terminal.withStore(Terminal.conf(directory, "heartbeat: nightly\n\tjob backup-1"));
        Files.delete(directory.resolve("pbs-tasks"));
        assertThat(check(conf, ApiProbe.NONE))
                .contains("PROBLEM  task directory " + directory.resolve("pbs-tasks")
                        + " does not exist: is this a backup server? Otherwise set `tasks` in its `pbs:` stanza");
    }

    @Test
    void aJobOfABackupServerHasItsScheduleFromThere() throws IOException {
        String conf = Terminal.conf(directory, "heartbeat: offsite\n\tsource vault\n\ttask sync:s-offsite" + STORE);
        StoreJob job = new StoreJob(StoreJob.Kind.SYNC, "s-offsite", "store1", "05:00");
        assertThat(check(conf, shows(new Sighting.StoreJobs(List.of(job)))))
                .anyMatch(
                        line -> line.startsWith(
                                "ok       offsite: task sync:s-offsite on vault, schedule 05:00 (every day at 05:00), next due"))
                .anyMatch(line -> line.endsWith("93600 is a good choice"));
    }

    @Test
    void aJobOfABackupServerWithoutAScheduleIsWarnedOf() throws IOException {
        String conf = Terminal.conf(directory, "heartbeat: clean\n\tsource vault\n\ttask gc:store1" + STORE);
        StoreJob job = new StoreJob(StoreJob.Kind.GC, "store1", "store1", null);
        assertThat(check(conf, shows(new Sighting.StoreJobs(List.of(job)))))
                .anyMatch(line ->
                        line.startsWith("warning  clean: task gc:store1 on vault has no schedule and is started"));
    }

    @Test
    void aJobThatABackupServerDoesNotHaveIsAProblem() throws IOException {
        String conf = Terminal.conf(directory, "heartbeat: offsite\n\tsource vault\n\ttask sync:s-ofsite" + STORE);
        StoreJob job = new StoreJob(StoreJob.Kind.SYNC, "s-offsite", "store1", "05:00");
        assertThat(check(conf, shows(new Sighting.StoreJobs(List.of(job)))))
                .contains("PROBLEM  offsite: there is no task sync:s-ofsite on vault; there are sync:s-offsite");
    }

    @Test
    void aBackupServerThatWasNotAskedLeavesTheScheduleOpen() throws IOException {
        String conf = Terminal.conf(directory, "heartbeat: offsite\n\tsource vault\n\ttask sync:s-offsite" + STORE);
        assertThat(check(conf, ApiProbe.NONE))
                .anyMatch(line ->
                        line.startsWith("ok       offsite: task sync:s-offsite on vault; its schedule is not known"));
    }

    @Test
    void aChainIsAdvisedByTheRarestOfItsRequirements() throws IOException {
        String conf = Terminal.conf(
                directory, "heartbeat: chain\n\trequire local/backup-1\n\trequire vault/verify:v-weekly" + STORE);
        StoreJob job = new StoreJob(StoreJob.Kind.VERIFY, "v-weekly", "store1", "sun 05:00");
        assertThat(check(conf, shows(new Sighting.StoreJobs(List.of(job)))))
                .anyMatch(line ->
                        line.startsWith("ok       chain: pushed when local/backup-1, vault/verify:v-weekly have"))
                .anyMatch(line -> line.startsWith(
                        "ok       chain: as often as the rarest of them, verify:v-weekly: set the Kuma"))
                .noneMatch(line -> line.contains("93600"));
    }

    @Test
    void theAgentsOwnHeartbeatWantsThreeTimesItsInterval() throws IOException {
        assertThat(checkOf("heartbeat: agent\n\tself yes\n\tinterval 2m", ApiProbe.NONE))
                .anyMatch(line -> line.startsWith("ok       agent: the agent itself, pushed every 2 min")
                        && line.contains("set the Kuma heartbeat interval to 360 seconds"));
    }

    @Test
    void everyTaskOfAKindHasNoSchedule() throws IOException {
        assertThat(checkOf("heartbeat: all\n\ttask vzdump", ApiProbe.NONE))
                .anyMatch(line ->
                        line.startsWith("ok       all: task vzdump, each a run of its own without a schedule: set"));
    }

    @Test
    void theHoleOfKumasRestartsIsWarnedOf() throws IOException {
        assertThat(checkOf("heartbeat: nightly\n\tjob backup-1\n\turl http://[::1]:1/api/push/abc", ApiProbe.NONE))
                .anyMatch(line ->
                        line.startsWith("warning  nightly: Kuma begins the interval anew whenever it is restarted")
                                && line.contains("`on-failure down` closes this hole while the agent runs"));
    }

    @Test
    void pushingDownClosesTheHoleOfKumasRestarts() throws IOException {
        assertThat(checkOf(
                        "heartbeat: nightly\n\tjob backup-1\n\turl http://[::1]:1/api/push/abc\n\ton-failure down",
                        ApiProbe.NONE))
                .noneMatch(line -> line.contains("Kuma begins the interval anew"));
    }

    @Test
    void aHeartbeatWithoutAUrlHasNoTargetToReach() throws IOException {
        assertThat(checkOf("heartbeat: nightly\n\tjob backup-1", ApiProbe.NONE))
                .noneMatch(line -> line.contains("reached"));
    }
}
