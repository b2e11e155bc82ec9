package org.letterlock.egress.delivery;

import java.security.SecureRandom;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.letterlock.sasl.ClientExchange;
import org.letterlock.sasl.ClientIdentity;
import org.letterlock.sasl.ClientParameters;
import org.letterlock.sasl.ClientState;
import org.letterlock.sasl.ClientStep;
import org.letterlock.sasl.Password;
import org.letterlock.sasl.SaslMechanism;
import org.letterlock.sasl.SaslProtocol;
import org.letterlock.sasl.policy.RelayLogin;
import org.letterlock.smtp.client.ClientEvent;
import org.letterlock.smtp.client.ClientEvent.Success;
import org.letterlock.smtp.command.SaslMessage;

/**
 * One login at a smart host: the first method of the security policy that the host offers and that is safe on the channel
 * (POL-7). Its steps may take a while, as many rounds of hashing as the host asks for; one at a time.
 */
final class RelayExchange {
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final int NONCE = 24;

    private final String user;
    private final Password password;
    private final List<SaslMechanism> methods;
    private final String host;
    private @Nullable ClientState state; // null until a mechanism is chosen

    /**
     * A login that has not begun.
     *
     * @param methods of the policy, by preference
     * @param host the server's name as it was looked up
     */
    RelayExchange(String user, Password password, List<SaslMechanism> methods, String host) {
        this.user = user;
        this.password = password;
        this.methods = List.copyOf(methods);
        this.host = host;
    }

    ClientEvent begin(Set<String> offered, RelayChannel channel) {
        Optional<SaslMechanism> chosen = RelayLogin.choose(methods, offered, channel.trust());
        return chosen.isEmpty() ? new ClientEvent.LoginImpossible() : begin(chosen.get(), offered, channel);
    }

    private ClientEvent begin(SaslMechanism mechanism, Set<String> offered, RelayChannel channel) {
        boolean plusOffered = offered.stream().anyMatch(name -> name.endsWith("-PLUS"));
        ClientParameters parameters =
                new ClientParameters(channel.bindings(), plusOffered, nonce(), SaslProtocol.SMTP, host);
        return switch (ClientExchange.start(mechanism, ClientIdentity.of(user), password, parameters)) {
            case ClientStep.Send(var response, ClientState next) -> {
                state = next;
                yield new ClientEvent.LoginBegun(mechanism.rfcName(), message(response), success(next));
            }
            case ClientStep.Wait(ClientState next) -> {
                state = next;
                yield new ClientEvent.LoginBegun(mechanism.rfcName(), null, Success.TOO_EARLY);
            }
            case ClientStep.Failed _ -> new ClientEvent.LoginImpossible();
        };
    }

    ClientEvent proceed(SaslMessage challenge) {
        ClientState current = state;
        if (current == null) {
            return new ClientEvent.LoginAbandoned();
        }
        return switch (ClientExchange.next(current, org.letterlock.sasl.SaslMessage.of(challenge.toBytes()))) {
            case ClientStep.Send(var response, ClientState next) -> {
                state = next;
                yield new ClientEvent.LoginContinued(message(response), success(next));
            }
            case ClientStep.Wait _, ClientStep.Failed _ -> new ClientEvent.LoginAbandoned();
        };
    }

    private static Success success(ClientState next) {
        return ClientExchange.accepts(next, Optional.empty()) ? Success.BELIEVED : Success.TOO_EARLY;
    }

    private static SaslMessage message(org.letterlock.sasl.SaslMessage message) {
        return SaslMessage.copyOf(message.toOctets());
    }

    private static String nonce() {
        byte[] octets = new byte[NONCE];
        RANDOM.nextBytes(octets);
        return Base64.getEncoder().withoutPadding().encodeToString(octets);
    }
}
