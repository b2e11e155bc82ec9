package org.letterlock.service.codec;

import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.cfg.DateTimeFeature;
import tools.jackson.dataformat.cbor.CBORFactory;
import tools.jackson.dataformat.cbor.CBORMapper;

/**
 * Records of the contracts as CBOR (RFC 8949). Unknown fields are ignored and missing ones are null, so that a service reads
 * what an older or newer one has written. Safe for use by any thread.
 */
public final class RecordCodec {
    private static final int MAX_NESTING = 200;

    private final CBORMapper mapper;

    public RecordCodec() {
        CBORFactory factory = CBORFactory.builder()
                .streamReadConstraints(StreamReadConstraints.builder()
                        .maxNestingDepth(MAX_NESTING)
                        .build())
                .build();
        mapper = CBORMapper.builder(factory)
                .annotationIntrospector(new ContractIntrospector())
                .addModule(ContractTypes.binary())
                .changeDefaultVisibility(ContractTypes::fieldsOnly)
                .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
                .disable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
                .disable(DateTimeFeature.WRITE_DATES_AS_TIMESTAMPS)
                .build();
    }

    /** Writes a record; {@code type} is what the reader will ask for, a record or a sealed interface. */
    public <V> byte[] encode(V value, Class<V> type) {
        return mapper.writerFor(type).writeValueAsBytes(value);
    }

    /** Reads a record; throws {@link UnreadableRecordException} for anything else. */
    public <V> V decode(byte[] octets, Class<V> type) {
        try {
            V value = mapper.readerFor(type).readValue(octets);
            if (value == null) {
                throw new UnreadableRecordException(type, null);
            }
            return value;
        } catch (JacksonException e) {
            throw new UnreadableRecordException(type, e);
        }
    }
}
