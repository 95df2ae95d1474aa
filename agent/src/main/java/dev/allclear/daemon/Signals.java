package dev.allclear.daemon;

import java.lang.reflect.Proxy;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Signals of the operating system that Java has no public way to handle. The JDK's own class for it (module
 * jdk.unsupported, there for want of anything else) is reached by name, since the compiler warns of it without a way to
 * say that it is meant.
 */
final class Signals {
    private static final Logger LOG = LoggerFactory.getLogger(Signals.class);

    private Signals() {}

    /** Runs the action, on a thread of its own, whenever this signal comes: {@code HUP}, {@code TERM}, {@code INT}. */
    static void on(String name, Runnable action) {
        try {
            Class<?> signal = Class.forName("sun.misc.Signal");
            Class<?> handler = Class.forName("sun.misc.SignalHandler");
            Object run = Proxy.newProxyInstance(
                    Signals.class.getClassLoader(), new Class<?>[] {handler}, (proxy, method, arguments) -> {
                        action.run();
                        return null;
                    });
            signal.getMethod("handle", signal, handler)
                    .invoke(null, signal.getConstructor(String.class).newInstance(name), run);
        } catch (ReflectiveOperationException e) {
            LOG.warn("this Java cannot handle SIG{}", name, e);
        }
    }
}
