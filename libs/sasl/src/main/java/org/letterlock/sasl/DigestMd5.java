package org.letterlock.sasl;

import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.letterlock.mailsyntax.ParseResult.Parsed;
import org.letterlock.mailsyntax.ParseResult.SyntaxError;
import org.letterlock.sasl.ClientState.AwaitingRspauth;
import org.letterlock.sasl.ClientState.DigestMd5Started;
import org.letterlock.sasl.DigestMd5Syntax.Response;
import org.letterlock.sasl.ServerState.AwaitingDigestMd5;
import org.letterlock.sasl.ServerState.AwaitingDigestMd5Keys;
import org.letterlock.sasl.ServerState.DigestMd5Claim;
import org.letterlock.sasl.ServerStep.Failed;
import org.letterlock.sasl.ServerStep.Failure;
import org.letterlock.sasl.ServerStep.KeysWanted;
import org.letterlock.sasl.ServerStep.Proven;

/** DIGEST-MD5 (RFC 2831): qop auth, algorithm md5-sess, no subsequent authentication. */
final class DigestMd5 {
    /** Known to everybody, so never enough alone. */
    private static final SaslMessage NO_KEY = SaslMessage.of(new byte[Md5Math.HASH_OCTETS]);

    private static final byte[] COLON = {':'};

    private DigestMd5() {}

    static ServerStep next(AwaitingDigestMd5 state, SaslMessage message) {
        return switch (DigestMd5Syntax.parseResponse(message)) {
            case SyntaxError<Response> _ -> new Failed(Failure.MALFORMED, "");
            case Parsed<Response>(Response response) -> {
                boolean isForUs = response.nonce().equals(state.nonce())
                        && isOfThisServer(response.uri(), state)
                        && (state.realms().isEmpty()
                                ? response.realm().isEmpty()
                                : state.realms().contains(response.realm()));
                yield isForUs
                        ? new KeysWanted(new AwaitingDigestMd5Keys(
                                new ClientIdentity(response.username(), response.authorization()),
                                response.realm(),
                                new DigestMd5Claim(
                                        response.nonce(), response.cnonce(), response.uri(), response.response())))
                        : new Failed(Failure.CREDENTIALS, response.username());
            }
        };
    }

    static ServerStep next(AwaitingDigestMd5Keys state, DigestMd5Keys keys) {
        Optional<SaslMessage> found = keys.find(state.name(), state.realm());
        byte[] secret = found.orElse(NO_KEY).toOctets();
        DigestMd5Claim claim = state.claim();
        String authorization = state.identity().authorization();
        SaslMessage expected =
                proof(secret, "AUTHENTICATE:", claim.nonce(), claim.cnonce(), claim.digestUri(), authorization);
        boolean isRight = expected.equals(claim.response());
        if (!isRight || found.isEmpty()) {
            return new Failed(Failure.CREDENTIALS, state.name());
        }
        SaslMessage answer = proof(secret, ":", claim.nonce(), claim.cnonce(), claim.digestUri(), authorization);
        return new Proven(state.identity(), SaslMessage.of("rspauth=" + Md5Math.hex(answer.toOctets())));
    }

    static ClientStep next(DigestMd5Started state, SaslMessage message) {
        return switch (DigestMd5Syntax.parseChallenge(message)) {
            case SyntaxError<DigestMd5Syntax.Challenge> _ -> new ClientStep.Failed(ClientStep.Failure.MALFORMED);
            // Without it a name beyond ASCII would mean another one.
            case Parsed<DigestMd5Syntax.Challenge>(DigestMd5Syntax.Challenge challenge)
            when !challenge.utf8() -> new ClientStep.Failed(ClientStep.Failure.UNACCEPTABLE);
            case Parsed<DigestMd5Syntax.Challenge>(DigestMd5Syntax.Challenge challenge) -> {
                String realm = realm(state.identity(), challenge);
                byte[] secret = DigestMd5Keys.hash(state.identity().authentication(), realm, state.password());
                String uri = state.protocol().serviceName() + "/" + state.host();
                String authorization = state.identity().authorization();
                Response response = new Response(
                        state.identity().authentication(),
                        realm,
                        authorization,
                        challenge.nonce(),
                        state.cnonce(),
                        uri,
                        proof(secret, "AUTHENTICATE:", challenge.nonce(), state.cnonce(), uri, authorization));
                yield new ClientStep.Send(
                        SaslMessage.of(DigestMd5Syntax.formatResponse(
                                response, !challenge.realms().isEmpty())),
                        new AwaitingRspauth(proof(secret, ":", challenge.nonce(), state.cnonce(), uri, authorization)));
            }
        };
    }

    static boolean isAuthentic(AwaitingRspauth state, SaslMessage message) {
        return DigestMd5Syntax.parseResponseAuth(message)
                .filter(state.expected()::equals)
                .isPresent();
    }

    // The realm that is the domain of the name, if there is one; else the server's first.
    private static String realm(ClientIdentity identity, DigestMd5Syntax.Challenge challenge) {
        String name = identity.authentication();
        String domain = name.substring(name.indexOf('@') + 1);
        return challenge.realms().stream()
                .filter(domain::equalsIgnoreCase)
                .findFirst()
                .orElse(challenge.realms().isEmpty() ? "" : challenge.realms().getFirst());
    }

    // digest-uri = serv-type "/" host [ "/" serv-name ]
    private static boolean isOfThisServer(String uri, AwaitingDigestMd5 state) {
        String[] parts = uri.split("/", 4);
        return (parts.length == 2 || parts.length == 3)
                && parts[0].equalsIgnoreCase(state.protocol().serviceName())
                && state.hosts().stream().anyMatch(parts[1]::equalsIgnoreCase)
                && (parts.length == 2 || state.hosts().stream().anyMatch(parts[2]::equalsIgnoreCase));
    }

    // RFC 2831 section 2.1.2.1: response-value, and 2.1.3 for the server's, whose A2 has no method.
    private static SaslMessage proof(
            byte[] secret, String method, String nonce, String cnonce, String uri, String authorization) {
        byte[] authorized = authorization.isEmpty()
                ? new byte[0]
                : Md5Math.join(COLON, authorization.getBytes(StandardCharsets.UTF_8));
        byte[] a1 = Md5Math.md5(secret, COLON, octets(nonce), COLON, octets(cnonce), authorized);
        byte[] a2 = Md5Math.md5(octets(method + uri));
        String middle = ":" + nonce + ":" + DigestMd5Syntax.NONCE_COUNT + ":" + cnonce + ":auth:";
        return SaslMessage.of(Md5Math.md5(octets(Md5Math.hex(a1)), octets(middle), octets(Md5Math.hex(a2))));
    }

    // These directives are kept as one character per octet.
    private static byte[] octets(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }
}
