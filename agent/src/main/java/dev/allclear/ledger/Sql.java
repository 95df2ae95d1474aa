package dev.allclear.ledger;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * One connection with its prepared statements, of which there are as many as texts in this package. Not thread-safe
 * within a transaction; {@link #transaction} and {@link #close} are, and wait for each other.
 */
final class Sql implements AutoCloseable {

    /** Makes a value of the current row. */
    interface Row<T> {
        T of(ResultSet row) throws SQLException;
    }

    private final Connection connection;
    private final Path file;
    private final Map<String, PreparedStatement> prepared = new HashMap<>();
    private @Nullable RuntimeException failure;

    Sql(Connection connection, Path file) {
        this.connection = connection;
        this.file = file;
    }

    /**
     * Carries out the work between {@code begin} and a commit, and takes everything back if either throws. After a
     * statement failed nothing more is done in the same transaction, even if the work goes on: SQLite may have rolled
     * back by itself (it does when the disk is full), and what came after would be kept alone.
     */
    synchronized <T> T transaction(String begin, Supplier<T> work) {
        failure = null;
        execute(begin);
        boolean committed = false;
        try {
            T result = work.get();
            execute("COMMIT");
            committed = true;
            return result;
        } finally {
            if (!committed) {
                rollBack();
            }
            failure = null;
        }
    }

    private void rollBack() {
        try (var statement = connection.createStatement()) {
            statement.execute("ROLLBACK");
        } catch (SQLException e) {
            // SQLite has rolled back by itself, or the connection is closed: there is no transaction, as wanted.
            return;
        }
    }

    /** Runs statements that return nothing of interest. */
    void execute(String... statements) {
        refuseAfterFailure();
        try (var statement = connection.createStatement()) {
            for (String text : statements) {
                statement.execute(text);
            }
        } catch (SQLException e) {
            throw failed(e);
        }
    }

    int update(String sql, @Nullable Object... arguments) {
        refuseAfterFailure();
        try {
            return bind(sql, arguments).executeUpdate();
        } catch (SQLException e) {
            discard(sql);
            throw failed(e);
        }
    }

    <T> void each(String sql, Row<T> row, Consumer<T> consumer, @Nullable Object... arguments) {
        refuseAfterFailure();
        try (ResultSet rows = bind(sql, arguments).executeQuery()) {
            while (rows.next()) {
                consumer.accept(row.of(rows));
            }
        } catch (SQLException e) {
            discard(sql);
            throw failed(e);
        }
    }

    <T> List<T> list(String sql, Row<T> row, @Nullable Object... arguments) {
        List<T> all = new ArrayList<>();
        each(sql, row, all::add, arguments);
        return all;
    }

    <T> Optional<T> first(String sql, Row<T> row, @Nullable Object... arguments) {
        return list(sql, row, arguments).stream().findFirst();
    }

    boolean exists(String sql, @Nullable Object... arguments) {
        return first(sql, row -> true, arguments).isPresent();
    }

    int number(String sql, @Nullable Object... arguments) {
        return first(sql, row -> row.getInt(1), arguments).orElse(0);
    }

    /** How many statements are kept ready. */
    int preparedStatements() {
        return prepared.size();
    }

    private void refuseAfterFailure() {
        if (failure != null) {
            throw failure;
        }
    }

    /** The driver may have given up the statement on an error like a full disk, and it would never work again. */
    private void discard(String sql) {
        PreparedStatement statement = prepared.remove(sql);
        try {
            if (statement != null) {
                statement.close();
            }
        } catch (SQLException e) {
            // The error that is being reported already is repeated when the statement is closed.
            return;
        }
    }

    private RuntimeException failed(SQLException e) {
        failure = LedgerException.of(e, file);
        return failure;
    }

    private PreparedStatement bind(String sql, @Nullable Object... arguments) throws SQLException {
        PreparedStatement statement = prepared.get(sql);
        if (statement == null) {
            statement = connection.prepareStatement(sql);
            prepared.put(sql, statement);
        }
        for (int i = 0; i < arguments.length; i++) {
            statement.setObject(i + 1, arguments[i]);
        }
        return statement;
    }

    @Override
    public synchronized void close() {
        try {
            connection.close();
        } catch (SQLException e) {
            throw LedgerException.of(e, file);
        }
    }
}
