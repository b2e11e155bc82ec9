package org.letterlock.messageauth.spf;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.letterlock.mailsyntax.ParseResult;
import org.letterlock.mailsyntax.ParseResult.Parsed;
import org.letterlock.mailsyntax.ParseResult.SyntaxError;
import org.letterlock.messageauth.spf.Mechanism.PrefixLengths;

/**
 * What a domain published (RFC 7208 section 4.6): a record with any fault is none that could be evaluated in part.
 *
 * @param redirect null where the record has none, as is {@code explanation}
 */
record SpfRecord(
        List<Directive> directives,
        @Nullable MacroString redirect,
        @Nullable MacroString explanation) {
    private static final String VERSION = "v=spf1";
    private static final Pattern MODIFIER = Pattern.compile("([A-Za-z][A-Za-z0-9_.-]*)=(.*)", Pattern.DOTALL);
    private static final Pattern MECHANISM =
            Pattern.compile("([+?~-]?)([A-Za-z][A-Za-z0-9_.-]*)([:/].*)?", Pattern.DOTALL);
    private static final Pattern PREFIXES =
            Pattern.compile("(.*?)(?:/(0|[1-9][0-9]?))?(?://(0|[1-9][0-9]{0,2}))?", Pattern.DOTALL);
    private static final int IPV4_BITS = 32;
    private static final int IPV6_BITS = 128;

    SpfRecord {
        directives = List.copyOf(directives);
    }

    /**
     * A mechanism and what it means when it matches.
     *
     * @param text as it was published
     */
    record Directive(SpfResult result, Mechanism mechanism, String text) {}

    /** Whether a TXT record is one of SPF version 1 (section 4.5). */
    static boolean isOne(String text) {
        return text.regionMatches(true, 0, VERSION, 0, VERSION.length())
                && (text.length() == VERSION.length() || text.charAt(VERSION.length()) == ' ');
    }

    /** Parses a text for which {@link #isOne} holds. */
    static ParseResult<SpfRecord> parse(String text) {
        List<Directive> directives = new ArrayList<>();
        MacroString redirect = null;
        MacroString explanation = null;
        int offset = VERSION.length();
        for (String term : text.substring(VERSION.length()).split(" ", -1)) {
            Matcher modifier = MODIFIER.matcher(term);
            if (modifier.matches()) {
                String name = modifier.group(1).toLowerCase(Locale.ROOT);
                boolean known = name.equals("redirect") || name.equals("exp");
                ParseResult<MacroString> value =
                        known ? MacroString.parseDomain(modifier.group(2)) : MacroString.parse(modifier.group(2));
                if (!(value instanceof Parsed<MacroString>(MacroString parsed))) {
                    return new SyntaxError<>(offset, "the value of a modifier");
                }
                if ((name.equals("redirect") && redirect != null) || (name.equals("exp") && explanation != null)) {
                    return new SyntaxError<>(offset, "a modifier that is not there yet");
                }
                redirect = name.equals("redirect") ? parsed : redirect;
                explanation = name.equals("exp") ? parsed : explanation;
            } else if (!term.isEmpty()) {
                Optional<Directive> directive = directive(term);
                if (directive.isEmpty()) {
                    return new SyntaxError<>(offset, "directive");
                }
                directives.add(directive.get());
            }
            offset += term.length() + 1;
        }
        return new Parsed<>(new SpfRecord(directives, redirect, explanation));
    }

    private static Optional<Directive> directive(String term) {
        Matcher matcher = MECHANISM.matcher(term);
        if (!matcher.matches()) {
            return Optional.empty();
        }
        SpfResult result = switch (matcher.group(1)) {
            case "-" -> SpfResult.FAIL;
            case "~" -> SpfResult.SOFTFAIL;
            case "?" -> SpfResult.NEUTRAL;
            default -> SpfResult.PASS;
        };
        String argument = matcher.group(3) == null ? "" : matcher.group(3);
        return mechanism(matcher.group(2).toLowerCase(Locale.ROOT), argument)
                .map(mechanism -> new Directive(result, mechanism, term));
    }

    private static Optional<Mechanism> mechanism(String name, String argument) {
        return switch (name) {
            case "all" -> argument.isEmpty() ? Optional.of(new Mechanism.All()) : Optional.empty();
            case "include" -> required(argument).map(Mechanism.Include::new);
            case "exists" -> required(argument).map(Mechanism.Exists::new);
            case "ptr" ->
                argument.isEmpty()
                        ? Optional.of(new Mechanism.Ptr(null))
                        : required(argument).map(Mechanism.Ptr::new);
            case "a" -> withPrefixes(argument, Mechanism.A::new);
            case "mx" -> withPrefixes(argument, Mechanism.Mx::new);
            case "ip4" -> network(argument, IPV4_BITS);
            case "ip6" -> network(argument, IPV6_BITS);
            default -> Optional.empty();
        };
    }

    private static Optional<MacroString> required(String argument) {
        return argument.startsWith(":")
                        && MacroString.parseDomain(argument.substring(1)) instanceof Parsed<MacroString>(var domain)
                ? Optional.of(domain)
                : Optional.empty();
    }

    @FunctionalInterface
    private interface OfDomain {
        Mechanism make(@Nullable MacroString domain, PrefixLengths prefixes);
    }

    private static Optional<Mechanism> withPrefixes(String argument, OfDomain type) {
        Matcher matcher = PREFIXES.matcher(argument);
        if (!matcher.matches()) {
            return Optional.empty();
        }
        int ipv4 = number(matcher.group(2), IPV4_BITS);
        int ipv6 = number(matcher.group(3), IPV6_BITS);
        if (ipv4 > IPV4_BITS || ipv6 > IPV6_BITS) {
            return Optional.empty();
        }
        var prefixes = new PrefixLengths(ipv4, ipv6);
        String domain = matcher.group(1);
        return domain.isEmpty()
                ? Optional.of(type.make(null, prefixes))
                : required(domain).map(parsed -> type.make(parsed, prefixes));
    }

    private static Optional<Mechanism> network(String argument, int bits) {
        int slash = argument.indexOf('/');
        String length = slash < 0 ? null : argument.substring(slash + 1);
        if (!argument.startsWith(":") || (length != null && !length.matches("0|[1-9][0-9]{0,2}"))) {
            return Optional.empty();
        }
        String address = argument.substring(1, slash < 0 ? argument.length() : slash);
        int prefixLength = number(length, bits);
        return (bits == IPV4_BITS ? Network.ipv4(address) : Network.ipv6(address))
                .filter(_ -> prefixLength <= bits)
                .map(octets -> new Mechanism.Ip(new Network(octets, prefixLength)));
    }

    private static int number(@Nullable String digits, int otherwise) {
        return digits == null ? otherwise : Integer.parseInt(digits);
    }
}
