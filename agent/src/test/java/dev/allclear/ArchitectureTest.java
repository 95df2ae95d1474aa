package dev.allclear;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The house plan: arrows between rooms point only downwards, and the core touches no I/O, clock or thread. */
class ArchitectureTest {
    /** Top to bottom: a room may use those below it. */
    private static final List<String> ROOMS = List.of(
            "cli",
            "daemon",
            "status",
            "pipeline",
            "watch",
            "deliver",
            "ledger",
            "config",
            "route",
            "event",
            "verdict",
            "schedule",
            "task");

    private static final String[] CORE = {
        "dev.allclear.route..",
        "dev.allclear.event..",
        "dev.allclear.verdict..",
        "dev.allclear.schedule..",
        "dev.allclear.task.."
    };
    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages("dev.allclear");

    static List<String> rooms() {
        return ROOMS;
    }

    @ParameterizedTest
    @MethodSource("rooms")
    void usesOnlyRoomsBelow(String room) {
        String[] above = ROOMS.subList(0, ROOMS.indexOf(room)).stream()
                .map(name -> "dev.allclear." + name + "..")
                .toArray(String[]::new);
        noClasses()
                .that()
                .resideInAPackage("dev.allclear." + room + "..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(above)
                .allowEmptyShould(false)
                .check(CLASSES);
    }

    @Test
    void everyClassHasItsRoom() {
        classes()
                .that()
                .resideInAPackage("dev.allclear..")
                .should()
                .resideInAnyPackage(ROOMS.stream()
                        .map(name -> "dev.allclear." + name + "..")
                        .toArray(String[]::new))
                .check(CLASSES);
    }

    @Test
    void theCoreTouchesNoFileNetworkDatabaseThreadOrLog() {
        noClasses()
                .that()
                .resideInAnyPackage(CORE)
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "java.io..",
                        "java.net..",
                        "java.nio.file..",
                        "java.nio.channels..",
                        "java.sql..",
                        "java.util.concurrent..",
                        "java.util.logging..",
                        "org.slf4j..",
                        "org.apache..",
                        "tools.jackson..",
                        "com.codahale..")
                .orShould()
                .dependOnClassesThat()
                .belongToAnyOf(Thread.class, Runtime.class, Process.class, ProcessBuilder.class, java.util.Random.class)
                .check(CLASSES);
    }

    @Test
    void theCoreNeverAsksForTheTime() {
        noClasses()
                .that()
                .resideInAnyPackage(CORE)
                .should()
                .dependOnClassesThat()
                .haveNameMatching("java\\.time\\.(Clock|InstantSource)")
                .orShould()
                .callMethod(System.class, "currentTimeMillis")
                .orShould()
                .callMethod(System.class, "nanoTime")
                .orShould()
                .callMethod(java.time.Instant.class, "now")
                .orShould()
                .callMethod(java.time.LocalDateTime.class, "now")
                .orShould()
                .callMethod(java.time.ZonedDateTime.class, "now")
                .orShould()
                .callMethod(java.time.LocalDate.class, "now")
                .orShould()
                .callMethod(java.util.TimeZone.class, "getDefault")
                .orShould()
                .callMethod(java.time.ZoneId.class, "systemDefault")
                .check(CLASSES);
    }

    @Test
    void logbackIsKnownOnlyToTheDaemonAndHttpOnlyToThoseWhoAskAnswerOrPush() {
        noClasses()
                .that()
                .resideOutsideOfPackage("dev.allclear.daemon..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("ch.qos.logback..")
                .check(CLASSES);
        noClasses()
                .that()
                .resideOutsideOfPackages("dev.allclear.deliver..", "dev.allclear.watch.http..", "dev.allclear.status")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("org.apache.hc..")
                .check(CLASSES);
    }
}
