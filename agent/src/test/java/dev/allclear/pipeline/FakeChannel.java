package dev.allclear.pipeline;

import dev.allclear.deliver.Answer;
import dev.allclear.deliver.Push;
import dev.allclear.deliver.PushChannel;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;

/** A target that answers as the test says and remembers what it was sent. */
final class FakeChannel implements PushChannel {
    private final List<String> messages = new CopyOnWriteArrayList<>();
    private volatile Function<Push, Answer> behaviour = push -> new Answer.Delivered();

    void answer(Function<Push, Answer> next) {
        behaviour = next;
    }

    List<String> messages() {
        return messages;
    }

    @Override
    public Answer send(Push push) {
        messages.add(push.msg());
        return behaviour.apply(push);
    }

    @Override
    public void close() {}
}
