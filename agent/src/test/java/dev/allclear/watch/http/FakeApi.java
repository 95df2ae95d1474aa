package dev.allclear.watch.http;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static com.github.tomakehurst.wiremock.client.WireMock.get;
import static com.github.tomakehurst.wiremock.client.WireMock.urlPathEqualTo;
import static com.github.tomakehurst.wiremock.core.WireMockConfiguration.options;

import com.github.tomakehurst.wiremock.WireMockServer;
import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import dev.allclear.testing.RecordedAnswers.Answer;
import java.net.URI;

/** A real HTTP server with recorded or made-up answers. */
public final class FakeApi implements AutoCloseable {
    private final WireMockServer server = new WireMockServer(options().dynamicPort());

    public FakeApi() {
        server.start();
    }

    public URI url() {
        return URI.create("http://127.0.0.1:" + server.port());
    }

    /** Answers whatever is asked. */
    public FakeApi answers(Answer answer) {
        return answers(response(answer));
    }

    public FakeApi answers(ResponseDefinitionBuilder response) {
        server.stubFor(get(anyUrl()).willReturn(response));
        return this;
    }

    /** Answers what is asked for with this path, without the query. */
    public FakeApi answers(String path, ResponseDefinitionBuilder response) {
        server.stubFor(get(urlPathEqualTo("/api2/json" + path)).willReturn(response));
        return this;
    }

    public FakeApi answers(String path, Answer answer) {
        return answers(path, response(answer));
    }

    public static ResponseDefinitionBuilder json(String body) {
        return aResponse()
                .withHeader("Content-Type", "application/json;charset=UTF-8")
                .withBody(body);
    }

    private static ResponseDefinitionBuilder response(Answer answer) {
        ResponseDefinitionBuilder response = aResponse().withStatus(answer.status());
        if (!answer.reason().isEmpty()) {
            response.withStatusMessage(answer.reason());
        }
        answer.headers().forEach(response::withHeader);
        return response.withBody(answer.body());
    }

    /** Path and query of the last question, without {@code /api2/json}. */
    public String lastUrl() {
        return server.getAllServeEvents().get(0).getRequest().getUrl().substring("/api2/json".length());
    }

    /** A header of the last question. */
    public String lastHeader(String name) {
        return server.getAllServeEvents().get(0).getRequest().getHeader(name);
    }

    public FakeApi forgets() {
        server.resetAll();
        return this;
    }

    @Override
    public void close() {
        server.stop();
    }
}
