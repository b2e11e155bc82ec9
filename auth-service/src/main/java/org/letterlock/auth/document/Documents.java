package org.letterlock.auth.document;

import java.util.Set;
import org.letterlock.service.web.MergePatch;
import org.letterlock.service.web.ProblemException;
import org.letterlock.service.web.ProblemType;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * Reads what a client wrote about a resource. Members that only the server writes are ignored, so that what was read can be
 * sent back; members that nobody knows are refused.
 */
public final class Documents {
    private static final Set<String> SERVER_WRITTEN = Set.of(
            "id",
            "createdAt",
            "changedAt",
            "builtIn",
            "mustChangePassword",
            "passwordFormatEffective",
            "legacySecretsEffective",
            "expirySince",
            "state");

    private final JsonMapper mapper;
    private final MergePatch patch;

    public Documents(JsonMapper mapper) {
        this.mapper = mapper;
        this.patch = new MergePatch(mapper);
    }

    /** The document of a POST or PUT: what is omitted takes its default (API-5). */
    public <T> T complete(JsonNode body, T defaults, Class<T> type) {
        return patch.apply(defaults, withoutServerWritten(body), type);
    }

    /** The document after a PATCH (RFC 7396): what is null takes its default. */
    public <T> T patched(JsonNode body, T current, T defaults, Class<T> type) {
        JsonNode old = mapper.valueToTree(current);
        JsonNode merged = patch.apply(old, withoutServerWritten(body), JsonNode.class);
        return patch.apply(defaults, merged, type);
    }

    private static JsonNode withoutServerWritten(JsonNode body) {
        if (!(body instanceof ObjectNode object)) {
            throw new ProblemException(ProblemType.MALFORMED, "The document is a JSON object.");
        }
        return object.deepCopy().remove(SERVER_WRITTEN);
    }
}
