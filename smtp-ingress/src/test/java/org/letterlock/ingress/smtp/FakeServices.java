package org.letterlock.ingress.smtp;

import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.letterlock.contracts.Octets;
import org.letterlock.contracts.Topic;
import org.letterlock.contracts.authentication.AuthenticationReply;
import org.letterlock.contracts.authentication.AuthenticationRequest;
import org.letterlock.contracts.authentication.SealedResponse;
import org.letterlock.contracts.dkim.SignReply;
import org.letterlock.contracts.dkim.SignRequest;
import org.letterlock.contracts.dkim.VerifyReply;
import org.letterlock.contracts.dkim.VerifyRequest;
import org.letterlock.contracts.event.SecurityEvent;
import org.letterlock.contracts.inbound.DmarcReply;
import org.letterlock.contracts.inbound.DmarcRequest;
import org.letterlock.contracts.inbound.SpfReply;
import org.letterlock.contracts.inbound.SpfRequest;
import org.letterlock.contracts.mail.AcceptedMessage;
import org.letterlock.contracts.senderpolicy.SenderCheckReply;
import org.letterlock.contracts.senderpolicy.SenderCheckRequest;
import org.letterlock.contracts.smtp.ClientCount;
import org.letterlock.ingress.smtp.origin.SpfChecks;
import org.letterlock.service.kafka.ReplicatedView;
import org.letterlock.service.kafka.TopicPublisher;
import org.letterlock.service.kafka.ViewChange;
import org.letterlock.service.sealing.SecretEnvelopes;

/** The services that the ingress asks, as far as its tests need them; each answer can be replaced. */
public final class FakeServices {
    public final List<SenderCheckRequest> senderChecks = new CopyOnWriteArrayList<>();
    public final List<SignRequest> signRequests = new CopyOnWriteArrayList<>();
    public final BlockingQueue<AcceptedMessage> accepted = new LinkedBlockingQueue<>();
    public final BlockingQueue<SecurityEvent> events = new LinkedBlockingQueue<>();
    public final BlockingQueue<String> counts = new LinkedBlockingQueue<>();
    public volatile Function<SenderCheckRequest, CompletionStage<SenderCheckReply>> senderPolicy =
            _ -> done(new SenderCheckReply.Permitted(null));
    public volatile Function<SignRequest, CompletionStage<SignReply>> signer =
            _ -> done(new SignReply.Unsigned(SignReply.Reason.NO_KEYS));
    public volatile Function<SpfRequest, CompletionStage<SpfReply>> spf = _ -> done(SpfChecks.NOT_CHECKED);
    public volatile Function<VerifyRequest, CompletionStage<VerifyReply>> verifier =
            _ -> done(new VerifyReply(List.of(), null));
    public volatile Function<DmarcRequest, CompletionStage<DmarcReply>> dmarc =
            _ -> done(new DmarcReply(DmarcReply.Result.NONE, null, null, DmarcReply.Disposition.ACCEPT, ""));
    public volatile Function<AcceptedMessage, CompletionStage<Void>> broker = _ -> done(null);

    private final SecretEnvelopes envelopes;

    public FakeServices(SecretEnvelopes envelopes) {
        this.envelopes = envelopes;
    }

    public static <T> CompletionStage<T> done(@Nullable T value) {
        return CompletableFuture.completedFuture(value);
    }

    public CompletionStage<SenderCheckReply> checkSender(String key, SenderCheckRequest request) {
        senderChecks.add(request);
        return senderPolicy.apply(request);
    }

    public CompletionStage<SpfReply> checkSpf(String key, SpfRequest request) {
        return spf.apply(request);
    }

    public CompletionStage<VerifyReply> verify(String key, VerifyRequest request) {
        return verifier.apply(request);
    }

    public CompletionStage<DmarcReply> judge(String key, DmarcRequest request) {
        return dmarc.apply(request);
    }

    public CompletionStage<SignReply> sign(String key, SignRequest request) {
        signRequests.add(request);
        return signer.apply(request);
    }

    /** PLAIN with anna's password, and a challenge for those who send no initial response. */
    public CompletionStage<AuthenticationReply> authenticate(String key, AuthenticationRequest request) {
        return switch (request) {
            case AuthenticationRequest.Begin begin
            when begin.initialResponse() == null ->
                done(new AuthenticationReply.Challenge(Octets.copyOf(new byte[0]), Octets.copyOf(new byte[] {7})));
            case AuthenticationRequest.Begin begin -> done(check(begin.initialResponse()));
            case AuthenticationRequest.Continue(UUID _, Octets _, SealedResponse response) -> done(check(response));
            case AuthenticationRequest.CheckToken _ -> throw new IllegalStateException();
        };
    }

    private AuthenticationReply check(SealedResponse response) {
        String text = new String(envelopes.open(response), StandardCharsets.UTF_8);
        return text.equals("\0anna@example.org\0secret")
                ? new AuthenticationReply.Granted(TestDirectory.ANNA, "anna@example.org", null, null)
                : new AuthenticationReply.Refused(AuthenticationReply.Reason.CREDENTIALS);
    }

    public TopicPublisher publisher() {
        return new TopicPublisher() {
            @Override
            public <V> CompletionStage<Void> publish(Topic<V> topic, String key, @Nullable V value) {
                return switch (value) {
                    case AcceptedMessage message ->
                        broker.apply(message).thenApply(_ -> {
                            accepted.add(message);
                            return null;
                        });
                    case SecurityEvent event -> {
                        events.add(event);
                        yield done(null);
                    }
                    case ClientCount count -> {
                        counts.add(topic.name());
                        yield done(null);
                    }
                    case null, default -> throw new IllegalStateException(topic.name());
                };
            }
        };
    }

    /** A view that holds these values from the start. */
    public static <V> ReplicatedView<V> view(Function<V, String> key, Collection<V> values) {
        return new ReplicatedView<>() {
            @Override
            public Optional<V> find(String wanted) {
                return values.stream()
                        .filter(value -> key.apply(value).equals(wanted))
                        .findFirst();
            }

            @Override
            public Collection<V> values() {
                return values;
            }

            @Override
            public void onChange(Consumer<ViewChange<V>> listener) {
                values.forEach(value -> listener.accept(new ViewChange.Put<>(key.apply(value), value)));
            }
        };
    }
}
