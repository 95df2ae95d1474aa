package dev.allclear.deliver;

/** A way to one target of notifications. */
public interface NoticeChannel extends Channel {

    /** Sends once, within the channel's time-out. Never throws for what the other side does: the answer says it. */
    Answer send(Notice notice);
}
