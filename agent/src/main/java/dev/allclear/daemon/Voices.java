package dev.allclear.daemon;

import dev.allclear.config.AgentConf;
import dev.allclear.config.DatastoreNotify;
import dev.allclear.config.LocalHost;
import dev.allclear.config.NotifyConf;
import dev.allclear.config.SourceConf;
import dev.allclear.config.TargetConf;
import dev.allclear.ledger.Grouping;
import dev.allclear.pipeline.LegacyMail;
import dev.allclear.pipeline.Voice;
import dev.allclear.route.Routing;
import dev.allclear.task.Upid.Product;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** From the configuration to whom what is told. */
final class Voices {
    private static final Logger LOG = LoggerFactory.getLogger("dev.allclear");

    private Voices() {}

    static Voice of(AgentConf conf, ThisHost host) {
        Map<String, Boolean> disabled = conf.targets().stream()
                .collect(Collectors.toMap(
                        TargetConf::name, target -> target.common().disabled()));
        Map<String, Voice.Target> targets = new HashMap<>();
        for (TargetConf target : conf.targets()) {
            TargetConf.Common common = target.common();
            if (!common.disabled()) {
                targets.put(
                        common.name(),
                        new Voice.Target(new Grouping(common.groupWait(), common.groupInterval()), common.remind()));
            }
        }
        Map<String, Voice.Source> sources = conf.sources().stream()
                .filter(source -> !source.disabled())
                .collect(Collectors.toMap(SourceConf::name, source -> source(source, host)));
        return new Voice(Routing.of(conf.matchers(), disabled), targets, sources, host.fullName());
    }

    private static Voice.Source source(SourceConf source, ThisHost host) {
        String name = source.remote() ? "" : host.fullName();
        return new Voice.Source(name, web(source, host), new LegacyMail(source.notification(), datastores(source)));
    }

    private static @Nullable String web(SourceConf source, ThisHost host) {
        return source.remote()
                ? source.urls().get(0).toString()
                : "https://" + host.fullName() + (source.product() == Product.PVE ? ":8006" : ":8007");
    }

    /** Read with the configuration: a change counts after the next reload. */
    private static Map<String, NotifyConf> datastores(SourceConf source) {
        LocalHost local = source.local();
        if (source.notification().mode() != NotifyConf.Mode.AUTO || local == null || source.product() == Product.PVE) {
            return Map.of();
        }
        Path file = local.jobsCfg().resolve(DatastoreNotify.FILE_NAME);
        try {
            return DatastoreNotify.parse(Files.readString(file));
        } catch (IOException e) {
            LOG.warn(
                    "{}: {} cannot be read ({}), so matchers decide who is told of its tasks, as without"
                            + " `notification-mode auto`; allow it and reload",
                    source.name(),
                    file,
                    e.getClass().getSimpleName());
            return Map.of();
        }
    }
}
