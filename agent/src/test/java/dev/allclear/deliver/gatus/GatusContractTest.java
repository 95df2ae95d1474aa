package dev.allclear.deliver.gatus;

import static dev.allclear.testing.WireServer.http;

import dev.allclear.config.Secret;
import dev.allclear.deliver.PushChannel;
import dev.allclear.deliver.http.HttpPushChannel;
import dev.allclear.deliver.http.HttpPushContract;
import dev.allclear.deliver.http.LazyTls;
import dev.allclear.deliver.http.PushService;
import java.time.Clock;
import java.time.Duration;
import java.util.List;

class GatusContractTest extends HttpPushContract {
    @Override
    protected PushChannel channel(String origin, Duration timeout, LazyTls tls) {
        PushService.Parsed read =
                Gatus.of(origin + "/api/v1/endpoints/core_nightly/external", new Secret("gatus-t0ken"));
        return new HttpPushChannel(((PushService.Usable) read).service(), timeout, tls, Clock.systemUTC());
    }

    @Override
    protected String confirmation() {
        return http("200 OK", "text/plain", "");
    }

    @Override
    protected List<String> secrets() {
        return List.of("gatus-t0ken");
    }
}
