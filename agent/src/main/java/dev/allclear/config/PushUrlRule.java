package dev.allclear.config;

import java.util.Optional;

/** Says what a push URL must look like. The channels know that; the configuration only asks. Thread-safe. */
public interface PushUrlRule {

    /** Why this is no push URL and what to write instead, or empty if it is one. Never contains the URL's secret. */
    Optional<String> fault(String url);
}
