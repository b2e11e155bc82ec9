package org.letterlock.smtp.framing;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Cuts an input into pieces at random places. */
final class Chunks {
    private Chunks() {}

    static List<ByteBuffer> of(Random random, String input) {
        byte[] octets = input.getBytes(StandardCharsets.ISO_8859_1);
        List<ByteBuffer> chunks = new ArrayList<>();
        int from = 0;
        while (from < octets.length) {
            int size = Math.min(octets.length - from, 1 + random.nextInt(12));
            ByteBuffer chunk = random.nextBoolean() ? ByteBuffer.allocate(size) : ByteBuffer.allocateDirect(size);
            chunk.put(octets, from, size).flip();
            chunks.add(chunk);
            from += size;
        }
        return chunks;
    }

    static List<ByteBuffer> whole(String input) {
        return List.of(ByteBuffer.wrap(input.getBytes(StandardCharsets.ISO_8859_1)));
    }

    static String text(ByteBuffer content) {
        return StandardCharsets.ISO_8859_1.decode(content).toString();
    }

    /** Random text in which line ends, dots and their fragments are frequent. */
    static String hostileText(Random random, int pieces) {
        String[] alphabet = {"\r\n", "\r\n", "\r\n", ".", ".", "a", "bc", "\r", "\n", "\r\n.\r\n", "..", "0123456789"};
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < pieces; i++) {
            text.append(alphabet[random.nextInt(alphabet.length)]);
        }
        return text.toString();
    }

    /** Random text of whole lines, some of which start with dots. */
    static String properText(Random random, int lines) {
        String[] starts = {"", ".", "..", "a", ".b", "...\t", "\u00e4\u00f6"};
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < lines; i++) {
            text.append(starts[random.nextInt(starts.length)]);
            text.append("x".repeat(random.nextInt(30))).append("\r\n");
        }
        return text.toString();
    }
}
