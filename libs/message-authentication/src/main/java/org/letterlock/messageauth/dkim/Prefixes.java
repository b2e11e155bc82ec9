package org.letterlock.messageauth.dkim;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.letterlock.messageauth.dkim.SignatureReading.Faulty;

/** How much of each {@code b=} tells the signatures of a message apart, at least 8 characters (RFC 6008 section 4). */
final class Prefixes {
    private static final int LEAST = 8;

    private final Map<String, Integer> lengths = new HashMap<>();

    private Prefixes() {}

    static Prefixes of(List<MessageSignature> signatures, List<Faulty> others) {
        TreeSet<String> sorted = new TreeSet<>();
        signatures.forEach(signature -> sorted.add(signature.label().signature()));
        others.forEach(other -> sorted.add(other.label().signature()));
        Prefixes prefixes = new Prefixes();
        String previous = "";
        for (String signature : sorted) {
            int length = Math.max(LEAST, common(previous, signature) + 1);
            prefixes.lengths.merge(previous, length, Math::max);
            prefixes.lengths.put(signature, length);
            previous = signature;
        }
        return prefixes;
    }

    SignatureLabel shorten(SignatureLabel label) {
        return label.shortened(lengths.getOrDefault(label.signature(), LEAST));
    }

    private static int common(String first, String second) {
        int length = Math.min(first.length(), second.length());
        int i = 0;
        while (i < length && first.charAt(i) == second.charAt(i)) {
            i++;
        }
        return i;
    }
}
