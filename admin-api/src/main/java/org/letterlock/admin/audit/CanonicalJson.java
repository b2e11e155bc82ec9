package org.letterlock.admin.audit;

import java.util.Map;
import java.util.TreeMap;
import tools.jackson.databind.JsonNode;

/**
 * JSON in its canonical form (RFC 8785), for documents whose numbers are whole and at most 2^53: the serialization of
 * fractions is not needed here and is refused.
 */
final class CanonicalJson {
    private static final long MAX_WHOLE = 1L << 53;

    private CanonicalJson() {}

    static String of(JsonNode document) {
        StringBuilder text = new StringBuilder();
        write(document, text);
        return text.toString();
    }

    private static void write(JsonNode node, StringBuilder text) {
        switch (node.getNodeType()) {
            case OBJECT -> writeObject(node, text);
            case ARRAY -> writeArray(node, text);
            case STRING -> writeString(node.stringValue(), text);
            case NUMBER -> writeNumber(node, text);
            case BOOLEAN -> text.append(node.booleanValue());
            case NULL, MISSING -> text.append("null");
            case BINARY, POJO -> throw new IllegalArgumentException("not a JSON document");
        }
    }

    // RFC 8785 section 3.2.3: members sorted by the UTF-16 code units of their names, which is the order of String.
    private static void writeObject(JsonNode node, StringBuilder text) {
        Map<String, JsonNode> members = new TreeMap<>();
        node.properties().forEach(member -> members.put(member.getKey(), member.getValue()));
        String separator = "{";
        for (Map.Entry<String, JsonNode> member : members.entrySet()) {
            text.append(separator);
            writeString(member.getKey(), text);
            text.append(':');
            write(member.getValue(), text);
            separator = ",";
        }
        text.append(members.isEmpty() ? "{}" : "}");
    }

    private static void writeArray(JsonNode node, StringBuilder text) {
        text.append('[');
        for (int i = 0; i < node.size(); i++) {
            text.append(i == 0 ? "" : ",");
            write(node.get(i), text);
        }
        text.append(']');
    }

    // RFC 8785 section 3.2.2.2
    private static void writeString(String value, StringBuilder text) {
        text.append('"');
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            switch (c) {
                case '"' -> text.append("\\\"");
                case '\\' -> text.append("\\\\");
                case '\b' -> text.append("\\b");
                case '\f' -> text.append("\\f");
                case '\n' -> text.append("\\n");
                case '\r' -> text.append("\\r");
                case '\t' -> text.append("\\t");
                default -> text.append(c < 0x20 ? String.format("\\u%04x", (int) c) : String.valueOf(c));
            }
        }
        text.append('"');
    }

    private static void writeNumber(JsonNode node, StringBuilder text) {
        if (!node.isIntegralNumber() || !node.canConvertToLong() || Math.abs(node.longValue()) > MAX_WHOLE) {
            throw new IllegalArgumentException("not a whole number that every reader of JSON can hold");
        }
        text.append(node.longValue());
    }
}
