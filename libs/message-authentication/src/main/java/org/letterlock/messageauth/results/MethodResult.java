package org.letterlock.messageauth.results;

import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What one method of authentication came to (RFC 8601 section 2.2, resinfo).
 *
 * @param method which method
 * @param result its word for the result, such as {@code pass}
 * @param reason in words; text of a peer is allowed, as in {@code comment} and in the properties' values
 * @param properties what the method looked at
 * @param comment for people, behind the result
 */
public record MethodResult(
        Method method,
        String result,
        @Nullable String reason,
        List<Property> properties,
        @Nullable String comment) {
    public MethodResult {
        properties = List.copyOf(properties);
        if (!FieldValue.isKeyword(result)) {
            throw new IllegalArgumentException("not a result word");
        }
    }

    /** A result that is its word and the properties. */
    public static MethodResult of(Method method, String result, Property... properties) {
        return new MethodResult(method, result, null, List.of(properties), null);
    }

    /** The same with a comment. */
    public MethodResult commented(String text) {
        return new MethodResult(method, result, reason, properties, text);
    }

    /** The methods we report on (RFC 8601 section 2.7, RFC 8617 section 10.1, RFC 9989 section 9.1). */
    public enum Method {
        SPF,
        DKIM,
        IPREV,
        AUTH,
        DMARC,
        ARC;

        String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** Where a property comes from (RFC 8601 section 2.3). */
    public enum PropertyType {
        SMTP,
        HEADER,
        BODY,
        POLICY;

        String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /**
     * One {@code ptype.property=pvalue}.
     *
     * @param name such as {@code mailfrom}
     * @param value any text; the printer quotes it
     */
    public record Property(PropertyType type, String name, String value) {
        public Property {
            if (!FieldValue.isKeyword(name)) {
                throw new IllegalArgumentException("not a property name");
            }
        }
    }
}
