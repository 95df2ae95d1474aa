package dev.allclear.cli;

/** What a command's exit code says. */
final class ExitCode {
    /** All is well. */
    static final int FINE = 0;

    /** The answer is no: findings, no such run, nothing known yet. */
    static final int NO = 1;

    /** Wrong usage, or a configuration that cannot be used. */
    static final int USAGE = 2;

    /** The ledger cannot be used, or there is a fault in allclear. */
    static final int BROKEN = 3;

    private ExitCode() {}
}
