package org.letterlock.sasl;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.letterlock.mailsyntax.Cursor;
import org.letterlock.mailsyntax.ParseResult;
import org.letterlock.mailsyntax.ParseResult.Parsed;
import org.letterlock.mailsyntax.ParseResult.SyntaxError;

/**
 * The directives of DIGEST-MD5 (RFC 2831 section 7.1). Each parser is total. They read one character per octet; which
 * directives are UTF-8 is known only when all are read.
 */
final class DigestMd5Syntax {
    /** Longest message in octets (RFC 2831 section 2.1.2). */
    static final int MAX_OCTETS = 4096;

    static final String NONCE_COUNT = "00000001";
    static final int MAX_REALMS = 256;

    private static final int MAX_DIRECTIVES = 32;
    private static final int MAX_NONCE = 512;
    // RFC 2831 section 2.1.2 has these bare; curl quotes the one, Jakarta Mail the other.
    private static final Set<String> OFTEN_QUOTED = Set.of("nc", "charset");

    private static final Set<String> QUOTED = Set.of("username", "realm", "nonce", "cnonce", "digest-uri", "authzid");
    private static final Set<String> QUOTED_BY_SERVER = Set.of("realm", "nonce", "qop", "cipher");

    record Challenge(List<String> realms, String nonce, boolean utf8) {}

    record Response(
            String username,
            String realm,
            String authorization,
            String nonce,
            String cnonce,
            String uri,
            SaslMessage response) {}

    private record Directive(String name, String value, boolean quoted) {}

    private DigestMd5Syntax() {}

    // digest-challenge = 1#( realm | nonce | qop-options | stale | server_maxbuf | charset | algorithm | cipher-opts |
    //                        auth-param )
    static ParseResult<Challenge> parseChallenge(SaslMessage message) {
        ParseResult<List<Directive>> list = parseList(message, MAX_REALMS + MAX_DIRECTIVES);
        if (!(list instanceof Parsed<List<Directive>>(List<Directive> directives))) {
            return new SyntaxError<>(0, "digest-challenge");
        }
        List<String> rawRealms = directives.stream()
                .filter(directive -> directive.name().equals("realm"))
                .map(Directive::value)
                .toList();
        Optional<Map<String, String>> single = unique(
                directives.stream().filter(d -> !d.name().equals("realm")).toList(), QUOTED_BY_SERVER, Set.of());
        if (single.isEmpty()
                || !directives.stream().allMatch(d -> !d.name().equals("realm") || d.quoted())
                || !single.get().getOrDefault("algorithm", "").equals("md5-sess")
                || !isCharset(single.get())
                || !offersAuth(single.get().getOrDefault("qop", "auth"))
                || !isNonce(single.get().getOrDefault("nonce", ""))) {
            return new SyntaxError<>(0, "digest-challenge");
        }
        boolean utf8 = single.get().containsKey("charset");
        List<String> realms = new ArrayList<>();
        for (String raw : rawRealms) {
            Optional<String> realm = decode(raw, utf8);
            if (realm.isEmpty()) {
                return new SyntaxError<>(0, "realm");
            }
            realms.add(realm.get());
        }
        return new Parsed<>(new Challenge(realms, single.get().getOrDefault("nonce", ""), utf8));
    }

    static String formatChallenge(List<String> realms, String nonce) {
        StringBuilder text = new StringBuilder();
        realms.forEach(realm -> text.append("realm=").append(quote(realm)).append(','));
        return text.append("nonce=")
                .append(quote(nonce))
                .append(",qop=\"auth\",charset=utf-8,algorithm=md5-sess")
                .toString();
    }

    // digest-response = 1#( username | realm | nonce | cnonce | nonce-count | qop | digest-uri | response |
    // client_maxbuf |
    //                       charset | cipher | authzid | auth-param )
    static ParseResult<Response> parseResponse(SaslMessage message) {
        ParseResult<List<Directive>> list = parseList(message, MAX_DIRECTIVES);
        if (!(list instanceof Parsed<List<Directive>>(List<Directive> directives))) {
            return new SyntaxError<>(0, "digest-response");
        }
        Optional<Map<String, String>> found = unique(directives, QUOTED, OFTEN_QUOTED);
        if (found.isEmpty()) {
            return new SyntaxError<>(0, "each directive once");
        }
        Map<String, String> values = found.get();
        boolean utf8 = values.containsKey("charset");
        Optional<String> username = decode(values.getOrDefault("username", ""), utf8);
        Optional<String> realm = decode(values.getOrDefault("realm", ""), utf8);
        Optional<String> authorization = decode(values.getOrDefault("authzid", ""), true);
        Optional<SaslMessage> response = Md5Math.parseDigest(values.getOrDefault("response", ""));
        String nonce = values.getOrDefault("nonce", "");
        String cnonce = values.getOrDefault("cnonce", "");
        boolean wellFormed = isCharset(values)
                && values.getOrDefault("nc", "").equals(NONCE_COUNT)
                && values.getOrDefault("qop", "auth").equals("auth")
                && !values.containsKey("cipher") // belongs to auth-conf
                && isNonce(nonce)
                && isNonce(cnonce)
                && !(values.containsKey("authzid")
                        && values.getOrDefault("authzid", "").isEmpty());
        if (!wellFormed
                || username.filter(SaslName::isAcceptable).isEmpty()
                || realm.isEmpty()
                || authorization
                        .filter(name -> name.isEmpty() || SaslName.isAcceptable(name))
                        .isEmpty()
                || response.isEmpty()) {
            return new SyntaxError<>(0, "digest-response");
        }
        return new Parsed<>(new Response(
                username.get(),
                realm.get(),
                authorization.get(),
                nonce,
                cnonce,
                values.getOrDefault("digest-uri", ""),
                response.get()));
    }

    static String formatResponse(Response response, boolean withRealm) {
        return "charset=utf-8,username=" + quote(response.username())
                + (withRealm ? ",realm=" + quote(response.realm()) : "")
                + ",nonce=" + quote(response.nonce())
                + ",nc=" + NONCE_COUNT
                + ",cnonce=" + quote(response.cnonce())
                + ",digest-uri=" + quote(response.uri())
                + ",response=" + Md5Math.hex(response.response().toOctets())
                + ",qop=auth"
                + (response.authorization().isEmpty() ? "" : ",authzid=" + quote(response.authorization()));
    }

    // response-auth = "rspauth" "=" response-value
    static Optional<SaslMessage> parseResponseAuth(SaslMessage message) {
        String text = message.length() > MAX_OCTETS ? "" : message.toText().orElse("");
        return text.startsWith("rspauth=") ? Md5Math.parseDigest(text.substring(8)) : Optional.empty();
    }

    // #rule: elements between commas, with white space around them, and empty elements that count for nothing
    private static ParseResult<List<Directive>> parseList(SaslMessage message, int most) {
        if (message.length() > MAX_OCTETS) {
            return new SyntaxError<>(MAX_OCTETS, "message within " + MAX_OCTETS + " octets");
        }
        Cursor cursor = new Cursor(new String(message.toOctets(), StandardCharsets.ISO_8859_1));
        List<Directive> directives = new ArrayList<>();
        do {
            cursor.takeWhile(DigestMd5Syntax::isSpace);
            if (!cursor.atEnd() && cursor.peek() != ',') {
                Optional<Directive> directive = parseDirective(cursor);
                if (directive.isEmpty() || directives.size() == most) {
                    return new SyntaxError<>(cursor.offset(), "directive");
                }
                directives.add(directive.get());
                cursor.takeWhile(DigestMd5Syntax::isSpace);
            }
        } while (cursor.skip(","));
        return cursor.atEnd() && !directives.isEmpty()
                ? new Parsed<>(directives)
                : new SyntaxError<>(cursor.offset(), "\",\"");
    }

    private static Optional<Directive> parseDirective(Cursor cursor) {
        String name = cursor.takeWhile(DigestMd5Syntax::isTokenCharacter).toLowerCase(Locale.ROOT);
        if (name.isEmpty() || !cursor.skip("=")) {
            return Optional.empty();
        }
        if (!cursor.skip("\"")) {
            String token = cursor.takeWhile(DigestMd5Syntax::isTokenCharacter);
            return token.isEmpty() ? Optional.empty() : Optional.of(new Directive(name, token, false));
        }
        StringBuilder value = new StringBuilder();
        while (true) {
            value.append(cursor.takeWhile(c -> isText(c) && c != '"' && c != '\\'));
            if (cursor.skip("\"")) {
                return Optional.of(new Directive(name, value.toString(), true));
            }
            if (!cursor.skip("\\") || !isText(cursor.peek())) {
                return Optional.empty();
            }
            value.append((char) cursor.take());
        }
    }

    /** By name, unless one comes twice or is not quoted as it should be. */
    private static Optional<Map<String, String>> unique(
            List<Directive> directives, Set<String> quoted, Set<String> eitherWay) {
        Set<String> known = new HashSet<>(quoted);
        known.addAll(List.of("nc", "response", "charset", "maxbuf", "algorithm", "stale"));
        if (!quoted.contains("qop")) {
            known.add("qop");
        }
        Map<String, String> values = new HashMap<>();
        for (Directive directive : directives) {
            boolean asItShould = !known.contains(directive.name())
                    || directive.quoted() == quoted.contains(directive.name())
                    || eitherWay.contains(directive.name());
            if (!asItShould || values.put(directive.name(), directive.value()) != null) {
                return Optional.empty();
            }
        }
        return Optional.of(values);
    }

    private static boolean isCharset(Map<String, String> values) {
        return values.getOrDefault("charset", "utf-8").equalsIgnoreCase("utf-8");
    }

    private static boolean offersAuth(String options) {
        return Arrays.stream(options.split(",", MAX_DIRECTIVES))
                .anyMatch(option -> option.strip().equals("auth"));
    }

    private static boolean isNonce(String text) {
        return !text.isEmpty() && text.length() <= MAX_NONCE;
    }

    private static Optional<String> decode(String octets, boolean utf8) {
        return utf8
                ? SaslMessage.of(octets.getBytes(StandardCharsets.ISO_8859_1)).toText()
                : Optional.of(octets);
    }

    private static String quote(String text) {
        return '"' + text.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
    }

    private static boolean isSpace(int c) {
        return c == ' ' || c == '\t';
    }

    // qdtext without line folding, which nobody needs here
    private static boolean isText(int c) {
        return (c >= 0x20 && c != 0x7F) || c == '\t';
    }

    // token = 1*<any CHAR except CTLs or separators>    RFC 2616 section 2.2
    private static boolean isTokenCharacter(int c) {
        return c > 0x20 && c < 0x7F && "()<>@,;:\\\"/[]?={}".indexOf(c) < 0;
    }
}
