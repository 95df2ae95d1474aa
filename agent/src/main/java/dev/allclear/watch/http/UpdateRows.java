package dev.allclear.watch.http;

import dev.allclear.event.UpdateEvents.Update;
import java.util.List;
import java.util.Set;

/** {@code GET /nodes/{node}/apt/update}, alike for both products. */
public final class UpdateRows {
    private static final Set<String> WANTED = Set.of("Package", "OldVersion", "Version");

    private UpdateRows() {}

    /** Reads the packages that can be updated. */
    public static List<Update> read(JsonBody body) throws UnreadableException {
        return JsonBody.rows(WANTED, row -> {
                    String old = row.optional("OldVersion");
                    return new Update(
                            row.text("Package"), old == null || old.isEmpty() ? null : old, row.text("Version"));
                })
                .decode(body);
    }
}
