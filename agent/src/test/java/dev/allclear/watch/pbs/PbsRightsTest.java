package dev.allclear.watch.pbs;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class PbsRightsTest {
    private static PbsRights rights(Map<String, Set<String>> permissions) {
        return PbsRights.of("allclear@pbs!agent", permissions);
    }

    @Test
    void auditOnTheRootSeesEverything() {
        PbsRights rights = rights(Map.of("/", Set.of("Sys.Audit", "Datastore.Audit")));
        assertThat(rights.problems()).isEmpty();
        assertThat(rights.seesTasks()).isTrue();
    }

    @Test
    void withoutSysAuditTheListOfTasksProvesNothing() {
        PbsRights rights = rights(Map.of("/datastore", Set.of("Datastore.Audit")));
        assertThat(rights.seesTasks()).isFalse();
        assertThat(rights.problems().get("rights tasks"))
                .contains("lacks Sys.Audit on /system/tasks")
                .contains("proxmox-backup-manager acl update / Audit --auth-id 'allclear@pbs!agent'")
                .endsWith("proxmox-backup-manager acl update / Audit --auth-id 'allclear@pbs'");
    }

    @Test
    void oneDatastoreIsNotAllOfThem() {
        PbsRights rights =
                rights(Map.of("/system", Set.of("Sys.Audit"), "/datastore/store1", Set.of("Datastore.Audit")));
        assertThat(rights.seesSomeDatastore()).isTrue();
        assertThat(rights.problems()).containsOnlyKeys("rights datastores");
    }

    @Test
    void withoutAnyRightNothingIsSeen() {
        PbsRights rights = rights(Map.of());
        assertThat(rights.seesSomeDatastore()).isFalse();
        assertThat(rights.problems()).containsOnlyKeys("rights tasks", "rights datastores");
    }
}
