package dev.allclear.ledger;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/** A closed ledger's files, looked at and changed behind its back. */
final class Database {
    static final int PAGE = 4096;

    private final Path directory;

    Database(Path directory) {
        this.directory = directory;
    }

    Path file() {
        return directory.resolve("allclear.db");
    }

    void execute(String... statements) throws SQLException {
        try (var connection = DriverManager.getConnection("jdbc:sqlite:" + file());
                var statement = connection.createStatement()) {
            for (String text : statements) {
                statement.execute(text);
            }
        }
    }

    /** Names of the files that begin so. */
    List<Path> files(String prefix) throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.filter(file -> file.getFileName().toString().startsWith(prefix))
                    .sorted()
                    .toList();
        }
    }

    int pages() throws IOException {
        return Math.toIntExact(Files.size(file()) / PAGE);
    }

    /** Fills a page (from 0) with a value. */
    void overwrite(int page, byte value) throws IOException {
        byte[] garbage = new byte[PAGE];
        Arrays.fill(garbage, value);
        try (FileChannel channel = FileChannel.open(file(), StandardOpenOption.WRITE)) {
            channel.write(ByteBuffer.wrap(garbage), (long) page * PAGE);
        }
    }

    void truncate(long size) throws IOException {
        try (FileChannel channel = FileChannel.open(file(), StandardOpenOption.WRITE)) {
            channel.truncate(size);
        }
    }
}
