package dev.allclear.deliver.cronitor;

import static dev.allclear.testing.WireServer.http;

import dev.allclear.deliver.PushChannel;
import dev.allclear.deliver.http.HttpPushChannel;
import dev.allclear.deliver.http.HttpPushContract;
import dev.allclear.deliver.http.LazyTls;
import dev.allclear.deliver.http.PushService;
import java.time.Clock;
import java.time.Duration;
import java.util.List;

class CronitorContractTest extends HttpPushContract {
    @Override
    protected PushChannel channel(String origin, Duration timeout, LazyTls tls) {
        PushService.Parsed read = Cronitor.of(origin + "/p/ap1k3y0123456789/nightly");
        return new HttpPushChannel(((PushService.Usable) read).service(), timeout, tls, Clock.systemUTC());
    }

    @Override
    protected String confirmation() {
        return http("200 OK", "text/plain", "OK");
    }

    @Override
    protected List<String> secrets() {
        return List.of("ap1k3y0123456789");
    }

    @Override
    protected boolean emptyIsGood() {
        return true;
    }
}
