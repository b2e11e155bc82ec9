package org.letterlock.sasl;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import org.letterlock.sasl.ServerState.AwaitingApop;
import org.letterlock.sasl.ServerState.AwaitingApopPassword;
import org.letterlock.sasl.ServerState.AwaitingCramMd5;
import org.letterlock.sasl.ServerState.AwaitingCramMd5Keys;
import org.letterlock.sasl.ServerStep.Failed;
import org.letterlock.sasl.ServerStep.Failure;
import org.letterlock.sasl.ServerStep.KeysWanted;
import org.letterlock.sasl.ServerStep.Proven;

/**
 * APOP (RFC 1939 section 7) and CRAM-MD5 (RFC 2195): the server writes a timestamp in the form of a msg-id, the client answers
 * with its name and a digest over it.
 */
public final class TimestampChallenge {
    private static final int DIGEST_DIGITS = 2 * Md5Math.HASH_OCTETS;

    private TimestampChallenge() {}

    /**
     * The challenge, also for the greeting of POP3.
     *
     * @param nonce at least 18 random octets in base64, used once
     * @throws IllegalArgumentException if nonce or host may not stand in a msg-id
     */
    public static String format(String nonce, Instant at, String host) {
        if (!isMsgIdPart(nonce) || !isMsgIdPart(host)) {
            throw new IllegalArgumentException("not a part of a msg-id");
        }
        return "<" + nonce + "." + at.getEpochSecond() + "@" + host + ">";
    }

    /** Whether this is the APOP digest of a timestamp and a password: 32 digits in lower case; in constant time. */
    public static boolean verifiesApop(String timestamp, Password password, String digest) {
        return Md5Math.parseDigest(digest)
                .filter(claimed -> claimed.equals(apop(timestamp, password)))
                .isPresent();
    }

    static ServerStep next(AwaitingCramMd5 state, SaslMessage response) {
        return switch (parse(response)) {
            case NameAndDigest(String name, SaslMessage digest) ->
                new KeysWanted(new AwaitingCramMd5Keys(name, state.challenge(), digest));
            case Unreadable(String name) -> new Failed(Failure.MALFORMED, name);
        };
    }

    static ServerStep next(AwaitingCramMd5Keys state, CramMd5Keys keys) {
        return proven(state.name(), keys.answer(state.challenge()).equals(state.digest()));
    }

    static ServerStep next(AwaitingApop state, SaslMessage response) {
        return switch (parse(response)) {
            case NameAndDigest(String name, SaslMessage digest) ->
                new KeysWanted(new AwaitingApopPassword(name, state.timestamp(), digest));
            case Unreadable(String name) -> new Failed(Failure.MALFORMED, name);
        };
    }

    static ServerStep next(AwaitingApopPassword state, ApopPassword password) {
        return proven(state.name(), apop(state.timestamp(), password.password()).equals(state.digest()));
    }

    private static ServerStep proven(String name, boolean isRight) {
        return isRight ? new Proven(ClientIdentity.of(name), SaslMessage.EMPTY) : new Failed(Failure.CREDENTIALS, name);
    }

    private static SaslMessage apop(String timestamp, Password password) {
        return SaslMessage.of(Md5Math.md5(timestamp.getBytes(StandardCharsets.UTF_8), password.toUtf8()));
    }

    private sealed interface Answer {}

    private record NameAndDigest(String name, SaslMessage digest) implements Answer {}

    private record Unreadable(String name) implements Answer {}

    // RFC 2195 section 2: the name, a space, the digest in lower case. The name may hold spaces, the digest does not.
    private static Answer parse(SaslMessage response) {
        String text = response.length() > 4 * SaslName.MAX_LENGTH + 1 + DIGEST_DIGITS
                ? ""
                : response.toText().orElse("");
        int space = text.length() - DIGEST_DIGITS - 1;
        if (space < 1 || text.charAt(space) != ' ') {
            return new Unreadable("");
        }
        String name = text.substring(0, space);
        if (!SaslName.isAcceptable(name)) {
            return new Unreadable("");
        }
        return Md5Math.parseDigest(text.substring(space + 1))
                .<Answer>map(digest -> new NameAndDigest(name, digest))
                .orElse(new Unreadable(name));
    }

    private static boolean isMsgIdPart(String text) {
        return !text.isEmpty() && text.chars().allMatch(c -> c > 0x20 && c < 0x7F && "<>@\"\\".indexOf(c) < 0);
    }
}
