package org.letterlock.acceptance;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * Looks for words in the raw octets of files: as they are, in base64 at each alignment and in hexadecimal. Any eight
 * successive octets of such a form count as a hit, so that what a compressor has cut into literals is found too; the words
 * have to be random for that. UTF-16 is left out: eight octets of it are four characters, which turn up by chance.
 */
final class RawSearch {
    private static final int WINDOW = Long.BYTES;
    private static final int FILTER_BITS = 1 << 20;
    private static final int BUFFER = 1 << 20;

    private final Map<Long, String> windows = new HashMap<>();
    private final boolean[] filter = new boolean[FILTER_BITS];

    /** Looks for this word too; {@code meaning} is what a hit is called. */
    void add(String meaning, String word) {
        addOctets(meaning, word.getBytes(ISO_8859_1));
        addOctets(meaning + " in hexadecimal", hexadecimal(word).getBytes(ISO_8859_1));
        for (int alignment = 0; alignment < 3; alignment++) {
            String encoded = Base64.getEncoder().encodeToString(("\0".repeat(alignment) + word).getBytes(ISO_8859_1));
            // The first group and the last depend on what stands before and after.
            addOctets(
                    meaning + " in base64",
                    encoded.substring(4, encoded.length() - 4).getBytes(ISO_8859_1));
        }
    }

    /** What was found below the paths, as {@code meaning: file}. */
    Set<String> hits(Iterable<Path> paths) throws IOException {
        Set<String> hits = new TreeSet<>();
        for (Path path : paths) {
            Files.walkFileTree(path, new SimpleFileVisitor<>() {
                @Override
                public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                    if (attributes.isRegularFile()) {
                        search(file, hits);
                    }
                    return FileVisitResult.CONTINUE;
                }

                @Override
                public FileVisitResult visitFileFailed(Path file, IOException e) throws IOException {
                    if (e instanceof NoSuchFileException) {
                        return FileVisitResult.CONTINUE; // the suite is running and has deleted it
                    }
                    throw e;
                }
            });
        }
        return hits;
    }

    private void search(Path file, Set<String> hits) throws IOException {
        byte[] buffer = new byte[BUFFER];
        long window = 0;
        long position = 0;
        try (InputStream in = Files.newInputStream(file)) {
            for (int length = in.read(buffer); length >= 0; length = in.read(buffer)) {
                for (int i = 0; i < length; i++) {
                    window = window << Byte.SIZE | buffer[i] & 0xff;
                    position++;
                    if (filter[slot(window)] && position >= WINDOW && windows.containsKey(window)) {
                        hits.add(windows.get(window) + ": " + file);
                    }
                }
            }
        } catch (NoSuchFileException _) {
            // deleted meanwhile
        }
    }

    private void addOctets(String meaning, byte[] octets) {
        long window = 0;
        for (int i = 0; i < octets.length; i++) {
            window = window << Byte.SIZE | octets[i] & 0xff;
            if (i >= WINDOW - 1) {
                windows.put(window, meaning);
                filter[slot(window)] = true;
            }
        }
    }

    private static int slot(long window) {
        return (int) (window * 0x9E3779B97F4A7C15L >>> 44);
    }

    private static String hexadecimal(String word) {
        StringBuilder digits = new StringBuilder();
        for (byte octet : word.getBytes(ISO_8859_1)) {
            digits.append(Character.forDigit(octet >> 4 & 15, 16)).append(Character.forDigit(octet & 15, 16));
        }
        return digits.toString();
    }
}
