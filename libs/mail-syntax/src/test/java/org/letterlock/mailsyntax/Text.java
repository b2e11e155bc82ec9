package org.letterlock.mailsyntax;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Input for the tests of parsers. */
public final class Text {
    private Text() {}

    /** The octets of text with LF, which becomes CRLF. */
    public static byte[] message(String text) {
        return text.replace("\n", "\r\n").getBytes(StandardCharsets.UTF_8);
    }

    public static byte[] latin1(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }

    /** Pieces that parsers stumble over, in random order. */
    public static String random(Random random, int pieces, List<String> alphabet) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < pieces; i++) {
            text.append(alphabet.get(random.nextInt(alphabet.size())));
        }
        return text.toString();
    }

    /** The same octets in chunks of random size. */
    public static List<byte[]> chunks(Random random, byte[] octets) {
        List<byte[]> chunks = new ArrayList<>();
        int start = 0;
        while (start < octets.length) {
            int end = Math.min(octets.length, start + random.nextInt(1 + random.nextInt(20)));
            chunks.add(java.util.Arrays.copyOfRange(octets, start, end));
            start = end;
        }
        return chunks;
    }
}
