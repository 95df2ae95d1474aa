package dev.allclear.deliver.alertmanager;

import dev.allclear.config.TargetConf;
import dev.allclear.deliver.Answer;
import dev.allclear.deliver.Answer.Delivered;
import dev.allclear.deliver.Answer.Refused;
import dev.allclear.deliver.Answer.Retry;
import dev.allclear.deliver.Notice;
import dev.allclear.deliver.NoticeChannel;
import dev.allclear.deliver.http.LazyTls;
import dev.allclear.deliver.template.Templates;
import dev.allclear.event.Event;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Sends every event as an alert to every member of an Alertmanager cluster. It is delivered when all of them took it; those
 * that have it are not asked again. A member that refuses it for good does not keep the others from getting it.
 */
public final class AlertmanagerChannel implements NoticeChannel {
    private final TargetConf.Alertmanager conf;
    private final Templates templates;
    private final Clock clock;
    private final Map<String, Member> members = new LinkedHashMap<>();

    /** @param timeout of the attempt to one member as a whole */
    public AlertmanagerChannel(TargetConf.Alertmanager conf, Templates templates, Duration timeout) {
        this(conf, templates, timeout, LazyTls.ofTheSystem(), Clock.systemUTC());
    }

    /** With another trust and clock. */
    public AlertmanagerChannel(
            TargetConf.Alertmanager conf, Templates templates, Duration timeout, LazyTls tls, Clock clock) {
        this.conf = conf;
        this.templates = templates;
        this.clock = clock;
        conf.urls().forEach(url -> {
            Member member = new Member(url.toString(), timeout, tls, clock);
            members.putIfAbsent(member.label(), member);
        });
    }

    @Override
    public Answer send(Notice notice) {
        List<Event> events = notice.events().isEmpty() ? List.of(notice.message()) : notice.events();
        String body = Alerts.body(events, conf.labels(), clock.instant(), templates::subject, templates::plain);
        Map<String, Answer> answers = new LinkedHashMap<>();
        members.forEach((label, member) ->
                answers.put(label, notice.reached().contains(label) ? new Delivered() : member.send(body)));
        return all(answers);
    }

    /** What the answers of the members mean together. */
    static Answer all(Map<String, Answer> answers) {
        Set<String> reached = new LinkedHashSet<>();
        List<String> reasons = new ArrayList<>();
        List<Retry> retries = new ArrayList<>();
        answers.forEach((label, answer) -> {
            if (answer instanceof Retry retry) {
                retries.add(retry);
                reasons.add(retry.reason());
            } else if (answer instanceof Refused refused) {
                reasons.add(refused.reason());
            } else {
                reached.add(label);
            }
        });
        String reason = String.join(" ", reasons);
        if (retries.isEmpty()) {
            return reasons.isEmpty() ? new Delivered() : new Refused(reason);
        }
        boolean slow = retries.stream().allMatch(Retry::slow);
        return new Retry(reason, slow, latest(retries), reached);
    }

    private static @Nullable Duration latest(List<Retry> retries) {
        Duration latest = null;
        for (Retry retry : retries) {
            if (retry.notBefore() != null
                    && (latest == null || retry.notBefore().compareTo(latest) > 0)) {
                latest = retry.notBefore();
            }
        }
        return latest;
    }

    @Override
    public void warmUp() {
        members.values().stream().findFirst().ifPresent(Member::warmUp);
    }

    @Override
    public void close() {
        members.values().forEach(Member::close);
    }
}
