package dev.allclear.watch;

/** Files of this host that are looked at again and again, and handed over when they change. */
interface HostFiles {

    /** Looks whether something changed. */
    void look() throws InterruptedException;
}
