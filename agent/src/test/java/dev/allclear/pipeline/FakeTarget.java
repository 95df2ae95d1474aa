package dev.allclear.pipeline;

import dev.allclear.deliver.Answer;
import dev.allclear.deliver.Notice;
import dev.allclear.deliver.NoticeChannel;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;

/** A target that answers as the test says and remembers what it took. */
final class FakeTarget implements NoticeChannel {
    private final List<Notice> notices = new CopyOnWriteArrayList<>();
    private final List<Notice> taken = new CopyOnWriteArrayList<>();
    private volatile Function<Notice, Answer> behaviour = notice -> new Answer.Delivered();

    void answer(Function<Notice, Answer> next) {
        behaviour = next;
    }

    /** Everything that was tried. */
    List<Notice> tried() {
        return notices;
    }

    /** The titles of what arrived. */
    List<String> titles() {
        return taken.stream().map(notice -> notice.message().title()).toList();
    }

    List<Notice> taken() {
        return taken;
    }

    @Override
    public Answer send(Notice notice) {
        notices.add(notice);
        Answer answer = behaviour.apply(notice);
        if (answer instanceof Answer.Delivered) {
            taken.add(notice);
        }
        return answer;
    }

    @Override
    public void close() {}
}
