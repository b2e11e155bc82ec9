package org.letterlock.service.sealing;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;
import org.bouncycastle.crypto.hpke.HPKEContext;
import org.bouncycastle.crypto.hpke.HPKEContextWithEncapsulation;
import org.letterlock.contracts.Octets;
import org.letterlock.contracts.mail.KeyEnvelope;
import org.letterlock.contracts.mail.ObjectId;
import org.letterlock.contracts.mail.Reader;

/**
 * Wraps object keys to the readers' public keys. One HPKE encapsulation serves all objects of at most 60 s and 10 000
 * objects (ENC-10); each object has a wrapping key of its own, the context's Secret Export (RFC 9180 section 5.3) with the
 * object id as exporter context, so that envelopes open in any order. Safe for use by any thread.
 */
final class ObjectKeyEnvelopes {
    static final Duration MAX_AGE = Duration.ofSeconds(60);
    static final int MAX_OBJECTS = 10_000;
    private static final int MAX_CACHED = 1_000;
    private static final String PURPOSE = "letterlock object keys 1";

    private final Keyring keyring;
    private final InstantSource clock;
    private final ReentrantLock lock = new ReentrantLock();
    private final Map<Reader, Sending> sending = new EnumMap<>(Reader.class); // guarded by lock
    private final Map<Received, HPKEContext> receiving = new LinkedHashMap<>(16, 0.75f, true) { // guarded by lock
                @Override
                protected boolean removeEldestEntry(Map.Entry<Received, HPKEContext> eldest) {
                    return size() > MAX_CACHED;
                }
            };

    ObjectKeyEnvelopes(Keyring keyring, InstantSource clock) {
        this.keyring = keyring;
        this.clock = clock;
    }

    KeyEnvelope wrap(Reader reader, ObjectId object, ObjectKey key) {
        Sending context;
        byte[] wrapping;
        lock.lock();
        try {
            context = context(reader);
            wrapping = export(context.context(), object);
        } finally {
            lock.unlock();
        }
        byte[] wrapped = Aead.seal(
                Aead.aesKey(wrapping), new byte[0], key.octets(), associated(reader, context.keyVersion(), object));
        return new KeyEnvelope(reader, context.keyVersion(), context.encapsulation(), Octets.wrap(wrapped));
    }

    ObjectKey unwrap(KeyEnvelope envelope, ObjectId object) {
        byte[] wrapping;
        lock.lock();
        try {
            var received = new Received(envelope.reader(), envelope.keyVersion(), envelope.encapsulation());
            wrapping = export(receiving.computeIfAbsent(received, this::open), object);
        } finally {
            lock.unlock();
        }
        byte[] associated = associated(envelope.reader(), envelope.keyVersion(), object);
        return ObjectKey.of(
                Aead.open(Aead.aesKey(wrapping), 0, envelope.wrappedKey().view(), associated));
    }

    private Sending context(Reader reader) {
        Instant now = clock.instant();
        Sending current = sending.get(reader);
        if (current == null || current.isSpent(now)) {
            int version = keyring.currentVersion(KeyPairName.of(reader));
            HPKEContextWithEncapsulation context =
                    keyring.require(KeyPairName.of(reader), version).sender(info(reader));
            current = new Sending(context, version, Octets.wrap(context.getEncapsulation()), now);
            sending.put(reader, current);
        }
        current.objects++;
        return current;
    }

    private HPKEContext open(Received received) {
        return keyring.require(KeyPairName.of(received.reader()), received.keyVersion())
                .receiver(received.encapsulation().view(), info(received.reader()));
    }

    private byte[] info(Reader reader) {
        return Aead.associated(keyring.installation(), PURPOSE, reader.name());
    }

    private byte[] associated(Reader reader, int keyVersion, ObjectId object) {
        return Aead.associated(
                keyring.installation(), PURPOSE, reader.name(), Integer.toString(keyVersion), object.toString());
    }

    private static byte[] export(HPKEContext context, ObjectId object) {
        return context.export(Uuids.toBytes(object.value()), Aead.KEY_LENGTH);
    }

    private record Received(Reader reader, int keyVersion, Octets encapsulation) {}

    /** A context in use; its count is guarded by the lock. */
    private static final class Sending {
        private final HPKEContext context;
        private final int keyVersion;
        private final Octets encapsulation;
        private final Instant since;
        private int objects;

        Sending(HPKEContext context, int keyVersion, Octets encapsulation, Instant since) {
            this.context = context;
            this.keyVersion = keyVersion;
            this.encapsulation = encapsulation;
            this.since = since;
        }

        HPKEContext context() {
            return context;
        }

        int keyVersion() {
            return keyVersion;
        }

        Octets encapsulation() {
            return encapsulation;
        }

        boolean isSpent(Instant now) {
            return objects >= MAX_OBJECTS || !now.isBefore(since.plus(MAX_AGE));
        }
    }
}
