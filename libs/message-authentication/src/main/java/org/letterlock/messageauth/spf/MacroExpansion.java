package org.letterlock.messageauth.spf;

import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.function.Supplier;

/** Expands macros for one query (RFC 7208 section 7). What a peer or a domain puts in stays data: nothing is expanded twice. */
final class MacroExpansion {
    private static final int MAX_OCTETS = 253;
    private static final String UNRESERVED = "-._~";

    private final SpfQuery query;
    private final Supplier<String> validatedName;

    /** @param validatedName of the client, or {@code unknown}; asked for at most once a macro */
    MacroExpansion(SpfQuery query, Supplier<String> validatedName) {
        this.query = query;
        this.validatedName = validatedName;
    }

    /** A name of at most 253 octets: labels are taken off from the left of a longer one (section 7.3). */
    String name(MacroString string) {
        String name = all(string);
        if (name.endsWith(".")) {
            name = name.substring(0, name.length() - 1);
        }
        if (name.length() > MAX_OCTETS) {
            int dot = name.indexOf('.', name.length() - MAX_OCTETS - 1);
            name = dot < 0 ? "" : name.substring(dot + 1);
        }
        return name;
    }

    /** A text for a person, of at most 253 characters (SPF-4). */
    String text(MacroString string) {
        String text = all(string);
        return text.substring(0, Math.min(MAX_OCTETS, text.length()));
    }

    // A record bounds how many macros there are, the client's identities what each holds.
    private String all(MacroString string) {
        StringBuilder result = new StringBuilder();
        for (MacroString.Part part : string.parts()) {
            switch (part) {
                case MacroString.Part.Literal(String literal) -> result.append(literal);
                case MacroString.Part.Macro macro -> result.append(expand(macro));
            }
        }
        return result.toString();
    }

    private String expand(MacroString.Part.Macro macro) {
        String value = transform(value(macro.letter()), macro);
        return macro.escaped() ? escape(value) : value;
    }

    private String value(char letter) {
        return switch (letter) {
            case 's' -> query.sender();
            case 'l' -> query.localPart();
            case 'o' -> query.senderDomain();
            case 'd' -> query.domain();
            case 'i' -> dotted(query.client());
            case 'p' -> validatedName.get();
            case 'h' -> query.helo();
            case 'v' -> query.client().getAddress().length == 4 ? "in-addr" : "ip6";
            case 'c' -> readable(query.client());
            case 'r' -> query.receiver();
            case 't' -> Long.toString(query.now().getEpochSecond());
            default -> throw new IllegalStateException("the parser knows no macro " + letter);
        };
    }

    // RFC 5952 section 4: the longest run of zeros is left out, the first of several.
    private static String readable(InetAddress address) {
        String text = address.getHostAddress();
        String[] groups = text.split(":", -1);
        int start = 0;
        int length = 1; // a single group is never left out
        for (int i = 0; i < groups.length; i++) {
            int end = i;
            while (end < groups.length && groups[end].equals("0")) {
                end++;
            }
            if (end - i > length) {
                start = i;
                length = end - i;
            }
        }
        if (length == 1) {
            return text;
        }
        List<String> all = List.of(groups);
        return String.join(":", all.subList(0, start)) + "::"
                + String.join(":", all.subList(start + length, all.size()));
    }

    private static String dotted(InetAddress address) {
        byte[] octets = address.getAddress();
        if (octets.length == 4) {
            return address.getHostAddress();
        }
        StringBuilder nibbles = new StringBuilder();
        for (byte octet : octets) {
            nibbles.append(Character.forDigit((octet >> 4) & 0xF, 16))
                    .append('.')
                    .append(Character.forDigit(octet & 0xF, 16))
                    .append('.');
        }
        return nibbles.substring(0, nibbles.length() - 1).toUpperCase(Locale.ROOT);
    }

    private static String transform(String value, MacroString.Part.Macro macro) {
        List<String> parts = new ArrayList<>();
        int start = 0;
        for (int i = 0; i < value.length(); i++) {
            if (macro.delimiters().indexOf(value.charAt(i)) >= 0) {
                parts.add(value.substring(start, i));
                start = i + 1;
            }
        }
        parts.add(value.substring(start));
        if (macro.reversed()) {
            Collections.reverse(parts);
        }
        int kept = macro.count() == 0 ? parts.size() : Math.min(macro.count(), parts.size());
        return String.join(".", parts.subList(parts.size() - kept, parts.size()));
    }

    private static String escape(String value) {
        StringBuilder result = new StringBuilder();
        for (byte octet : value.getBytes(StandardCharsets.UTF_8)) {
            int c = octet & 0xFF;
            if ((c >= '0' && c <= '9')
                    || (c >= 'a' && c <= 'z')
                    || (c >= 'A' && c <= 'Z')
                    || UNRESERVED.indexOf(c) >= 0) {
                result.append((char) c);
            } else {
                result.append('%')
                        .append(Character.toUpperCase(Character.forDigit(c >> 4, 16)))
                        .append(Character.toUpperCase(Character.forDigit(c & 0xF, 16)));
            }
        }
        return result.toString();
    }
}
