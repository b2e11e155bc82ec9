package org.letterlock.service.web;

import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** JSON Merge Patch (API-5, RFC 7396). */
public final class MergePatch {
    /** The media type that a PATCH request must have. */
    public static final String MEDIA_TYPE = "application/merge-patch+json";

    private final JsonMapper mapper;

    public MergePatch(JsonMapper mapper) {
        this.mapper = mapper;
    }

    /** The document after the patch, read as strictly as one of a PUT request. */
    public <T> T apply(T document, JsonNode patch, Class<T> type) {
        if (!patch.isObject()) {
            throw new ProblemException(ProblemType.MALFORMED, "A merge patch of a resource is a JSON object.");
        }
        return mapper.treeToValue(merge(mapper.valueToTree(document), patch), type);
    }

    // MergePatch(Target, Patch)    RFC 7396 section 2
    static JsonNode merge(JsonNode target, JsonNode patch) {
        if (!patch.isObject()) {
            return patch;
        }
        ObjectNode merged =
                target instanceof ObjectNode object ? object.deepCopy() : JsonNodeFactory.instance.objectNode();
        for (Map.Entry<String, JsonNode> change : patch.properties()) {
            if (change.getValue().isNull()) {
                merged.remove(change.getKey());
            } else {
                JsonNode old = merged.path(change.getKey());
                merged.set(change.getKey(), merge(old, change.getValue()));
            }
        }
        return merged;
    }
}
