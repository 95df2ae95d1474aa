package dev.allclear.deliver.template;

/**
 * Makes a template readable for Handlebars.java that is legal for Proxmox: there an expression ends at its two braces, also when
 * a third one follows, as in {@code {"f":{{json fields}}}}. Here an empty comment is put between them.
 */
final class Braces {
    static final String GAP = "{{!}}";

    private Braces() {}

    static String separate(String source) {
        StringBuilder out = new StringBuilder(source.length() + 32);
        int i = 0;
        while (i < source.length()) {
            int open = source.indexOf("{{", i);
            if (open < 0) {
                break;
            }
            out.append(source, i, open);
            if (open > 0 && source.charAt(open - 1) == '\\') {
                out.append("{{");
                i = open + 2;
                continue;
            }
            int end = end(source, open);
            if (end < 0) {
                out.append(source, open, source.length());
                return out.toString();
            }
            out.append(source, open, end);
            boolean two = !source.startsWith("{{{", open);
            if (two && end < source.length() && source.charAt(end) == '}') {
                out.append(GAP);
            }
            i = end;
        }
        return out.append(source.substring(i)).toString();
    }

    /** Behind the braces that close what is opened there; -1 when nothing does. */
    private static int end(String source, int open) {
        if (source.startsWith("{{!--", open) || source.startsWith("{{~!--", open)) {
            int dashes = source.indexOf("--", open + (source.charAt(open + 2) == '~' ? 6 : 5));
            int close = dashes < 0 ? -1 : source.indexOf("}}", dashes);
            return close < 0 ? -1 : close + 2;
        }
        int braces = 0;
        while (open + braces < source.length() && source.charAt(open + braces) == '{' && braces < 4) {
            braces++;
        }
        boolean comment = source.startsWith("!", open + braces) || source.startsWith("~!", open + braces);
        String close = "}".repeat(braces);
        char quote = 0;
        for (int i = open + braces; i < source.length(); i++) {
            char c = source.charAt(i);
            if (quote != 0) {
                if (c == '\\') {
                    i++;
                } else if (c == quote) {
                    quote = 0;
                }
            } else if (!comment && (c == '"' || c == '\'')) {
                quote = c;
            } else if (source.startsWith(close, i)) {
                return i + braces;
            }
        }
        return -1;
    }

    /** The column in the template as written, from 1, for one (from 0) in the line with the gaps. */
    static int original(String separated, int line, int column) {
        String[] lines = separated.split("\n", -1);
        if (line < 1 || line > lines.length) {
            return column + 1;
        }
        String before = lines[line - 1].substring(0, Math.max(0, Math.min(column, lines[line - 1].length())));
        int gaps = before.split("\\Q" + GAP + "}\\E", -1).length - 1;
        return column - gaps * GAP.length() + 1;
    }
}
