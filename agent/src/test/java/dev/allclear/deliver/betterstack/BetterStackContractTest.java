package dev.allclear.deliver.betterstack;

import static dev.allclear.testing.WireServer.http;

import dev.allclear.deliver.PushChannel;
import dev.allclear.deliver.http.HttpPushChannel;
import dev.allclear.deliver.http.HttpPushContract;
import dev.allclear.deliver.http.LazyTls;
import dev.allclear.deliver.http.PushService;
import java.time.Clock;
import java.time.Duration;
import java.util.List;

class BetterStackContractTest extends HttpPushContract {
    @Override
    protected PushChannel channel(String origin, Duration timeout, LazyTls tls) {
        PushService.Parsed read = BetterStack.of(origin + "/api/v1/heartbeat/bS3cr3tT0ken");
        return new HttpPushChannel(((PushService.Usable) read).service(), timeout, tls, Clock.systemUTC());
    }

    @Override
    protected String confirmation() {
        return http("200 OK", "text/plain", "OK");
    }

    @Override
    protected List<String> secrets() {
        return List.of("bS3cr3tT0ken");
    }

    @Override
    protected boolean emptyIsGood() {
        return true;
    }
}
