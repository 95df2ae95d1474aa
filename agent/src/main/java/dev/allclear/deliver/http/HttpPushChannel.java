package dev.allclear.deliver.http;

import dev.allclear.deliver.Answer;
import dev.allclear.deliver.Answer.Delivered;
import dev.allclear.deliver.Push;
import dev.allclear.deliver.PushChannel;
import java.time.Clock;
import java.time.Duration;

/** Pushes to any {@link PushService}. One thread sends at a time; {@link #close()} ends a running attempt. */
public final class HttpPushChannel implements PushChannel {
    private final PushService service;
    private final HttpSender http;

    /**
     * A channel with the trust of the system.
     *
     * @param timeout of one attempt as a whole
     */
    public HttpPushChannel(PushService service, Duration timeout) {
        this(service, timeout, LazyTls.ofTheSystem(), Clock.systemUTC());
    }

    /** With another trust, and a clock for answers that name a date to come back. */
    public HttpPushChannel(PushService service, Duration timeout, LazyTls tls, Clock clock) {
        this.service = service;
        this.http = new HttpSender(service.peer(), timeout, tls, clock);
    }

    @Override
    public boolean knows(Push.Signal signal) {
        return service.knows(signal);
    }

    @Override
    public Answer send(Push push) {
        return knows(push.signal()) ? http.send(service.message(push)).answer(service::read) : new Delivered();
    }

    @Override
    public void warmUp() {
        http.warmUp(service.secure());
    }

    @Override
    public void close() {
        http.close();
    }
}
