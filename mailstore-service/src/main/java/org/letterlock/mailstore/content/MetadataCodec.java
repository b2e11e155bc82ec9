package org.letterlock.mailstore.content;

import com.fasterxml.jackson.annotation.JsonAutoDetect;
import com.fasterxml.jackson.annotation.JsonAutoDetect.Visibility;
import com.fasterxml.jackson.annotation.JsonFormat;
import java.io.ByteArrayOutputStream;
import java.util.List;
import org.letterlock.mailsyntax.mime.MessageEnvelope;
import org.letterlock.mailsyntax.mime.MessageEnvelope.EnvelopeAddress;
import org.letterlock.mailsyntax.mime.MimeStructure;
import tools.jackson.core.JsonParser;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.MapperFeature;
import tools.jackson.databind.ObjectReader;
import tools.jackson.databind.ObjectWriter;
import tools.jackson.dataformat.cbor.CBORMapper;

/**
 * The stored form of {@link MessageMetadata}: a CBOR sequence (RFC 8742) of format version, envelope, field names and
 * parts, records as arrays of their components. A search looks at the front of it and stops reading there.
 */
public final class MetadataCodec {
    private static final int VERSION = 1;

    private final CBORMapper mapper = CBORMapper.builder()
            .disable(MapperFeature.SORT_PROPERTIES_ALPHABETICALLY)
            .disable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .addMixIn(MessageEnvelope.class, AsArray.class)
            .addMixIn(EnvelopeAddress.class, AsArray.class)
            .addMixIn(StoredPart.class, AsArray.class)
            .build();
    private final ObjectWriter writer = mapper.writer();
    private final ObjectReader envelopes = mapper.readerFor(MessageEnvelope.class);
    private final ObjectReader names = mapper.readerFor(new TypeReference<List<String>>() {});
    private final ObjectReader parts = mapper.readerFor(new TypeReference<List<StoredPart>>() {});

    /** To octets. */
    public byte[] encode(MessageMetadata metadata) {
        var octets = new ByteArrayOutputStream();
        octets.writeBytes(writer.writeValueAsBytes(VERSION));
        octets.writeBytes(writer.writeValueAsBytes(metadata.structure().envelope()));
        octets.writeBytes(writer.writeValueAsBytes(metadata.fieldNames()));
        octets.writeBytes(
                writer.writeValueAsBytes(StoredPart.listOf(metadata.structure().root())));
        return octets.toByteArray();
    }

    /** All of it. */
    public MessageMetadata decode(byte[] octets) {
        try (JsonParser parser = start(octets)) {
            MessageEnvelope envelope = envelopes.readValue(parser);
            parser.nextToken();
            List<String> fieldNames = names.readValue(parser);
            parser.nextToken();
            List<StoredPart> stored = parts.readValue(parser);
            return new MessageMetadata(new MimeStructure(envelope, StoredPart.root(stored)), fieldNames);
        }
    }

    /** The front of it. */
    public Summary decodeSummary(byte[] octets) {
        try (JsonParser parser = start(octets)) {
            MessageEnvelope envelope = envelopes.readValue(parser);
            parser.nextToken();
            return new Summary(envelope, names.readValue(parser));
        }
    }

    private JsonParser start(byte[] octets) {
        JsonParser parser = mapper.createParser(octets);
        parser.nextToken();
        int version = parser.getIntValue();
        if (version != VERSION) {
            throw new IllegalStateException("message metadata of unknown version " + version);
        }
        parser.nextToken();
        return parser;
    }

    /** What most searches look at. */
    public record Summary(MessageEnvelope envelope, List<String> fieldNames) {
        public Summary {
            fieldNames = List.copyOf(fieldNames);
        }
    }

    // Methods such as isMultipart() are no components.
    @JsonFormat(shape = JsonFormat.Shape.ARRAY)
    @JsonAutoDetect(isGetterVisibility = Visibility.NONE)
    private abstract static class AsArray {}
}
