package org.letterlock.service.codec;

import com.fasterxml.jackson.annotation.JsonAutoDetect.Visibility;
import com.fasterxml.jackson.annotation.PropertyAccessor;
import java.util.Set;
import java.util.function.Function;
import org.letterlock.contracts.Octets;
import org.letterlock.contracts.access.IpGroupId;
import org.letterlock.contracts.directory.AccountId;
import org.letterlock.contracts.directory.AddressId;
import org.letterlock.contracts.directory.DomainId;
import org.letterlock.contracts.mail.ObjectId;
import org.letterlock.contracts.mail.QueueId;
import org.letterlock.contracts.mailbox.FolderId;
import org.letterlock.mailsyntax.ParseResult;
import org.letterlock.mailsyntax.ParseResult.Parsed;
import org.letterlock.mailsyntax.ParseResult.SyntaxError;
import org.letterlock.mailsyntax.address.AddrSpec;
import org.letterlock.mailsyntax.address.Domain;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.databind.DeserializationContext;
import tools.jackson.databind.JacksonModule;
import tools.jackson.databind.SerializationContext;
import tools.jackson.databind.deser.std.StdDeserializer;
import tools.jackson.databind.introspect.VisibilityChecker;
import tools.jackson.databind.module.SimpleModule;
import tools.jackson.databind.ser.std.StdSerializer;

/** How the value types of the contracts look to Jackson. */
public final class ContractTypes {
    private static final Set<Class<?>> TEXT = Set.of(
            AccountId.class,
            AddressId.class,
            DomainId.class,
            FolderId.class,
            IpGroupId.class,
            ObjectId.class,
            QueueId.class,
            AddrSpec.class,
            Domain.class);

    private ContractTypes() {}

    /** For CBOR: octets are a byte string; all else is what a record is made of. */
    static JacksonModule binary() {
        return new SimpleModule("letterlock octets")
                .addSerializer(Octets.class, new OctetsWriter())
                .addDeserializer(Octets.class, new OctetsReader());
    }

    /** For the REST API: ids, addresses and domains are text. */
    public static JacksonModule text() {
        SimpleModule module = new SimpleModule("letterlock text");
        addText(module, AccountId.class, AccountId::toString, AccountId::parse);
        addText(module, AddressId.class, AddressId::toString, AddressId::parse);
        addText(module, DomainId.class, DomainId::toString, DomainId::parse);
        addText(module, FolderId.class, FolderId::toString, FolderId::parse);
        addText(module, IpGroupId.class, IpGroupId::toString, IpGroupId::parse);
        addText(module, ObjectId.class, ObjectId::toString, ObjectId::parse);
        addText(module, QueueId.class, QueueId::toString, QueueId::parse);
        addText(module, AddrSpec.class, AddrSpec::format, text -> require(AddrSpec.parse(text)));
        addText(module, Domain.class, Domain::text, text -> require(Domain.parse(text)));
        return module;
    }

    /** Whether values of a type are text in the REST API. */
    public static boolean isText(Class<?> type) {
        return TEXT.contains(type);
    }

    /** What a record holds is its state; a method such as {@code isExact()} is no property. */
    static VisibilityChecker fieldsOnly(VisibilityChecker defaults) {
        return defaults.withVisibility(PropertyAccessor.GETTER, Visibility.NONE)
                .withVisibility(PropertyAccessor.IS_GETTER, Visibility.NONE)
                .withVisibility(PropertyAccessor.FIELD, Visibility.ANY);
    }

    private static <V> V require(ParseResult<V> result) {
        return switch (result) {
            case Parsed<V>(V value) -> value;
            case SyntaxError<V> error -> throw new IllegalArgumentException(error.expected() + " expected");
        };
    }

    private static <V> void addText(
            SimpleModule module, Class<V> type, Function<V, String> format, Function<String, V> parse) {
        module.addSerializer(type, new StdSerializer<V>(type) {
            @Override
            public void serialize(V value, JsonGenerator generator, SerializationContext context) {
                generator.writeString(format.apply(value));
            }
        });
        module.addDeserializer(type, new StdDeserializer<V>(type) {
            @Override
            public V deserialize(JsonParser parser, DeserializationContext context) {
                String text = parser.getValueAsString();
                if (text == null || !parser.currentToken().isScalarValue()) {
                    return type.cast(context.handleUnexpectedToken(type, parser));
                }
                try {
                    return parse.apply(text);
                } catch (IllegalArgumentException e) {
                    throw context.weirdStringException(text, type, "not valid");
                }
            }
        });
    }

    private static final class OctetsWriter extends StdSerializer<Octets> {
        OctetsWriter() {
            super(Octets.class);
        }

        @Override
        public void serialize(Octets octets, JsonGenerator generator, SerializationContext context) {
            generator.writeBinary(octets.view());
        }
    }

    private static final class OctetsReader extends StdDeserializer<Octets> {
        OctetsReader() {
            super(Octets.class);
        }

        @Override
        public Octets deserialize(JsonParser parser, DeserializationContext context) {
            return Octets.wrap(parser.getBinaryValue());
        }
    }
}
