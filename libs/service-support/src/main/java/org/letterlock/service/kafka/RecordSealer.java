package org.letterlock.service.kafka;

import org.letterlock.contracts.Topic;
import org.letterlock.service.codec.RecordCodec;
import org.letterlock.service.sealing.ClassKey;
import org.letterlock.service.sealing.Sealer;

/** Values of records: CBOR, sealed, with topic, key and type authenticated (ENC-11). */
final class RecordSealer {
    private final RecordCodec codec;
    private final Sealer sealer;

    RecordSealer(RecordCodec codec, Sealer sealer) {
        this.codec = codec;
        this.sealer = sealer;
    }

    /** @param bound what else must be equal when the record is opened */
    <V> byte[] seal(Topic<V> topic, String key, V value, String bound) {
        return sealer.seal(ClassKey.KAFKA, codec.encode(value, topic.recordType()), names(topic, key, bound));
    }

    <V> V open(Topic<V> topic, String key, byte[] sealed, String bound) {
        return codec.decode(sealer.open(ClassKey.KAFKA, sealed, names(topic, key, bound)), topic.recordType());
    }

    private static String[] names(Topic<?> topic, String key, String bound) {
        return new String[] {topic.name(), key, topic.recordType().getName(), bound};
    }
}
