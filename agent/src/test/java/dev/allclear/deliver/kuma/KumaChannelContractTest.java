package dev.allclear.deliver.kuma;

import static dev.allclear.testing.WireServer.json;

import dev.allclear.deliver.PushChannel;
import dev.allclear.deliver.http.HttpPushContract;
import dev.allclear.deliver.http.LazyTls;
import dev.allclear.deliver.kuma.PushUrl.Valid;
import java.time.Duration;
import java.util.List;

class KumaChannelContractTest extends HttpPushContract {
    private static final String TOKEN = "AbCdEfGhIj0123456789AbCdEfGhIj01";

    @Override
    protected PushChannel channel(String origin, Duration timeout, LazyTls tls) {
        String url = origin + "/api/push/" + TOKEN + "?status=up&msg=OK&ping=";
        return new KumaChannel(((Valid) PushUrl.parse(url)).url(), KumaChannel.Method.GET, timeout, tls);
    }

    @Override
    protected String confirmation() {
        return json("{\"ok\":true}");
    }

    @Override
    protected List<String> secrets() {
        return List.of(TOKEN);
    }
}
