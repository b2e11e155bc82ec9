package org.letterlock.dkim.key;

import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import org.letterlock.contracts.Topics;
import org.letterlock.contracts.directory.DomainRecord;
import org.letterlock.contracts.event.SecurityEvent;
import org.letterlock.service.kafka.Outbox;

/** Tells the audit what happens to keys and signing, within the transaction that makes it true. */
public final class KeyEvents {
    private final Outbox outbox;
    private final InstantSource clock;

    public KeyEvents(Outbox outbox, InstantSource clock) {
        this.outbox = outbox;
        this.clock = clock;
    }

    /** {@code dkim.key.state}: the key has another state now. */
    void stateChanged(SigningKey key, KeyState state, Actor actor) {
        tell("dkim.key.state", key, Map.of("from", key.state().name(), "to", state.name()), actor);
    }

    /** {@code dkim.key.state}: there is a new key. */
    void created(SigningKey key, Actor actor) {
        tell("dkim.key.state", key, Map.of("to", key.state().name()), actor);
    }

    /** {@code dkim.key.state}: the key is gone. */
    void deleted(SigningKey key, Actor actor) {
        tell("dkim.key.state", key, Map.of("from", key.state().name(), "to", "deleted"), actor);
    }

    /** {@code dkim.record.missing} or {@code dkim.record.found}: the record of an active key vanished or is back. */
    void recordSeen(SigningKey key, boolean missing) {
        tell(missing ? "dkim.record.missing" : "dkim.record.found", key, Map.of(), Actor.SYSTEM);
    }

    /** {@code dkim.record.withdrawable}: the record of a replaced key is to be emptied, and later removed (DKIM-35). */
    void withdrawn(SigningKey key) {
        tell("dkim.record.withdrawable", key, Map.of(), Actor.SYSTEM);
    }

    /**
     * What a rotation tells: {@code dkim.rotation.} and {@code started}, {@code finished}, {@code abandoned},
     * {@code reminder} or {@code unverified} (DKIM-34 to DKIM-37).
     */
    public void rotation(String what, DomainRecord domain, Map<String, String> more, Actor actor) {
        Map<String, String> details = new HashMap<>(more);
        details.put("domain", domain.name().text());
        publish("dkim.rotation." + what, domain.id().toString(), details, actor);
    }

    /** {@code dkim.signing.forced}: a domain signs before its records are seen in DNS. */
    public void signingForced(String domain, String domainId, Actor actor) {
        publish("dkim.signing.forced", domainId, Map.of("domain", domain), actor);
    }

    private void tell(String event, SigningKey key, Map<String, String> more, Actor actor) {
        Map<String, String> details = new HashMap<>(more);
        details.put("key", key.id().toString());
        details.put("domainId", key.domain().toString());
        details.put("selector", key.selector().text());
        details.put("algorithm", key.algorithm().tag());
        publish(event, key.id().toString(), details, actor);
    }

    private void publish(String event, String recordKey, Map<String, String> more, Actor actor) {
        Map<String, String> details = new HashMap<>(more);
        details.put("actor", actor.name());
        outbox.add(
                Topics.SECURITY_EVENTS,
                recordKey,
                new SecurityEvent(event, clock.instant(), "dkim", actor.clientAddress(), details));
    }
}
