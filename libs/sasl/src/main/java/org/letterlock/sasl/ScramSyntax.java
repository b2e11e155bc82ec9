package org.letterlock.sasl;

import java.util.Base64;
import java.util.Optional;
import org.letterlock.mailsyntax.Cursor;
import org.letterlock.mailsyntax.ParseResult;
import org.letterlock.mailsyntax.ParseResult.Parsed;
import org.letterlock.mailsyntax.ParseResult.SyntaxError;

/** The four messages of SCRAM (RFC 5802 section 7). Each parser is total. */
final class ScramSyntax {
    /** Longest message in characters. */
    static final int MAX_LENGTH = 4096;

    private static final int MAX_NONCE = 512;

    /** @param bare the message without its GS2 header, which both sides authenticate */
    record ClientFirst(Gs2Header header, String name, String nonce, String bare) {}

    record ServerFirst(String nonce, SaslMessage salt, int iterations) {}

    /** @param withoutProof what the proof is made over */
    record ClientFinal(SaslMessage channelBinding, String nonce, SaslMessage proof, String withoutProof) {}

    private ScramSyntax() {}

    // client-first-message = gs2-header client-first-message-bare
    // client-first-message-bare = [reserved-mext ","] username "," nonce ["," extensions]
    static ParseResult<ClientFirst> parseClientFirst(String text) {
        Cursor cursor = new Cursor(text);
        return switch (Gs2Header.parse(cursor)) {
            case SyntaxError<Gs2Header> error -> error.as();
            case Parsed<Gs2Header>(Gs2Header header) -> parseBare(header, cursor);
        };
    }

    private static ParseResult<ClientFirst> parseBare(Gs2Header header, Cursor cursor) {
        int start = cursor.offset();
        // reserved-mext: an extension that this side must know, and knows none (section 5.1, attribute m).
        if (!cursor.skip("n=")) {
            return new SyntaxError<>(cursor.offset(), "username");
        }
        ParseResult<String> name = SaslName.parse(cursor.takeWhile(c -> c != ','));
        if (!(name instanceof Parsed<String>(String parsedName))) {
            return new SyntaxError<>(cursor.offset(), "saslname");
        }
        if (!cursor.skip(",r=")) {
            return new SyntaxError<>(cursor.offset(), "nonce");
        }
        String nonce = cursor.takeWhile(ScramSyntax::isNonceCharacter);
        if (nonce.isEmpty() || nonce.length() > MAX_NONCE || !skipExtensions(cursor)) {
            return new SyntaxError<>(cursor.offset(), "nonce");
        }
        cursor.rewind(start);
        return new Parsed<>(new ClientFirst(header, parsedName, nonce, cursor.takeRest()));
    }

    // server-first-message = [reserved-mext ","] nonce "," salt "," iteration-count ["," extensions]
    static ParseResult<ServerFirst> parseServerFirst(String text) {
        Cursor cursor = new Cursor(text);
        if (!cursor.skip("r=")) {
            return new SyntaxError<>(cursor.offset(), "nonce");
        }
        String nonce = cursor.takeWhile(ScramSyntax::isNonceCharacter);
        if (nonce.isEmpty() || nonce.length() > 2 * MAX_NONCE || !cursor.skip(",s=")) {
            return new SyntaxError<>(cursor.offset(), "salt");
        }
        Optional<SaslMessage> salt = base64(cursor.takeWhile(c -> c != ','));
        if (salt.isEmpty() || salt.get().length() == 0 || !cursor.skip(",i=")) {
            return new SyntaxError<>(cursor.offset(), "iteration-count");
        }
        String iterations = cursor.takeWhile(c -> c >= '0' && c <= '9');
        if (iterations.isEmpty() || iterations.length() > 7 || iterations.startsWith("0") || !skipExtensions(cursor)) {
            return new SyntaxError<>(cursor.offset(), "posit-number");
        }
        return new Parsed<>(new ServerFirst(nonce, salt.get(), Integer.parseInt(iterations)));
    }

    static String formatServerFirst(String nonce, ScramKeys keys) {
        return "r=" + nonce + ",s=" + base64(keys.salt()) + ",i=" + keys.iterations();
    }

    // client-final-message = channel-binding "," nonce ["," extensions] "," proof
    static ParseResult<ClientFinal> parseClientFinal(String text) {
        int proofAt = text.lastIndexOf(",p=");
        if (proofAt < 0) {
            return new SyntaxError<>(text.length(), "proof");
        }
        String withoutProof = text.substring(0, proofAt);
        Cursor cursor = new Cursor(withoutProof);
        if (!cursor.skip("c=")) {
            return new SyntaxError<>(cursor.offset(), "channel-binding");
        }
        Optional<SaslMessage> binding = base64(cursor.takeWhile(c -> c != ','));
        if (binding.isEmpty() || !cursor.skip(",r=")) {
            return new SyntaxError<>(cursor.offset(), "nonce");
        }
        String nonce = cursor.takeWhile(ScramSyntax::isNonceCharacter);
        if (nonce.isEmpty() || !skipExtensions(cursor)) {
            return new SyntaxError<>(cursor.offset(), "extensions");
        }
        Optional<SaslMessage> proof = base64(text.substring(proofAt + 3));
        return proof.isEmpty()
                ? new SyntaxError<>(proofAt, "proof")
                : new Parsed<>(new ClientFinal(binding.get(), nonce, proof.get(), withoutProof));
    }

    // server-final-message = (server-error / verifier) ["," extensions]
    static ParseResult<SaslMessage> parseVerifier(String text) {
        Cursor cursor = new Cursor(text);
        if (!cursor.skip("v=")) {
            return new SyntaxError<>(0, "verifier");
        }
        Optional<SaslMessage> signature = base64(cursor.takeWhile(c -> c != ','));
        return signature.isEmpty() || !skipExtensions(cursor)
                ? new SyntaxError<>(cursor.offset(), "verifier")
                : new Parsed<>(signature.get());
    }

    static String base64(byte[] octets) {
        return Base64.getEncoder().encodeToString(octets);
    }

    /** Whether these characters may stand in a nonce: printable, no comma, at least one. */
    static boolean isNonce(String text) {
        return !text.isEmpty() && text.length() <= MAX_NONCE && text.chars().allMatch(ScramSyntax::isNonceCharacter);
    }

    // extensions = attr-val *("," attr-val), attr-val = ALPHA "=" value; optional ones are ignored.
    private static boolean skipExtensions(Cursor cursor) {
        while (!cursor.atEnd()) {
            if (!cursor.skip(",")) {
                return false;
            }
            int attribute = cursor.take();
            boolean isLetter = (attribute >= 'a' && attribute <= 'z') || (attribute >= 'A' && attribute <= 'Z');
            if (!isLetter || attribute == 'm' || !cursor.skip("=")) {
                return false;
            }
            if (cursor.takeWhile(c -> c != ',' && c != 0).isEmpty()) {
                return false;
            }
        }
        return true;
    }

    // printable = %x21-2B / %x2D-7E
    private static boolean isNonceCharacter(int c) {
        return c >= 0x21 && c <= 0x7E && c != ',';
    }

    private static Optional<SaslMessage> base64(String text) {
        try {
            return text.length() % 4 == 0
                    ? Optional.of(SaslMessage.of(Base64.getDecoder().decode(text)))
                    : Optional.empty();
        } catch (IllegalArgumentException notBase64) {
            return Optional.empty();
        }
    }
}
