package org.letterlock.sasl;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;

/** What MD4 (RFC 1320) and MD5 (RFC 1321) share: four words of state, blocks of 64 octets, the padding. */
final class LittleEndianHash {
    static final int BLOCK_OCTETS = 64;
    static final int HASH_OCTETS = 16;

    private static final int[] START = {0x67452301, 0xEFCDAB89, 0x98BADCFE, 0x10325476};
    private static final int[][] MD5_SHIFTS = {{7, 12, 17, 22}, {5, 9, 14, 20}, {4, 11, 16, 23}, {6, 10, 15, 21}};
    private static final int[][] MD4_SHIFTS = {{3, 7, 11, 19}, {3, 5, 9, 13}, {3, 9, 11, 15}};
    private static final int[] MD4_ADDENDS = {0, 0x5A827999, 0x6ED9EBA1};
    private static final int[] MD4_LAST_ORDER = {0, 8, 4, 12, 2, 10, 6, 14, 1, 9, 5, 13, 3, 11, 7, 15};
    private static final int[] MD5_SINES = new int[64];

    static {
        for (int i = 0; i < MD5_SINES.length; i++) {
            MD5_SINES[i] =
                    (int) (long) Math.floor(Math.abs(StrictMath.sin(i + 1)) * 4294967296.0); // RFC 1321 section 3.4
        }
    }

    private LittleEndianHash() {}

    static byte[] md4(byte[] message) {
        int[] state = START.clone();
        ByteBuffer padded = padded(message, 0);
        while (padded.hasRemaining()) {
            md4Block(state, block(padded));
        }
        return toOctets(state);
    }

    /** The state of MD5 after one whole block. */
    static byte[] md5AfterBlock(byte[] block) {
        int[] state = START.clone();
        md5Block(state, block(ByteBuffer.wrap(block).order(ByteOrder.LITTLE_ENDIAN)));
        return toOctets(state);
    }

    /** MD5 of one block, of which only the state after it is known, and what follows it. */
    static byte[] md5Continued(byte[] stateAfterBlock, byte[] rest) {
        int[] state = new int[4];
        ByteBuffer.wrap(stateAfterBlock)
                .order(ByteOrder.LITTLE_ENDIAN)
                .asIntBuffer()
                .get(state);
        ByteBuffer padded = padded(rest, BLOCK_OCTETS);
        while (padded.hasRemaining()) {
            md5Block(state, block(padded));
        }
        return toOctets(state);
    }

    private static ByteBuffer padded(byte[] message, long before) {
        int length = (message.length + 1 + Long.BYTES + BLOCK_OCTETS - 1) / BLOCK_OCTETS * BLOCK_OCTETS;
        byte[] padded = Arrays.copyOf(message, length);
        padded[message.length] = (byte) 0x80;
        ByteBuffer buffer = ByteBuffer.wrap(padded).order(ByteOrder.LITTLE_ENDIAN);
        buffer.putLong(length - Long.BYTES, (before + message.length) * Byte.SIZE);
        return buffer;
    }

    private static int[] block(ByteBuffer octets) {
        int[] words = new int[16];
        for (int i = 0; i < words.length; i++) {
            words[i] = octets.getInt();
        }
        return words;
    }

    private static byte[] toOctets(int[] state) {
        ByteBuffer octets = ByteBuffer.allocate(HASH_OCTETS).order(ByteOrder.LITTLE_ENDIAN);
        octets.asIntBuffer().put(state);
        return octets.array();
    }

    // RFC 1320 section 3.4
    private static void md4Block(int[] state, int[] x) {
        int a = state[0];
        int b = state[1];
        int c = state[2];
        int d = state[3];
        for (int i = 0; i < 48; i++) {
            int round = i / 16;
            int step = i % 16;
            int mixed;
            int word;
            if (round == 0) {
                mixed = (b & c) | (~b & d);
                word = step;
            } else if (round == 1) {
                mixed = (b & c) | (b & d) | (c & d);
                word = step / 4 + 4 * (step % 4);
            } else {
                mixed = b ^ c ^ d;
                word = MD4_LAST_ORDER[step];
            }
            int next = Integer.rotateLeft(a + mixed + x[word] + MD4_ADDENDS[round], MD4_SHIFTS[round][i % 4]);
            a = d;
            d = c;
            c = b;
            b = next;
        }
        add(state, a, b, c, d);
    }

    // RFC 1321 section 3.4
    private static void md5Block(int[] state, int[] x) {
        int a = state[0];
        int b = state[1];
        int c = state[2];
        int d = state[3];
        for (int i = 0; i < 64; i++) {
            int round = i / 16;
            int mixed;
            int word;
            if (round == 0) {
                mixed = (b & c) | (~b & d);
                word = i;
            } else if (round == 1) {
                mixed = (b & d) | (c & ~d);
                word = 5 * i + 1;
            } else if (round == 2) {
                mixed = b ^ c ^ d;
                word = 3 * i + 5;
            } else {
                mixed = c ^ (b | ~d);
                word = 7 * i;
            }
            int next = b + Integer.rotateLeft(a + mixed + x[word % 16] + MD5_SINES[i], MD5_SHIFTS[round][i % 4]);
            a = d;
            d = c;
            c = b;
            b = next;
        }
        add(state, a, b, c, d);
    }

    private static void add(int[] state, int a, int b, int c, int d) {
        state[0] += a;
        state[1] += b;
        state[2] += c;
        state[3] += d;
    }
}
