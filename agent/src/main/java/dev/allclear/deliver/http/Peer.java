package dev.allclear.deliver.http;

/**
 * The other side, as it is spoken of in sentences. Immutable and thread-safe; {@link #toString()} is the label.
 *
 * @param label stands in the place of the URL, such as {@code https://hc-ping.com/…}
 * @param name what it is: {@code Kuma}, {@code the webhook}
 * @param url what the configured address is called: {@code the push URL}
 * @param check what to compare when the address seems to be wrong; a sentence
 * @param late why an answer may take long; a sentence, or empty
 * @param twice what comes of sending again what had arrived: {@code Kuma may show a second beat after the next try}
 * @param secrets taken out of every text
 */
public record Peer(String label, String name, String url, String check, String late, String twice, Secrets secrets) {

    /** With the usual words. */
    public static Peer of(String label, String name, Secrets secrets) {
        return new Peer(
                label,
                name,
                "url",
                "Compare url with the address that " + name + " names.",
                "",
                name + " may get it twice",
                secrets);
    }

    /** Text of the other side, made fit for a log line. Hidden before it is cut, so that no half of a secret is left over. */
    public String clean(String text, int length) {
        String words =
                secrets.hide(text).replaceAll("[\\p{Cntrl}\\s\\p{Cf}]+", " ").strip();
        return words.length() <= length ? words : words.substring(0, length) + "…";
    }

    /** What an answer says beside its status, in brackets, with a full stop; of a web page the words. */
    public String said(HttpReply reply) {
        String words = clean(reply.body().replaceAll("<[^>]*>", " "), 120);
        return words.isEmpty() ? "." : " (\"" + words + "\").";
    }

    @Override
    public String toString() {
        return label;
    }
}
