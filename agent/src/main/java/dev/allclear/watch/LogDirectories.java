package dev.allclear.watch;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.InstantSource;
import java.util.Arrays;

/**
 * The task directory and its numbered sub-directories, each created by Proxmox when the first task needs it. A look costs
 * one stat per directory unless names came or went. Single-threaded.
 */
final class LogDirectories {

    /** Takes the name of each entry of a sub-directory. */
    interface Names {
        void found(String name);
    }

    private final TaskLayout layout;
    private final Path tasks;
    private final DirectoryWatch watch;
    private final Blindness blindness;
    private final InstantSource clock;
    private final DirectoryMark root = new DirectoryMark();
    private final DirectoryMark[] marks;

    LogDirectories(Eyes eyes, DirectoryWatch watch) {
        this.layout = eyes.layout();
        this.tasks = eyes.tasks();
        this.watch = watch;
        this.blindness = eyes.blindness();
        this.clock = eyes.clock();
        this.marks = new DirectoryMark[layout.directories()];
        Arrays.setAll(marks, number -> new DirectoryMark());
    }

    int count() {
        return marks.length;
    }

    /** Which sub-directory this is the path of, or -1. */
    int number(Path directory) {
        return tasks.equals(directory.getParent())
                ? layout.numberOfDirectory(String.valueOf(directory.getFileName()))
                : -1;
    }

    Path log(int number, String name) {
        return directory(number).resolve(name);
    }

    private Path directory(int number) {
        return tasks.resolve(layout.directory(number));
    }

    /** Whether the task directory is there; watches it if it is new. */
    boolean there() throws InterruptedException {
        try {
            BasicFileAttributes now = Files.readAttributes(tasks, BasicFileAttributes.class);
            if (!now.isDirectory()) {
                blindness.begins(tasks.toString(), tasks + " is not a directory, so no task is seen. " + wrongPath());
                return false;
            }
            if (root.replaced(now) || !watch.watches(tasks)) {
                watch(tasks);
                root.listing(now, clock.instant());
            }
            blindness.over(tasks.toString());
            return true;
        } catch (NoSuchFileException e) {
            blindness.begins(tasks.toString(), tasks + " does not exist, so no task is seen. " + wrongPath());
        } catch (IOException e) {
            blindness.begins(tasks.toString(), Rights.cannotList(tasks, e));
        }
        root.forget();
        return false;
    }

    private String wrongPath() {
        return "Either this is no " + layout.host()
                + ", or no task ever ran on it, or the path in the configuration is wrong. "
                + "It is tried again with every full look.";
    }

    /** Lists this sub-directory if it changed, and watches it if it is new. False when it was not listed. */
    boolean look(int number, Names names) throws InterruptedException {
        Path directory = directory(number);
        try {
            BasicFileAttributes now = Files.readAttributes(directory, BasicFileAttributes.class);
            if (!now.isDirectory()) {
                blindness.begins(
                        directory.toString(),
                        directory + " is not a directory, so " + layout.product() + " cannot log tasks there.");
                return false;
            }
            DirectoryMark mark = marks[number];
            if (mark.replaced(now) || !watch.watches(directory)) {
                watch(directory);
            }
            boolean changed = mark.changed(now);
            if (changed) {
                mark.listing(now, clock.instant());
                list(directory, names);
            }
            blindness.over(directory.toString());
            return changed;
        } catch (NoSuchFileException e) {
            marks[number].forget();
            blindness.over(directory.toString());
        } catch (IOException e) {
            marks[number].forget();
            blindness.begins(directory.toString(), Rights.cannotList(directory, e));
        }
        return false;
    }

    /** Makes the next look list everything. */
    void forget() {
        for (DirectoryMark mark : marks) {
            mark.forget();
        }
    }

    private static void list(Path directory, Names names) throws IOException {
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(directory)) {
            for (Path entry : entries) {
                names.found(String.valueOf(entry.getFileName()));
            }
        } catch (DirectoryIteratorException e) {
            throw e.getCause();
        }
    }

    /** Without events a directory is still looked at, only later. */
    private void watch(Path directory) throws IOException, InterruptedException {
        String subject = "file events of " + directory;
        try {
            watch.watch(directory);
            blindness.over(subject);
        } catch (NoSuchFileException | AccessDeniedException e) {
            throw e;
        } catch (IOException e) {
            blindness.begins(
                    subject,
                    "no file events of " + directory + ": " + e.getMessage() + ". Its tasks are noticed with the next "
                            + "full look only. Raise fs.inotify.max_user_watches with sysctl; no restart is needed.");
        }
    }
}
