package org.letterlock.service.kafka;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.UUID;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;
import org.jspecify.annotations.Nullable;

/** Headers of requests and answers. They are not sealed; what depends on them is authenticated with the value. */
final class Headers {
    static final String INSTANCE = "instance";
    static final String CORRELATION = "correlation";
    static final String REPLY_PARTITION = "reply-partition";
    static final String DEADLINE = "deadline";
    static final String FAILED = "failed";
    static final String CONFIG_VERSION = "config-version";

    private Headers() {}

    static byte[] number(long value) {
        return ByteBuffer.allocate(Long.BYTES).putLong(value).array();
    }

    static byte[] uuid(UUID value) {
        return ByteBuffer.allocate(2 * Long.BYTES)
                .putLong(value.getMostSignificantBits())
                .putLong(value.getLeastSignificantBits())
                .array();
    }

    static byte[] text(String value) {
        return value.getBytes(StandardCharsets.UTF_8);
    }

    static @Nullable Long number(ConsumerRecord<?, ?> record, String name) {
        byte[] value = octets(record, name);
        return value == null || value.length != Long.BYTES
                ? null
                : (Long) ByteBuffer.wrap(value).getLong();
    }

    static @Nullable UUID uuid(ConsumerRecord<?, ?> record, String name) {
        byte[] value = octets(record, name);
        if (value == null || value.length != 2 * Long.BYTES) {
            return null;
        }
        ByteBuffer octets = ByteBuffer.wrap(value);
        return new UUID(octets.getLong(), octets.getLong());
    }

    static @Nullable String text(ConsumerRecord<?, ?> record, String name) {
        byte[] value = octets(record, name);
        return value == null ? null : new String(value, StandardCharsets.UTF_8);
    }

    static byte @Nullable [] octets(ConsumerRecord<?, ?> record, String name) {
        Header header = record.headers().lastHeader(name);
        return header == null ? null : header.value();
    }
}
