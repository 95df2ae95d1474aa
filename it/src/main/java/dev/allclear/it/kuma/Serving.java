package dev.allclear.it.kuma;

import dev.allclear.it.http.Exchange;
import dev.allclear.it.http.Request;
import dev.allclear.it.http.Response;
import java.time.Duration;
import java.util.concurrent.CompletionException;

/** One request to the fake server: answered as Node does, unless a fault happens. Blocks its thread as long as that takes. */
final class Serving implements Runnable {
    /** Socket.IO ends upgrades that are not its own after this time. */
    private static final Duration UPGRADE_TRAP = Duration.ofSeconds(1);

    private final FakeKuma kuma;
    private final Exchange exchange;
    private final Request request;

    Serving(FakeKuma kuma, Exchange exchange) {
        this.kuma = kuma;
        this.exchange = exchange;
        this.request = exchange.request();
    }

    @Override
    public void run() {
        try {
            if (request.wantsUpgrade()) {
                Thread.sleep(UPGRADE_TRAP.toMillis());
                exchange.drop();
                return;
            }
            kuma.received(request);
            Fault fault = kuma.takeFault().orElse(null);
            if (fault == null || fault instanceof Fault.RefuseConnections) {
                finish(kuma.handle(request));
            } else {
                fail(fault);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (CompletionException e) {
            // The client went away; Node says nothing about it either.
            exchange.drop();
        }
    }

    private void fail(Fault wrong) throws InterruptedException {
        if (wrong instanceof Fault.Delay delay) {
            Thread.sleep(delay.duration().toMillis());
            finish(kuma.handle(request));
        } else if (wrong instanceof Fault.HtmlFrontPage) {
            finish(Answers.frontPage());
        } else if (wrong instanceof Fault.Status status) {
            finish(Answers.of(status.code(), status.contentType(), status.body()));
        } else if (wrong instanceof Fault.Redirect redirect) {
            finish(Answers.of(301, "", "").with("Location", redirect.location()));
        } else if (wrong instanceof Fault.CloseWithoutAnswer close) {
            if (close.stored()) {
                kuma.handle(request);
            }
            exchange.drop();
        } else if (wrong instanceof Fault.AnswerThenHang) {
            send(Answers.ready(kuma.handle(request), request));
            exchange.hang();
        } else if (wrong instanceof Fault.DripSlowly drip) {
            for (byte b : exchange.bytes(Answers.ready(kuma.handle(request), request))) {
                exchange.send(new byte[] {b}).join();
                Thread.sleep(drip.betweenBytes().toMillis());
            }
            kuma.answered(request);
            exchange.next();
        } else {
            throw new IllegalStateException("Unknown fault " + wrong);
        }
    }

    private void finish(Response response) {
        send(Answers.ready(response, request));
        if (request.keepsAlive()) {
            exchange.next();
        } else {
            exchange.end();
        }
    }

    private void send(Response response) {
        exchange.send(exchange.bytes(response)).join();
        kuma.answered(request);
    }
}
