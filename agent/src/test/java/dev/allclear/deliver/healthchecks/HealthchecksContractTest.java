package dev.allclear.deliver.healthchecks;

import static dev.allclear.testing.WireServer.http;

import dev.allclear.deliver.PushChannel;
import dev.allclear.deliver.http.HttpPushChannel;
import dev.allclear.deliver.http.HttpPushContract;
import dev.allclear.deliver.http.LazyTls;
import dev.allclear.deliver.http.PushService;
import java.time.Clock;
import java.time.Duration;
import java.util.List;

class HealthchecksContractTest extends HttpPushContract {
    @Override
    protected PushChannel channel(String origin, Duration timeout, LazyTls tls) {
        PushService.Parsed read = Healthchecks.of(origin + "/ping/f0e1d2c3-0000-4000-8000-00000000abcd");
        return new HttpPushChannel(((PushService.Usable) read).service(), timeout, tls, Clock.systemUTC());
    }

    @Override
    protected String confirmation() {
        return http("200 OK", "text/plain", "OK", "Ping-Body-Limit: 100000");
    }

    @Override
    protected List<String> secrets() {
        return List.of("f0e1d2c3-0000-4000-8000-00000000abcd");
    }
}
