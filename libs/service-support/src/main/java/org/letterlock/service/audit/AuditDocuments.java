package org.letterlock.service.audit;

import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Documents as the audit log keeps them (AUD-1): those that the API shows, with secrets masked; of one that changed only the
 * members that differ. Safe for use by any thread.
 */
public final class AuditDocuments {
    private static final String MASK = "***";
    // What the API shows holds no secrets; should one get there, it does not get here.
    private static final Set<String> SECRETS =
            Set.of("password", "current", "new", "secret", "token", "key", "privateKey", "passphrase");

    private final JsonMapper mapper;

    /** Documents that this mapper writes. */
    public AuditDocuments(JsonMapper mapper) {
        this.mapper = mapper;
    }

    /** The part of a document that another one of the same resource does not have, as JSON; all of it where there is none. */
    public @Nullable String differing(@Nullable Object document, @Nullable Object other) {
        if (document == null) {
            return null;
        }
        JsonNode masked = masked("", mapper.valueToTree(document));
        return (other == null ? masked : differing(masked, masked("", mapper.valueToTree(other)))).toString();
    }

    private JsonNode differing(JsonNode document, JsonNode other) {
        if (!(document instanceof ObjectNode object)) {
            return document;
        }
        ObjectNode members = mapper.createObjectNode();
        for (Map.Entry<String, JsonNode> member : object.properties()) {
            if (!member.getValue().equals(other.path(member.getKey()))) {
                members.set(member.getKey(), member.getValue());
            }
        }
        return members;
    }

    private JsonNode masked(String name, JsonNode node) {
        return switch (node) {
            case ObjectNode object -> {
                ObjectNode members = mapper.createObjectNode();
                object.properties()
                        .forEach(member -> members.set(member.getKey(), masked(member.getKey(), member.getValue())));
                yield members;
            }
            case ArrayNode array -> {
                ArrayNode elements = mapper.createArrayNode();
                array.forEach(element -> elements.add(masked(name, element)));
                yield elements;
            }
            default -> value(name, node);
        };
    }

    // The log keeps its entries in the canonical form of RFC 8785, where only whole numbers are safe from rounding.
    private JsonNode value(String name, JsonNode node) {
        if (node.isString() && SECRETS.contains(name)) {
            return mapper.getNodeFactory().stringNode(MASK);
        }
        return node.isFloatingPointNumber() ? mapper.getNodeFactory().stringNode(node.asString()) : node;
    }
}
