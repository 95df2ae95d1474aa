package dev.allclear.deliver.template;

/** A template that cannot be read or rendered. The message names it and the place; it never contains a value or its text. */
public final class TemplateFault extends Exception {
    private static final long serialVersionUID = 1;

    /**
     * @param name of the template, for people
     * @param line from 1; 0 when it is not known
     * @param column from 1; 0 when it is not known
     */
    TemplateFault(String name, int line, int column, String reason) {
        super("template " + name + (line > 0 ? ", line " + line + ", column " + column : "") + ": " + reason);
    }
}
