package org.letterlock.auth.password;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Objects;
import java.util.zip.GZIPInputStream;

/**
 * The passwords that many people use (PWD-4), in lower case: about 240 000, in 2 MB, looked up by bisection. The list is made
 * by {@code dev/common-passwords}. Immutable.
 */
final class CommonPasswords {
    private static final String RESOURCE = "common-passwords.gz";
    private static final int SHORTEST = 4; // what is left without the digits says little if it is shorter
    private static final byte END = '\n';

    private final byte[] lines; // sorted by their octets, each with its end

    private CommonPasswords(byte[] lines) {
        this.lines = lines;
    }

    /** Reads the list that the suite comes with. */
    static CommonPasswords load() {
        try (InputStream packed = Objects.requireNonNull(CommonPasswords.class.getResourceAsStream(RESOURCE));
                InputStream list = new GZIPInputStream(packed)) {
            return new CommonPasswords(list.readAllBytes());
        } catch (IOException e) {
            throw new UncheckedIOException("the list of common passwords cannot be read", e);
        }
    }

    /** How many there are. */
    int size() {
        int count = 0;
        for (byte octet : lines) {
            count += octet == END ? 1 : 0;
        }
        return count;
    }

    /**
     * Whether the password, as it is or without some or all of the digits that it ends with, is on the list.
     *
     * @param password in lower case
     */
    boolean holdsWithinDigits(String password) {
        int end = password.length();
        if (end >= SHORTEST && holds(password)) {
            return true;
        }
        while (end > SHORTEST && isDigit(password.charAt(end - 1))) {
            end--;
            if (holds(password.substring(0, end))) {
                return true;
            }
        }
        return false;
    }

    private boolean holds(String password) {
        byte[] wanted = password.getBytes(StandardCharsets.UTF_8);
        int low = 0;
        int high = lines.length;
        while (low < high) { // both are where a line begins
            int begin = beginOfLine((low + high) >>> 1);
            int end = endOfLine(begin);
            int order = Arrays.compareUnsigned(lines, begin, end, wanted, 0, wanted.length);
            if (order == 0) {
                return true;
            }
            if (order < 0) {
                low = end + 1;
            } else {
                high = begin;
            }
        }
        return false;
    }

    private int beginOfLine(int position) {
        int begin = position;
        while (begin > 0 && lines[begin - 1] != END) {
            begin--;
        }
        return begin;
    }

    private int endOfLine(int begin) {
        int end = begin;
        while (lines[end] != END) {
            end++;
        }
        return end;
    }

    private static boolean isDigit(char character) {
        return character >= '0' && character <= '9';
    }
}
