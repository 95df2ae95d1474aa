package dev.allclear.daemon;

import dev.allclear.config.AgentConf;
import dev.allclear.config.LocalHost;
import dev.allclear.config.SourceConf;
import dev.allclear.config.TargetConf;
import dev.allclear.deliver.NoticeChannel;
import dev.allclear.deliver.alertmanager.AlertmanagerChannel;
import dev.allclear.deliver.gotify.GotifyChannel;
import dev.allclear.deliver.mail.FromSetting;
import dev.allclear.deliver.mail.Letterhead;
import dev.allclear.deliver.mail.UserAddresses;
import dev.allclear.deliver.mail.UserCfg;
import dev.allclear.deliver.ntfy.NtfyChannel;
import dev.allclear.deliver.sendmail.LegacyMailChannel;
import dev.allclear.deliver.sendmail.SendmailChannel;
import dev.allclear.deliver.smtp.SmtpChannel;
import dev.allclear.deliver.template.Templates;
import dev.allclear.deliver.webhook.WebhookChannel;
import dev.allclear.event.Html;
import dev.allclear.event.PlainText;
import dev.allclear.pipeline.LegacyMail;
import dev.allclear.task.Upid.Product;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** From the targets of the configuration to channels. */
final class TargetChannels {
    /** Proxmox waits as long for a web service. */
    private static final Duration TIMEOUT = Duration.ofSeconds(10);

    private final Templates templates;
    private final Letterhead head;

    private TargetChannels(AgentConf conf, ThisHost host) {
        this.templates = new Templates(conf.templates(), PlainText::of, Html::of, ZoneId.systemDefault());
        List<LocalHost> products = products(conf);
        this.head = new Letterhead(
                host.fullName(),
                "allclear",
                () -> products.stream()
                        .flatMap(product -> FromSetting.read(product.product(), setting(product)).stream())
                        .findFirst(),
                users(conf, products),
                templates::subject,
                templates::plain,
                templates::html,
                Clock.system(ZoneId.systemDefault()));
    }

    static Map<String, NoticeChannel> of(AgentConf conf, ThisHost host) {
        TargetChannels channels = new TargetChannels(conf, host);
        Map<String, NoticeChannel> all = new LinkedHashMap<>();
        conf.targets().stream()
                .filter(target -> !target.common().disabled())
                .forEach(target -> all.put(target.name(), channels.channel(target)));
        all.put(LegacyMail.TARGET, new LegacyMailChannel(LegacyMail.TARGET, channels.head));
        return all;
    }

    private NoticeChannel channel(TargetConf target) {
        if (target instanceof TargetConf.Sendmail sendmail) {
            return new SendmailChannel(sendmail, head);
        } else if (target instanceof TargetConf.Smtp smtp) {
            return new SmtpChannel(smtp, head);
        } else if (target instanceof TargetConf.Gotify gotify) {
            return new GotifyChannel(gotify, templates, TIMEOUT);
        } else if (target instanceof TargetConf.Webhook webhook) {
            return new WebhookChannel(webhook, templates, TIMEOUT);
        } else if (target instanceof TargetConf.Ntfy ntfy) {
            return new NtfyChannel(ntfy, templates, TIMEOUT);
        } else if (target instanceof TargetConf.Alertmanager alertmanager) {
            return new AlertmanagerChannel(alertmanager, templates, TIMEOUT);
        }
        throw new IllegalStateException("no channel for " + target.getClass().getSimpleName());
    }

    /** What of Proxmox is on this host: as configured, else where it would be. */
    private static List<LocalHost> products(AgentConf conf) {
        List<LocalHost> local = conf.sources().stream()
                .map(SourceConf::local)
                .filter(Objects::nonNull)
                .toList();
        return local.isEmpty() ? List.of(LocalHost.DEFAULT, LocalHost.PBS_DEFAULT) : local;
    }

    /** The files of this host first, then the APIs. */
    private static UserAddresses users(AgentConf conf, List<LocalHost> products) {
        List<UserAddresses> places = new ArrayList<>();
        products.forEach(product ->
                places.add(new UserCfg(product.product(), directory(product).resolve("user.cfg"))));
        conf.sources().stream()
                .filter(source -> source.remote() && !source.disabled())
                .forEach(source -> places.add(ApiUsers.of(source)));
        return UserAddresses.firstOf(places);
    }

    private static Path setting(LocalHost product) {
        return directory(product).resolve(product.product() == Product.PVE ? "datacenter.cfg" : "node.cfg");
    }

    /** {@code /etc/pve} or {@code /etc/proxmox-backup}. */
    private static Path directory(LocalHost product) {
        return product.product() == Product.PVE ? product.jobsCfg().resolveSibling("") : product.jobsCfg();
    }
}
