package dev.allclear.testing;

import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.GZIPInputStream;

/** Unpacks the compressed recordings: plain files and directories, long names as GNU tar writes them. */
final class Tar {

    private static final int BLOCK = 512;

    private Tar() {}

    /** Unpacks what lies below {@code folder} in the archive. */
    static void unpack(Path archive, String folder, Path into) throws IOException {
        try (InputStream file = Files.newInputStream(archive);
                DataInputStream in = new DataInputStream(new GZIPInputStream(file))) {
            byte[] header = new byte[BLOCK];
            in.readFully(header);
            String longName = "";
            while (header[0] != 0) {
                String name = longName.isEmpty() ? text(header, 0, 100) : longName;
                int size = Integer.parseInt(text(header, 124, 12).trim(), 8);
                byte[] content = in.readNBytes(size);
                in.skipNBytes((BLOCK - size % BLOCK) % BLOCK);
                longName = header[156] == 'L' ? text(content, 0, size) : "";
                if (longName.isEmpty() && name.startsWith(folder + "/")) {
                    Path target = into.resolve(name.substring(folder.length() + 1));
                    if (header[156] == '5') {
                        Files.createDirectories(target);
                    } else {
                        Files.write(target, content);
                    }
                }
                in.readFully(header);
            }
        }
    }

    private static String text(byte[] header, int offset, int length) {
        int end = offset;
        while (end < offset + length && header[end] != 0) {
            end++;
        }
        return new String(header, offset, end - offset, StandardCharsets.UTF_8);
    }
}
